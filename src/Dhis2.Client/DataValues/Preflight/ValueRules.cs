namespace Dhis2.Client.DataValues.Preflight;

/// <summary>What 2.43 rejects a single row for: its value, or its comment (server: <c>DefaultDataEntryService</c>).</summary>
/// <param name="optionsOf">The codes of an option set, by its uid; null where they are not known or there are none, so that the server asks for none.</param>
/// <param name="isIsoCalendar">Whether the server counts in the ISO calendar.</param>
internal sealed class ValueRules(Func<string, IReadOnlyCollection<string>?> optionsOf, bool isIsoCalendar)
{
    private const int LongestQuote = 200;

    /// <summary>Why the value is not one of the data element's; null where nothing is known against it.</summary>
    public RowFault? CheckValue(DataValue row, ElementFacts element)
    {
        if (row.Value is not { } given)
            return null;
        var value = ValueTypeRules.Normalise(given, element.ValueType);
        if (ValueTypeRules.FaultOf(value, element.ValueType, isIsoCalendar) is { } reason)
            return new RowFault("E8122", $"The value `{Quote(value)}` is no valid {element.ValueType}: {reason}");
        return element.OptionSet is { } set && optionsOf(set) is { } options && NoOption(value, element.ValueType, options) is { } text
            ? new RowFault("E8123", $"The value `{Quote(text)}` is no valid option for data element `{row.DataElement}`")
            : null;
    }

    /// <summary>Why the comment is not one that the data element takes; null where nothing is known against it.</summary>
    public RowFault? CheckComment(DataValue row, ElementFacts element)
    {
        if (element.CommentOptionSet is not { } set || optionsOf(set) is not { } options || (row.Comment is { } comment && options.Contains(comment)))
            return null;
        return new RowFault("E8124", row.Comment is null
            ? $"The row has no comment, and the data element {row.DataElement} wants one of its options."
            : $"The comment is none of the options that the data element {row.DataElement} takes: {Quote(row.Comment)}");
    }

    // Several options stand in one value with commas between them; empty ones at its end are passed over.
    private static string? NoOption(string value, string type, IReadOnlyCollection<string> options)
    {
        if (options.Contains(value))
            return null;
        if (type != "MULTI_TEXT")
            return value;
        var list = value.TrimEnd(',');
        return list.Length == 0 ? null : list.Split(',').FirstOrDefault(option => !options.Contains(option));
    }

    private static string Quote(string text) => text.Length <= LongestQuote ? text : $"{text.Substring(0, LongestQuote)}...";
}
