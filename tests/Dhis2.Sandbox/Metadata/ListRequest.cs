using System.Globalization;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Metadata;

/// <summary>The parameters of a list, read as each version does.</summary>
internal sealed class ListRequest
{
    private const string DefaultFields = "id,displayName";

    private readonly List<(string Name, string Value)> _parameters;
    private readonly Dialect _dialect;

    public ListRequest(HttpRequest request, Dialect dialect)
        : this([.. QueryText.Parameters(request)], dialect)
    {
    }

    private ListRequest(List<(string Name, string Value)> parameters, Dialect dialect)
    {
        _dialect = dialect;
        _parameters = parameters;
        Paging = ReadBoolean("paging", true);
        Page = Math.Max(1, ReadNumber("page", 1));
        PageSize = ReadNumber("pageSize", 50);
        if (PageSize < 0)
            throw new WebMessageException(400, "max-results cannot be negative");
    }

    public bool Paging { get; private init; }

    public int Page { get; }

    /// <summary>As asked for; 0 lists nothing, and the pager speaks of 1.</summary>
    public int PageSize { get; }

    /// <summary>The types that parameters name: dataElements=true, or dataElements:fields and the like.</summary>
    public IEnumerable<string> Types => _parameters.Where(p => p.Value == "true" || p.Name.Contains(':', StringComparison.Ordinal)).Select(p => p.Name.Split(':')[0]);

    /// <summary>A filter was given for this type alone.</summary>
    public bool HasFilterOfItsOwn { get; private init; }

    /// <summary>The parameters for one type of an export: its own, and those for all types that it has none of.</summary>
    public ListRequest Of(string type)
    {
        var own = _parameters.Where(p => p.Name.StartsWith(type + ":", StringComparison.Ordinal)).Select(p => (Name: p.Name[(type.Length + 1)..], p.Value)).ToList();
        var shared = _parameters.Where(p => p.Name is "fields" or "filter" or "order" && !own.Exists(o => o.Name == p.Name));
        return new ListRequest([.. own, .. shared], _dialect) { HasFilterOfItsOwn = own.Exists(o => o.Name == "filter") };
    }

    /// <summary>The same, not paged.</summary>
    public ListRequest Unpaged() => new(_parameters, _dialect) { Paging = false };

    public string? Query => First("query");

    public IReadOnlyList<string> Filters => [.. All("filter")];

    public IEnumerable<string> Orders => All("order");

    public string? First(string name) => All(name).FirstOrDefault();

    public int? Level(string name)
    {
        if (First(name) is not { } text)
            return null;
        return int.TryParse(text, CultureInfo.InvariantCulture, out var level)
            ? level
            : throw new WebMessageException(400, _dialect == Dialect.V40
                ? $"For input string: \"{text}\""
                : $"Value '{text}' is not valid for parameter {name}. For input string: \"{text}\"");
    }

    public bool Flag(string name) => string.Equals(First(name), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The language of displayName: from 2.42 on only together with translate=true.</summary>
    public string? Locale => _dialect <= Dialect.V41 || Flag("translate") ? First("locale") : null;

    /// <summary>The fields, or null where a stray parenthesis makes them unreadable.</summary>
    public IReadOnlyList<FieldNode>? Fields(string whenNone = DefaultFields)
    {
        var given = All("fields").ToList();
        return FieldParser.Parse(given.Count == 0 ? whenNone : string.Join(',', given));
    }

    /// <summary>Conditions are joined by OR; how well that is understood depends on the version.</summary>
    public bool JoinsByOr
    {
        get
        {
            if (First("rootJunction") is not { } junction)
                return false;
            if (_dialect <= Dialect.V41)
                return junction == "OR";
            return junction.ToUpperInvariant() switch
            {
                "OR" => true,
                "AND" => false,
                _ => throw new WebMessageException(400, $"Value '{junction}' is not valid for parameter rootJunction. Valid values are: [AND, OR]"),
            };
        }
    }

    /// <summary>The query of the page with another number, as pagers have it.</summary>
    public string QueryOfPage(int page)
    {
        var parts = new List<string>();
        if (page > 1)
            parts.Add($"page={page.ToString(CultureInfo.InvariantCulture)}");
        if (First("pageSize") is not null)
            parts.Add($"pageSize={Math.Max(1, PageSize).ToString(CultureInfo.InvariantCulture)}");
        parts.AddRange(_parameters.Where(p => p.Name is not ("page" or "pageSize")).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"));
        return string.Join('&', parts);
    }

    private IEnumerable<string> All(string name) => _parameters.Where(p => p.Name == name).Select(p => p.Value);

    private int ReadNumber(string name, int otherwise)
    {
        if (First(name) is not { } text || int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out otherwise))
            return otherwise;
        return _dialect <= Dialect.V41
            ? name == "page" ? 1 : 50
            : throw new WebMessageException(400, $"Value '{text}' is not valid for parameter {name}. It should be of type int");
    }

    private bool ReadBoolean(string name, bool otherwise)
    {
        if (First(name) is not { } text || bool.TryParse(text, out otherwise))
            return otherwise;
        return _dialect <= Dialect.V41
            ? false
            : throw new WebMessageException(400, $"Value '{text}' is not valid for parameter {name}. It should be of type boolean");
    }
}
