using System.Runtime.CompilerServices;
using System.Text.Json;
using Dhis2.Client.Json;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.Grids;

/// <summary>Reads a grid: <c>headers</c>, then <c>rows</c> of as many cells; directly, or inside <c>listGrid</c>.</summary>
internal sealed class GridEnvelope<T>(IRowFactory<T> factory) : JsonEnvelope<T>
{
    // One cache a column, so that a column of unique values does not push the repeated values of another out.
    private Utf8StringCache[] _columns = [];
    private string?[]? _row;

    public override EnvelopeStep Classify(string name, JsonTokenType kind, int depth) => name switch
    {
        "listGrid" when depth == 1 => EnvelopeStep.Enter,
        "rows" when kind == JsonTokenType.StartArray && depth <= 2 => EnvelopeStep.Items,
        _ => EnvelopeStep.Read,
    };

    public override void ReadSide(string name, ref Utf8JsonReader reader)
    {
        if (name != "headers" || reader.TokenType != JsonTokenType.StartArray)
            return;
        using var headers = JsonDocument.ParseValue(ref reader);
        var names = headers.RootElement.EnumerateArray().Select(NameOf).ToList();
        _row = new string?[names.Count];
        _columns = [.. names.Select(_ => new Utf8StringCache(bits: 10))];
        factory.Columns(names);
    }

    private static string NameOf(JsonElement header) =>
        header.TryGetProperty("name", out var name) ? name.GetString() ?? "" : throw new JsonException("a header has no name");

    public override bool TryReadItem(ref Utf8JsonReader reader, out T item)
    {
        item = default!;
        if (_row is null)
            throw new JsonException("rows come before their headers");
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("a row is not an array");
        var count = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                if (count != _row.Length)
                    throw new JsonException($"a row has {count} cells and the grid {_row.Length} columns");
                item = factory.Create(_row);
                return true;
            }
            if (count == _row.Length)
                throw new JsonException($"a row has more cells than the grid's {_row.Length} columns");
            if (!TryReadCell(ref reader, _columns[count], out _row[count]))
                return false;
            count++;
        }
        return false;
    }

    // A JSON column is a string up to 2.43 and JSON from 2.44 on; it is returned as text on all versions.
    private static bool TryReadCell(ref Utf8JsonReader reader, Utf8StringCache texts, out string? cell)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            cell = JsonScalar.Of(ref reader).ToText(texts);
            return true;
        }
        cell = null;
        if (!JsonDocument.TryParseValue(ref reader, out var document))
            return false;
        using (document)
            cell = document.RootElement.GetRawText();
        return true;
    }

    [MethodImpl(HotPath.Compiled)]
    public override bool TryReadPlain(ref PlainJson json, out T item)
    {
        item = default!;
        if (_row is not { Length: > 0 } row || !json.TryTake('['))
            return false;
        for (var i = 0; i < row.Length; i++)
        {
            if ((i > 0 && !json.TryTake(',')) || !json.TryScalar(out var cell))
                return false;
            row[i] = cell.ToText(_columns[i]);
        }
        if (!json.TryTake(']'))
            return false;
        item = factory.Create(row);
        return true;
    }
}
