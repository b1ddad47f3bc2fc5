using System.Text.Json.Nodes;

namespace Dhis2.Sandbox.Metadata;

/// <summary>One condition on an object: a path, an operator and a value.</summary>
internal sealed class Filter
{
    private readonly string[] _path;
    private readonly Func<string?, bool>? _test;
    private readonly Func<int, bool>? _sizeTest;
    private readonly bool? _wantsNone;
    private readonly bool _negated;

    private Filter(string path, Func<string?, bool>? test, bool negated = false, Func<int, bool>? sizeTest = null, bool? wantsNone = null)
    {
        _path = path.Split('.');
        _test = test;
        _negated = negated;
        _sizeTest = sizeTest;
        _wantsNone = wantsNone;
    }

    /// <summary>Any value there passes (none does when negated).</summary>
    public static Filter Values(string path, Func<string?, bool> test, bool negated) => new(path, test, negated);

    /// <summary>How many there are.</summary>
    public static Filter Size(string path, Func<int, bool> test) => new(path, null, sizeTest: test);

    /// <summary>Whether there is a value.</summary>
    public static Filter None(string path, bool wanted) => new(path, null, wantsNone: wanted);

    public bool Matches(MetadataItem item, MetadataView view)
    {
        if (_path.Length == 1 && _test is not null && item.TryText(_path[0], out var text))
            return text is not null && _test(text) != _negated;
        var values = new List<JsonNode>();
        Collect(item, 0, view, values);
        if (_sizeTest is not null)
            return _sizeTest(values.Sum(v => v is JsonArray list ? list.Count : 1));
        if (_wantsNone is { } none)
            return values.TrueForAll(v => v is JsonArray { Count: 0 }) == none;
        var texts = values.OfType<JsonValue>().Select(v => v.ToString()).ToList();
        return texts.Count > 0 && texts.Exists(t => _test!(t)) != _negated;
    }

    private void Collect(MetadataItem item, int depth, MetadataView view, List<JsonNode> values)
    {
        // Links are made when an object is written: there is nothing to compare with.
        if (_path[depth] == "href")
            return;
        if (_path[depth] == "identifiable")
            values.AddRange(new[] { "id", "code", "name" }.Select(p => item.Get(p, view)).OfType<JsonNode>());
        else if (_path[depth].Length == 11 && view.Index.Find("attributes", _path[depth]) is not null)
            CollectAttribute(item, view, values);
        else if (item.Get(_path[depth], view) is { } value)
            Descend(value, depth, view, values);
    }

    private void CollectAttribute(MetadataItem item, MetadataView view, List<JsonNode> values)
    {
        foreach (var value in item.Get("attributeValues", view) as JsonArray ?? [])
        {
            if ((string?)value!["attribute"]?["id"] == _path[0] && value["value"] is { } text)
                values.Add(text);
        }
    }

    private void Descend(JsonNode value, int depth, MetadataView view, List<JsonNode> values)
    {
        if (depth == _path.Length - 1)
        {
            values.Add(value);
            return;
        }
        switch (value)
        {
            case JsonArray list:
                foreach (var member in list)
                    Descend(member!, depth, view, values);
                break;
            case JsonObject o when (string?)o["id"] is { } uid && view.Index.Find(uid) is { } item:
                Collect(item, depth + 1, view, values);
                break;
            case JsonObject o when o[_path[depth + 1]] is { } inner:
                Descend(inner, depth + 1, view, values);
                break;
        }
    }
}
