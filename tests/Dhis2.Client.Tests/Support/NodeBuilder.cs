using System.Text;
using System.Text.Json.Nodes;
using Dhis2.Client.Json;

namespace Dhis2.Client.Tests.Support;

/// <summary>Builds JSON nodes: what comes out can be compared with what went in.</summary>
internal sealed class NodeBuilder : IJsonBuilder<JsonNode?>
{
    private readonly Stack<(JsonNode Node, string? Name)> _open = new();
    private JsonNode? _root;
    private string? _name;

    /// <summary>How often an item was begun anew because its end had not come yet.</summary>
    public int Resets { get; private set; }

    public void Reset()
    {
        Resets++;
        _open.Clear();
        _root = null;
        _name = null;
    }

    public void StartObject() => Open(new JsonObject());

    public void EndObject() => _open.Pop();

    public void StartArray() => Open(new JsonArray());

    public void EndArray() => _open.Pop();

    public void Name(ReadOnlySpan<byte> utf8) => _name = Encoding.UTF8.GetString(utf8);

    public void Text(ReadOnlySpan<byte> utf8) => Put(JsonValue.Create(Encoding.UTF8.GetString(utf8)));

    public void Number(ReadOnlySpan<byte> utf8) => Put(JsonNode.Parse(utf8));

    public void Flag(bool value) => Put(JsonValue.Create(value));

    public void Null() => Put(null);

    public JsonNode? Take() => _root;

    private void Open(JsonNode node)
    {
        Put(node);
        _open.Push((node, null));
    }

    private void Put(JsonNode? node)
    {
        if (_open.Count == 0)
            _root = node;
        else if (_open.Peek().Node is JsonArray array)
            array.Add(node);
        else
            _open.Peek().Node.AsObject()[_name!] = node;
    }
}
