using System.Collections;
using System.Globalization;

namespace Dhis2.Client.Http;

/// <summary>Query parameters in the order they were added; names may repeat (<c>filter=a&amp;filter=b</c>).</summary>
public sealed class QueryParameters : IEnumerable<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _pairs = [];

    /// <summary>How many there are.</summary>
    public int Count => _pairs.Count;

    /// <summary>Adds one; a null value adds nothing.</summary>
    public QueryParameters Add(string name, string? value)
    {
        if (value is not null)
            _pairs.Add(new(name, value));
        return this;
    }

    /// <summary>Adds a number; null adds nothing.</summary>
    public QueryParameters Add(string name, int? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds <c>true</c> or <c>false</c>; null adds nothing.</summary>
    public QueryParameters Add(string name, bool? value) => Add(name, value is null ? null : value.Value ? "true" : "false");

    /// <summary>Adds the same name for each value.</summary>
    public QueryParameters AddEach(string name, IEnumerable<string>? values)
    {
        foreach (var value in values ?? [])
            Add(name, value);
        return this;
    }

    /// <summary>Adds all of another list.</summary>
    public QueryParameters AddRange(IEnumerable<KeyValuePair<string, string>>? pairs)
    {
        _pairs.AddRange(pairs ?? []);
        return this;
    }

    /// <summary>Whether a name is there.</summary>
    public bool Has(string name) => _pairs.Exists(p => p.Key == name);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _pairs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The parameters as they stand in an address or a form: <c>a=1&amp;b=2</c>. Nothing in them is left that a server or proxy could read as syntax.</summary>
    public override string ToString() => string.Join("&", _pairs.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));

    /// <summary>Appends the parameters to a path, which may carry some already.</summary>
    internal string AppendTo(string path) => _pairs.Count == 0 ? path : $"{path}{(path.Contains('?') ? '&' : '?')}{this}";
}
