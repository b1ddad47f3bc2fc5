using System.Globalization;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>The parameters of a request for data, read as the server reads them: what it drops without a word is dropped here.</summary>
internal sealed record SqlViewRequest
{
    private const int DefaultPageSize = 50;

    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Criteria { get; init; }

    public required IReadOnlyList<string> Filters { get; init; }

    public required IReadOnlyList<string> Fields { get; init; }

    public int Page { get; init; }

    public int PageSize { get; init; }

    public bool Paging { get; init; }

    public static SqlViewRequest Read(HttpRequest request)
    {
        var all = QueryText.Parameters(request).ToLookup(p => p.Name, p => p.Value);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Pairs([.. all["var"]]))
            variables[name] = value;
        return new SqlViewRequest
        {
            Variables = variables,
            Criteria = [.. Pairs([.. all["criteria"]])],
            Filters = [.. all["filter"]],
            Fields = [.. all["fields"].SelectMany(f => f.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
            Page = Number("page", all["page"].FirstOrDefault(), 1),
            PageSize = Number("pageSize", all["pageSize"].FirstOrDefault(), DefaultPageSize),
            Paging = all["paging"].FirstOrDefault() != "false" && all["skipPaging"].FirstOrDefault() != "true",
        };
    }

    // One parameter alone is split at its commas, several are not.
    private static IEnumerable<KeyValuePair<string, string>> Pairs(string[] given)
    {
        foreach (var pair in given.Length == 1 ? given[0].Split(',') : given)
        {
            var parts = pair.Split(':');
            if (parts.Length == 2 && parts[1].Length > 0)
                yield return KeyValuePair.Create(parts[0], parts[1]);
        }
    }

    private static int Number(string name, string? text, int otherwise)
    {
        if (string.IsNullOrEmpty(text))
            return otherwise;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new WebMessageException(400, $"Value '{text}' is not valid for parameter {name}. It should be of type int");
    }
}
