using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Http;

namespace Dhis2.Client.DataValues.Input;

/// <summary>What a data value set says of itself beside its rows. It holds for its rows, and before what the import is told.</summary>
public sealed record DataValueSetTerms
{
    /// <summary>Those of a set that says nothing.</summary>
    public static DataValueSetTerms None { get; } = new();

    /// <summary>What identifies things in its rows, and in the four below.</summary>
    public IdSchemes Schemes { get; init; } = new();

    /// <summary>What identifies attribute option combos, where it is said apart.</summary>
    public string? AttributeOptionComboScheme { get; init; }

    /// <summary>Data set; handed down to the rows.</summary>
    public string? DataSet { get; init; }

    /// <summary>Period; handed down to the rows.</summary>
    public string? Period { get; init; }

    /// <summary>Org unit; handed down to the rows.</summary>
    public string? OrgUnit { get; init; }

    /// <summary>Attribute option combo; handed down to the rows.</summary>
    public string? AttributeOptionCombo { get; init; }

    /// <summary>Whether its rows are to be tried, and not stored.</summary>
    public bool DryRun { get; init; }

    /// <summary>What may happen to values.</summary>
    public ImportStrategy? Strategy { get; init; }

    /// <summary>The day on which its data set was completed, as <c>2024-02-01</c>; <c>true</c> for today; null where it does not say that it was.</summary>
    public string? CompleteDate { get; init; }

    /// <summary>Whether its rows are of ADX, and go out as such.</summary>
    internal bool IsAdx { get; init; }

    /// <summary>Whether its rows go out otherwise than the import is told, or something is to be done behind them.</summary>
    internal bool AreOwn => IsAdx || DryRun || Strategy is not null || CompleteDate is not null || AttributeOptionComboScheme is not null || Schemes != new IdSchemes();

    /// <summary>The parameters by which one of its rows is imported as it is from the file; null where it needs none.</summary>
    internal string? Parameters
    {
        get
        {
            var parameters = new[]
            {
                ("-IdScheme", Schemes.All), ("-DataElementIdScheme", Schemes.DataElement), ("-OrgUnitIdScheme", Schemes.OrgUnit),
                ("-CategoryOptionComboIdScheme", Schemes.CategoryOptionCombo), ("-ImportStrategy", Strategy?.ToString()), ("-WhatIf", DryRun ? "" : null),
            };
            var given = parameters.Where(p => p.Item2 is not null).Select(p => $"{p.Item1} {p.Item2}".TrimEnd()).ToList();
            return given.Count == 0 ? null : string.Join(" ", given);
        }
    }

    /// <summary>Whether a file of some of its rows has to say something of them.</summary>
    internal bool AreToBeTold => Members().Any();

    /// <summary>What a set says beside its rows, by the names of its members and in the spelling of servers.</summary>
    internal IEnumerable<(string Name, string Text)> Members()
    {
        var schemes = new QueryParameters();
        Schemes.AddTo(schemes);
        var members = schemes.Select(scheme => (scheme.Key, (string?)scheme.Value))
            .Concat(
            [
                ("attributeOptionComboIdScheme", IdSchemes.Text(AttributeOptionComboScheme)), ("importStrategy", Strategy is { } strategy ? ImportOptions.Text(strategy) : null),
                ("dryRun", DryRun ? "true" : null), ("completeDate", CompleteDate), ("dataSet", DataSet), ("period", Period), ("orgUnit", OrgUnit), ("attributeOptionCombo", AttributeOptionCombo),
            ]);
        foreach (var (name, text) in members)
        {
            if (text is not null)
                yield return (name, text);
        }
    }

    /// <summary>The terms that have these members.</summary>
    /// <exception cref="FormatException">They are none.</exception>
    internal static DataValueSetTerms Of(IEnumerable<(string Name, string Text)> members)
    {
        var head = new DataValueSetHead("The file");
        foreach (var (name, text) in members)
            head.Take(name, text, isText: true);
        return head.Fault is null ? head.Terms : throw new FormatException(head.Fault.Message);
    }

