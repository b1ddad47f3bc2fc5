using System.Globalization;
using Dhis2.Client.DataValues.Input;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// Refuses rows that a server would read otherwise than they are meant, or that would drag good rows down with them: a malformed uid or period fails a whole
/// request on 2.43, a NUL one on any version, and a blank value deletes on 2.40 to 2.42.
/// </summary>
internal sealed class RowGuard(ImportOptions options, int longestComment)
{
    // Of all versions. A comment has a length of its own.
    private const int LongestValue = 50_000;

    private readonly bool _elementsAreUids = IdSchemes.IsUid(options.Schemes.DataElement ?? options.Schemes.All);
    private readonly bool _orgUnitsAreUids = IdSchemes.IsUid(options.Schemes.OrgUnit ?? options.Schemes.All);
    private readonly bool _combosAreUids = IdSchemes.IsUid(options.Schemes.CategoryOptionCombo ?? options.Schemes.All);

    /// <summary>Fills in what the import fixes for all rows, then says what is wrong with the row; null when nothing is.</summary>
    public string? Check(ImportRow given)
    {
        var row = given.Value;
        if (IsOpen(given))
            Fill(row = given.Own(), given.AttributeKey);
        return Check(row) is { } fault ? fault + Hint(given) : null;
    }

    private string? Check(DataValue row) => CheckId("data element", row.DataElement, _elementsAreUids, required: true)
            ?? CheckPeriod(row.Period)
            ?? CheckId("org unit", row.OrgUnit, _orgUnitsAreUids, required: true)
            ?? CheckId("category option combo", row.CategoryOptionCombo, _combosAreUids, required: false)
            ?? CheckId("attribute option combo", row.AttributeOptionCombo, _combosAreUids, required: false)
            ?? CheckValue(row);

    // Files of ADX mostly have codes, servers' own exports among them.
    private string Hint(ImportRow given) =>
        given.Adx is not null && _elementsAreUids && !Uid.IsValid(given.Value.DataElement ?? "") && !string.IsNullOrEmpty(given.Value.DataElement) ? " Where the file has codes, say so: -IdScheme CODE." : "";

    private bool IsOpen(ImportRow given) => IsOpen(given.Value) || (given.AttributeKey is null && options.AttributeOptionCombo is not null);

    private bool IsOpen(DataValue row) => (row.DataSet is null && options.DataSet is not null) || string.IsNullOrEmpty(row.Period) || string.IsNullOrEmpty(row.OrgUnit)
        || row.CategoryOptionCombo is { Length: 0 } || row.AttributeOptionCombo is { Length: 0 };

    // Categories of ADX stand in the place of an attribute option combo.
    private void Fill(DataValue row, string? attributes)
    {
        row.DataSet ??= options.DataSet;
        row.Period = Given(row.Period) ?? options.Period;
        row.OrgUnit = Given(row.OrgUnit) ?? options.OrgUnit;
        row.CategoryOptionCombo = Given(row.CategoryOptionCombo);
        row.AttributeOptionCombo = Given(row.AttributeOptionCombo) ?? (string.IsNullOrEmpty(attributes) ? options.AttributeOptionCombo : null);
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string? CheckId(string what, string? id, bool isUid, bool required)
    {
        if (id is null || id.Length == 0)
            return required ? $"The row has no {what}." : null;
        if (isUid && !Uid.IsValid(id))
            return $"{ShownText.Quoted(id)} cannot be the uid of the {what}: a uid is a letter and ten letters or digits.";
        return id.Contains('\0') ? $"The {what} holds a NUL character." : null;
    }

    private static string? CheckPeriod(string? period)
    {
        if (period is null)
            return "The row has no period.";
        return IsPeriod(period) ? null : $"{ShownText.Quoted(period)} is no period: periods look like 202401, 2024Q1, 2024W5, 20240131 or 2024.";
    }

    // Four digits, then letters, digits and dashes: which of them mean a period, the server's calendar decides.
    private static bool IsPeriod(string period)
    {
        if (period.Length is < 4 or > 16)
            return false;
        for (var i = 0; i < period.Length; i++)
        {
            var isDigit = period[i] is >= '0' and <= '9';
            if (!isDigit && (i < 4 || !(period[i] is '-' or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z'))))
                return false;
        }
        return true;
    }

    private static bool HasHalfCharacter(string? text)
    {
        for (var i = 0; i < text?.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
                i++;
            else if (char.IsSurrogate(text[i]))
                return true;
        }
        return false;
    }

    private string? CheckValue(DataValue row)
    {
        if (row.Deleted || options.Strategy == ImportStrategy.Delete)
            return null;
        if (string.IsNullOrWhiteSpace(row.Value))
            return "The row has no value; to delete a value, mark the row as deleted or use -ImportStrategy Delete.";
        if (row.Value!.Contains('\0') || row.Comment?.Contains('\0') == true)
            return "The value or comment holds a NUL character, which no DHIS2 server can store.";
        if (row.Value!.Length > LongestValue || row.Comment?.Length > longestComment)
            return TooLong(row);
        return HasHalfCharacter(row.Value) || HasHalfCharacter(row.Comment) ? "The value or comment holds one half of a character (a surrogate that stands alone), which cannot be sent as it is." : null;
    }

    private string TooLong(DataValue row) => row.Value!.Length > LongestValue
        ? string.Format(CultureInfo.InvariantCulture, "The value has {0:N0} characters, and DHIS2 stores {1:N0} at most.", row.Value.Length, LongestValue)
        : string.Format(CultureInfo.InvariantCulture, "The comment has {0:N0} characters, and a server of this version stores {1:N0} at most.", row.Comment!.Length, longestComment);
}
