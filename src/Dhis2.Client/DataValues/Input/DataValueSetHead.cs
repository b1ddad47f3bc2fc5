namespace Dhis2.Client.DataValues.Input;

/// <summary>
/// What a user's data value set says beside its rows. Each member is handed down to the rows, says what the import does anyway, or is refused by its name:
/// none is passed over. The first that is wrong is kept.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="schemes">The id schemes the rows are imported with.</param>
internal sealed class DataValueSetHead(string path, IdSchemes schemes)
{
    private const string Rows = "dataValues";

    // Members that the server acts on and this import does not support: the reason, and what to use instead.
    private static readonly Dictionary<string, string> s_refused = new(StringComparer.Ordinal)
    {
        ["completedate"] = "Values are imported without marking their data set as complete. Take it out of the file, and mark the data set with Invoke-Dhis2Request completeDataSetRegistrations POST.",
        ["attributecategoryoptions"] = "Take it out of the file, and name their attributeOptionCombo there or with -AttributeOptionCombo.",
        ["deletion"] = "Take it out of the file, and give the values to delete as rows that are marked as deleted.",
        ["dryrun"] = "Take it out of the file, and try the import with -WhatIf.",
        ["strategy"] = "Take it out of the file, and say it with -ImportStrategy.",
        ["importstrategy"] = "Take it out of the file, and say it with -ImportStrategy.",
    };

    private static readonly string s_known = string.Join(", ", "dataSet", "period", "orgUnit", "attributeOptionCombo", "the id schemes", Rows);

    private readonly DataValue _shared = new();
    private readonly Dictionary<string, string> _met = new(StringComparer.Ordinal);

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public Dhis2InputException? Fault { get; private set; }

    /// <summary>Whether a member holds the rows.</summary>
    public static bool IsRows(string name) => DataValueColumns.Normal(name) == "datavalues";

    /// <summary>A row with what all rows have in common.</summary>
    public DataValue NewValue() => new() { DataSet = _shared.DataSet, Period = _shared.Period, OrgUnit = _shared.OrgUnit, AttributeOptionCombo = _shared.AttributeOptionCombo };

    /// <summary>Takes note of the list of the rows.</summary>
    public void TakeRows(string name) => Fault ??= Repeated(Rows, name);

    /// <summary>Takes a member.</summary>
    /// <param name="name">Its name as it is written.</param>
    /// <param name="text">What it says; null for nothing.</param>
    /// <param name="isText">Whether that is one text or number, or nothing.</param>
    public void Take(string name, string? text, bool isText) => Fault ??= Check(name, text, isText);

    private Dhis2InputException? Check(string name, string? text, bool isText)
    {
        var column = DataValueColumns.Find(name);
        var normal = column?.Name ?? DataValueColumns.Normal(name);
        if (Repeated(normal, name) is { } repeated)
            return repeated;
        if (s_refused.TryGetValue(normal, out var advice))
            return text is null && isText ? null : Wrong($"has '{name}' beside its rows, which an import does not carry.", advice);
        var isShared = column?.Name is "dataSet" or "period" or "orgUnit" or "attributeOptionCombo";
        if (!isShared && !normal.EndsWith("idscheme", StringComparison.Ordinal))
            return IsRows(name) ? Wrong($"has no list in '{name}'.", "Give a file of the form {\"dataValues\":[...]}.") : Unknown(name);
        if (!isText)
            return Wrong($"has '{name}' beside its rows with something else than one value in it.", "Give it one text or number.");
        if (!isShared)
            return CheckScheme(name, normal, text);
        column!.Set(_shared, text);
        return null;
    }

    private Dhis2InputException? Repeated(string property, string name)
    {
        if (!_met.TryGetValue(property, out var earlier))
        {
            _met.Add(property, name);
            return null;
        }
        return Wrong(earlier == name ? $"has '{name}' twice." : $"has '{earlier}' and '{name}', which are one.", "Leave one of them.");
    }

    private Dhis2InputException? CheckScheme(string name, string normal, string? text)
    {
        (string Parameter, string? Scheme)? here = normal switch
        {
            "idscheme" => ("-IdScheme", schemes.All),
            "datasetidscheme" => ("-IdScheme", schemes.DataSet ?? schemes.All),
            "dataelementidscheme" => ("-DataElementIdScheme", schemes.DataElement ?? schemes.All),
            "orgunitidscheme" => ("-OrgUnitIdScheme", schemes.OrgUnit ?? schemes.All),
            "categoryoptioncomboidscheme" or "attributeoptioncomboidscheme" => ("-CategoryOptionComboIdScheme", schemes.CategoryOptionCombo ?? schemes.All),
            // Schemes of categories do not apply: the rows name option combos.
            "categoryidscheme" or "categoryoptionidscheme" => (name, text),
            _ => null,
        };
        if (here is not { } scheme)
            return Unknown(name);
        if (text is null || IsSame(text, scheme.Scheme))
            return null;
        return Wrong($"says that its '{name}' is {text}, and it is imported as {scheme.Scheme ?? "UID"}.", $"Import it with {scheme.Parameter} {text}.");
    }

    private static bool IsSame(string one, string? other) => IdSchemes.IsUid(one)
        ? IdSchemes.IsUid(other)
        : one.Equals(other, one.Contains(':') ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    private Dhis2InputException Unknown(string name) => Wrong($"has '{name}' beside its rows, which data value sets do not have.", $"Rename it or take it out. A data value set has: {s_known}.");

    private Dhis2InputException Wrong(string what, string advice) => new($"{path} {what}", advice) { Item = path };
}