    /// <summary>
    /// What a file of some of its rows has to say, so that they are imported as they are from this one. Data set, period and org unit are in the rows, and are said for a
    /// completion alone.
    /// </summary>
    /// <param name="given">What the import was told for files that say nothing.</param>
    internal DataValueSetTerms ForSomeRows(DataValueSetTerms given)
    {
        var strategy = Strategy ?? given.Strategy;
        return new DataValueSetTerms
        {
            Schemes = new IdSchemes
            {
                All = Schemes.All ?? given.Schemes.All,
                DataElement = Schemes.DataElement ?? given.Schemes.DataElement,
                OrgUnit = Schemes.OrgUnit ?? given.Schemes.OrgUnit,
                CategoryOptionCombo = Schemes.CategoryOptionCombo ?? given.Schemes.CategoryOptionCombo,
                DataSet = Schemes.DataSet ?? given.Schemes.DataSet,
            },
            AttributeOptionComboScheme = AttributeOptionComboScheme,
            Strategy = given.Strategy is null && strategy == ImportStrategy.CreateAndUpdate ? null : strategy,
            DryRun = DryRun,
            CompleteDate = CompleteDate,
            DataSet = CompleteDate is null ? null : DataSet,
            Period = CompleteDate is null ? null : Period,
            OrgUnit = CompleteDate is null ? null : OrgUnit,
            AttributeOptionCombo = CompleteDate is null ? null : AttributeOptionCombo,
        };
    }

    /// <summary>The options under which its rows go out.</summary>
    /// <exception cref="Dhis2InputException">The two do not go together.</exception>
    internal ImportOptions ApplyTo(ImportOptions options, string path)
    {
        var given = options.Schemes;
        var schemes = new IdSchemes
        {
            // What it means to name none, servers of 2.40 to 2.42 take for codes, and those from 2.43 on for uids.
            All = Schemes.All ?? given.All ?? (IsAdx ? "UID" : null),
            DataElement = Schemes.DataElement ?? given.DataElement,
            OrgUnit = Schemes.OrgUnit ?? given.OrgUnit,
            CategoryOptionCombo = Schemes.CategoryOptionCombo ?? given.CategoryOptionCombo,
            DataSet = Schemes.DataSet ?? given.DataSet,
        };
        var combos = schemes.CategoryOptionCombo ?? schemes.All;
        if (AttributeOptionComboScheme is { } attributes && !IsSame(attributes, combos))
            throw new Dhis2InputException($"{path} has its attribute option combos as {attributes} and its category option combos as {combos ?? "UID"}, and an import takes one id scheme for both.", "Write both in one scheme.") { Item = path };
        CheckFixed("-OrgUnit", OrgUnit, options.OrgUnit, schemes.OrgUnit ?? schemes.All, given.OrgUnit ?? given.All, path);
        CheckFixed("-DataSet", DataSet, options.DataSet, schemes.DataSet ?? schemes.All, given.DataSet ?? given.All, path);
        CheckFixed("-AttributeOptionCombo", AttributeOptionCombo, options.AttributeOptionCombo, combos, given.CategoryOptionCombo ?? given.All, path);
        // A trial that the user asked for stays one.
        return options with { Schemes = schemes, DryRun = options.DryRun || DryRun, Strategy = Strategy ?? options.Strategy, IsAdx = IsAdx };
    }

    // What a parameter fixes would be read as an id of another kind.
    private static void CheckFixed(string parameter, string? own, string? given, string? scheme, string? givenScheme, string path)
    {
        if (own is null && given is not null && !IsSame(scheme, givenScheme))
        {
            throw new Dhis2InputException(
                $"{path} says that its ids are {scheme ?? "UID"}, and {parameter} gives {givenScheme ?? "UID"}: '{given}'.", $"Say it in the file, or import the file by itself without {parameter}.")
            { Item = path };
        }
    }

    private static bool IsSame(string? one, string? other) => IdSchemes.IsUid(one) ? IdSchemes.IsUid(other) : IdSchemes.Text(one) == (other is null ? null : IdSchemes.Text(other));
}
