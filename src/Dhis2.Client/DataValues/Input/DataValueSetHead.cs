using System.Globalization;
using Dhis2.Client.DataValues.Import;

namespace Dhis2.Client.DataValues.Input;

/// <summary>
/// Reads what a user's data value set says beside its rows. Each member is one of its terms, or is refused by its name: none is passed over. The first that is wrong
/// is kept.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class DataValueSetHead(string path)
{
    private const string Rows = "dataValues";
    private const int DayLength = 10;

    // Members that the server acts on and this import does not support: what to use instead.
    private static readonly Dictionary<string, string> s_refused = new(StringComparer.Ordinal)
    {
        ["attributecategoryoptions"] = "Take it out of the file, and name their attributeOptionCombo there or with -AttributeOptionCombo.",
        ["deletion"] = "Take it out of the file, and give the values to delete as rows that are marked as deleted.",
    };

    private static readonly string s_known = string.Join(", ", "dataSet", "period", "orgUnit", "attributeOptionCombo", "completeDate", "dryRun", "importStrategy", "the id schemes", Rows);

    private readonly DataValue _shared = new();
    private readonly Dictionary<string, string> _met = new(StringComparer.Ordinal);
    private DataValueSetTerms _terms = DataValueSetTerms.None;

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public Dhis2InputException? Fault { get; private set; }

    /// <summary>What it says.</summary>
    public DataValueSetTerms Terms => _terms with { DataSet = Given(_shared.DataSet), Period = Given(_shared.Period), OrgUnit = Given(_shared.OrgUnit), AttributeOptionCombo = Given(_shared.AttributeOptionCombo) };

    /// <summary>Whether a member holds the rows.</summary>
    public static bool IsRows(string name) => DataValueColumns.Normal(name) == "datavalues";

    /// <summary>A row with what all rows have in common.</summary>
    public DataValue NewValue() => new() { DataSet = _shared.DataSet, Period = _shared.Period, OrgUnit = _shared.OrgUnit, AttributeOptionCombo = _shared.AttributeOptionCombo };

    /// <summary>Takes note of the list of the rows.</summary>
    public void TakeRows(string name) => Fault ??= Repeated(Rows, name);

    /// <summary>Takes a member.</summary>
    /// <param name="name">Its name as it is written.</param>
    /// <param name="text">What it says, true and false included; null for nothing, and for what is not one value.</param>
    /// <param name="isText">Whether that is one text or number, or nothing.</param>
    public void Take(string name, string? text, bool isText) => Fault ??= Check(name, text, isText);

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private Dhis2InputException? Check(string name, string? text, bool isText)
    {
        var column = DataValueColumns.Find(name);
        var normal = column?.Name ?? DataValueColumns.Normal(name);
        if (Repeated(normal == "strategy" ? "importstrategy" : normal, name) is { } repeated)
            return repeated;
        if (s_refused.TryGetValue(normal, out var advice))
            return text is null && isText ? null : Wrong($"has {ShownText.Quoted(name)} beside its rows, which an import does not carry.", advice);
        var isFlag = normal is "dryrun" or "completedate";
        var isShared = column?.Name is "dataSet" or "period" or "orgUnit" or "attributeOptionCombo";
        if (!isShared && !isFlag && normal is not ("strategy" or "importstrategy") && !normal.EndsWith("idscheme", StringComparison.Ordinal))
            return IsRows(name) ? Wrong($"has no list in {ShownText.Quoted(name)}.", "Give a file of the form {\"dataValues\":[...]}.") : Unknown(name);
        if (!isText && !(isFlag && text is not null))
            return Wrong($"has {ShownText.Quoted(name)} beside its rows with something else than one value in it.", "Give it one text or number.");
        if (!isShared)
            return string.IsNullOrWhiteSpace(text) ? null : TakeTerm(name, normal, text!.Trim());
        try
        {
            column!.Set(_shared, text);
            return null;
        }
        catch (FormatException e)
        {
            return Wrong($"has {ShownText.Quoted(name)} beside its rows: {e.Message}", "Correct it: it counts for all rows.");
        }
    }

    private Dhis2InputException? TakeTerm(string name, string normal, string text) => normal switch
    {
        "dryrun" => TakeDryRun(name, text),
        "completedate" => TakeCompleteDate(name, text),
        "strategy" or "importstrategy" => TakeStrategy(name, text),
        _ => TakeScheme(name, normal, text),
    };

    private Dhis2InputException? TakeDryRun(string name, string text)
    {
        if (!bool.TryParse(text, out var isTrial))
            return Wrong($"has {ShownText.Quoted(name)} with {ShownText.Quoted(text)} beside its rows, which is neither true nor false.", "Write true or false, or take it out.");
        _terms = _terms with { DryRun = isTrial };
        return null;
    }

    // A day, also with a time behind it as servers write it; 2.40 to 2.42 take the word true for today.
    private Dhis2InputException? TakeCompleteDate(string name, string text)
    {
        if (bool.TryParse(text, out var isComplete))
        {
            _terms = _terms with { CompleteDate = isComplete ? "true" : null };
            return null;
        }
        var day = text.Length > DayLength && text[DayLength] is 'T' or ' ' ? text.Substring(0, DayLength) : text;
        if (!DateTime.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            return Wrong($"has {ShownText.Quoted(name)} with {ShownText.Quoted(text)} beside its rows, which is no day.", "Write it as 2024-02-01.");
        _terms = _terms with { CompleteDate = day };
        return null;
    }

    private Dhis2InputException? TakeStrategy(string name, string text)
    {
        ImportStrategy? strategy = text.ToUpperInvariant() switch
        {
            "CREATE_AND_UPDATE" or "NEW_AND_UPDATES" => ImportStrategy.CreateAndUpdate,
            "CREATE" or "NEW" => ImportStrategy.Create,
            "UPDATE" or "UPDATES" => ImportStrategy.Update,
            "DELETE" or "DELETES" => ImportStrategy.Delete,
            _ => null,
        };
        if (strategy is null)
            return Wrong($"has {ShownText.Quoted(name)} with {ShownText.Quoted(text)} beside its rows, which is no strategy.", "Write CREATE_AND_UPDATE, CREATE, UPDATE or DELETE.");
        _terms = _terms with { Strategy = strategy };
        return null;
    }

    private Dhis2InputException? TakeScheme(string name, string normal, string text)
    {
        string scheme;
        try
        {
            scheme = IdSchemes.Text(text)!;
        }
        catch (Dhis2InputException e)
        {
            return Wrong($"has {ShownText.Quoted(name)} beside its rows: {e.Message}", e.RecommendedAction!);
        }
        var schemes = _terms.Schemes;
        switch (normal)
        {
            case "idscheme":
                schemes = schemes with { All = scheme };
                break;
            case "datasetidscheme":
                schemes = schemes with { DataSet = scheme };
                break;
            case "dataelementidscheme":
                schemes = schemes with { DataElement = scheme };
                break;
            case "orgunitidscheme":
                schemes = schemes with { OrgUnit = scheme };
                break;
            case "categoryoptioncomboidscheme":
                schemes = schemes with { CategoryOptionCombo = scheme };
                break;
            case "attributeoptioncomboidscheme":
                _terms = _terms with { AttributeOptionComboScheme = scheme };
                break;
            // Schemes of categories do not apply: the rows name option combos.
            case "categoryidscheme" or "categoryoptionidscheme":
                break;
            default:
                return Unknown(name);
        }
        _terms = _terms with { Schemes = schemes };
        return null;
    }

    private Dhis2InputException? Repeated(string property, string name)
    {
        if (!_met.TryGetValue(property, out var earlier))
        {
            _met.Add(property, name);
            return null;
        }
        return Wrong(earlier == name ? $"has {ShownText.Quoted(name)} twice." : $"has {ShownText.Quoted(earlier)} and {ShownText.Quoted(name)}, which are one.", "Leave one of them.");
    }

    private Dhis2InputException Unknown(string name) => Wrong($"has {ShownText.Quoted(name)} beside its rows, which data value sets do not have.", $"Rename it or take it out. A data value set has: {s_known}.");

    private Dhis2InputException Wrong(string what, string advice) => new($"{path} {what}", advice) { Item = path };
}
