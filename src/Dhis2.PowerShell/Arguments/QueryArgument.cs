using System.Collections;

namespace Dhis2.PowerShell.Arguments;

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
        switch (ServerText.Bare(argument))
        {
            case null:
                break;
            case IDictionary map:
                foreach (DictionaryEntry entry in map)
                    AddValues(query, ServerText.Of(entry.Key)!, entry.Value);
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
        if (ServerText.Bare(value) is not string and not IDictionary and IEnumerable values)
        {
            foreach (var one in values)
                query.Add(name, ServerText.Of(one) ?? "");
        }
        else
        {
            query.Add(name, ServerText.Of(value) ?? "");
        }
    }

    private static void AddPair(QueryParameters query, string text)
    {
        var at = text.IndexOf('=');
        if (at <= 0)
            throw Wrong(text);
        query.Add(text.Substring(0, at), text.Substring(at + 1));
    }

    private static Dhis2InputException Wrong(object? item) =>
        new($"'{item}' is no query parameter.", "Give -Query a hashtable, as in @{ paging = $false }, or texts like 'filter=name:like:clinic'.") { Item = item };
}
