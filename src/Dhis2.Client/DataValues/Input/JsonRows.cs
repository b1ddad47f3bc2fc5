using System.Runtime.CompilerServices;
using System.Text.Json;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Json;

namespace Dhis2.Client.DataValues.Input;

/// <summary>Reads data values from DHIS2's JSON, handing the envelope down to each row.</summary>
internal static class JsonRows
{
    public static async IAsyncEnumerable<IReadOnlyList<InputItem>> ReadAsync(Stream content, string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new JsonBatchReader<ImportRow>(content, new RowEnvelope(path), path, countLines: true);
        while (await NextAsync(reader, path, cancellationToken).ConfigureAwait(false) is { } batch)
            yield return batch.ConvertAll(row => new InputItem(row));
        if (!reader.SawItems)
            throw new Dhis2InputException($"{path} holds no list 'dataValues'.", "Give a file of the form {\"dataValues\":[...]}.") { Item = path };
    }

    private static async Task<List<ImportRow>?> NextAsync(JsonBatchReader<ImportRow> reader, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadBatchAsync(DataValueFile.RowsAtOnce, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2ClientException e)
        {
            throw new Dhis2InputException(e.Message, "Correct the file and import it again: the same rows twice do no harm.", e) { Item = path };
        }
    }

    private sealed class RowEnvelope(string path) : JsonEnvelope<ImportRow>
    {
        private readonly DataValueEnvelope _values = new();
        private long _line;

        public override EnvelopeStep Classify(string name, JsonTokenType kind, int depth) => _values.Classify(name, kind, depth);

        public override void ReadSide(string name, ref Utf8JsonReader reader) => _values.ReadSide(name, ref reader);

        public override void OnLine(long line) => _line = line;

        public override bool TryReadItem(ref Utf8JsonReader reader, out ImportRow item)
        {
            var whole = _values.TryReadItem(ref reader, out var value);
            item = new ImportRow(value, path, _line);
            return whole;
        }

        public override bool TryReadPlain(ref PlainJson json, out ImportRow item)
        {
            var whole = _values.TryReadPlain(ref json, out var value);
            item = new ImportRow(value, path, _line);
            return whole;
        }
    }
}
