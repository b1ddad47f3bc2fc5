using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace Dhis2.PowerShell.Conversion;

/// <summary>Reads <c>-Query</c>: a hashtable (an array as value repeats the name), or <c>'name=value'</c> texts, which keep their order and may repeat.</summary>
internal static class QueryArgument
{
    public static QueryParameters Parse(object? argument)
    {
        var query = new QueryParameters();
        Add(query, argument);
        return query;
    }

    private static void Add(QueryParameters query, object? argument)
    {
        switch (argument is PSObject wrapped ? wrapped.BaseObject : argument)
        {
            case null:
                break;
            case IDictionary map:
                foreach (DictionaryEntry entry in map)
                    AddValues(query, Text(entry.Key), entry.Value);
                break;
            case string text:
                AddPair(query, text);
                break;
            case IEnumerable items:
                foreach (var item in items)
                    Add(query, item);
                break;
            default:
                throw Wrong(argument);
        }
    }

    private static void AddValues(QueryParameters query, string name, object? value)
    {
        var bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (bare is not string and IEnumerable values)
        {
            foreach (var one in values)
                query.Add(name, Text(one));
        }
        else
        {
            query.Add(name, Text(bare));
        }
    }

    private static void AddPair(QueryParameters query, string text)
    {
        var at = text.IndexOf('=');
        if (at <= 0)
            throw Wrong(text);
        query.Add(text.Substring(0, at), text.Substring(at + 1));
    }

    /// <summary>A single value as the Web API writes it.</summary>
    public static string Text(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        SwitchParameter flag => flag.IsPresent ? "true" : "false",
        DateTime time => time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture),
        var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
    };

    private static Dhis2InputException Wrong(object? item) =>
        new($"'{item}' is no query parameter.", "Give -Query a hashtable, as in @{ paging = $false }, or texts like 'filter=name:like:clinic'.") { Item = item };
}
