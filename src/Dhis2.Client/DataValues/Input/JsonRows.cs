using System.Runtime.CompilerServices;
using System.Text.Json;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Json;

namespace Dhis2.Client.DataValues.Input;

/// <summary>
/// Reads a user's data value set from JSON, strictly: what it says is taken over or refused by its name. What the server answers is read by
/// <see cref="DataValueEnvelope"/>, which passes over what it does not know.
/// </summary>
internal static class JsonRows
{
    /// <summary>Looks through the whole set for what stands beside its rows, so that it counts for them wherever it stands.</summary>
    /// <exception cref="Dhis2InputException">It is not whole, or holds what an import does not carry.</exception>
    public static async Task ReadHeadAsync(Stream content, DataValueSetHead head, string path, CancellationToken cancellationToken)
    {
        using var reader = new JsonBatchReader<bool>(content, new HeadReader(head), path, isFile: true);
        while (await reader.ReadBatchAsync(DataValueFile.RowsAtOnce, cancellationToken).ConfigureAwait(false) is not null)
            ThrowIfFaulty(head);
        End(reader, head, path);
    }

    /// <summary>Reads the rows.</summary>
    /// <param name="content">The set.</param>
    /// <param name="head">What stands beside its rows.</param>
    /// <param name="isHeadRead">Whether it has been looked through; else what stands beside the rows is read with them.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<IReadOnlyList<InputItem>> ReadAsync(
        Stream content, DataValueSetHead head, bool isHeadRead, string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new JsonBatchReader<InputItem>(content, new RowReader(head, isHeadRead, path), path, isFile: true);
        while (await reader.ReadBatchAsync(DataValueFile.RowsAtOnce, cancellationToken).ConfigureAwait(false) is { } batch)
        {
            // Checked before the rows are given out: the fault may concern them.
            ThrowIfFaulty(head);
            yield return batch;
        }
        End(reader, head, path);
    }

    private static void End<T>(JsonBatchReader<T> reader, DataValueSetHead head, string path)
    {
        ThrowIfFaulty(head);
        if (!reader.SawItems)
            throw new Dhis2InputException($"{path} holds no list 'dataValues'.", "Give a file of the form {\"dataValues\":[...]}.") { Item = path };
    }

    private static void ThrowIfFaulty(DataValueSetHead head)
    {
        if (head.Fault is not null)
            throw head.Fault;
    }

    /// <summary>Finds the rows, and hands what stands beside them to the head.</summary>
    private abstract class SetReader<T>(DataValueSetHead head, bool isHeadRead) : JsonEnvelope<T>
    {
        protected Utf8StringCache Texts { get; } = new();

        protected DataValueSetHead Head => head;

        public override EnvelopeStep Classify(string name, JsonTokenType kind, int depth)
        {
            if (kind != JsonTokenType.StartArray || !DataValueSetHead.IsRows(name))
                return EnvelopeStep.Read;
            if (!isHeadRead)
                head.TakeRows(name);
            return EnvelopeStep.Items;
        }

        public override void ReadSide(string name, ref Utf8JsonReader reader)
        {
            if (isHeadRead)
                return;
            var isText = reader.TokenType is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.Null;
            head.Take(name, isText ? JsonScalar.Of(ref reader).ToText(Texts) : null, isText);
        }
    }

    private sealed class HeadReader(DataValueSetHead head) : SetReader<bool>(head, isHeadRead: false)
    {
        public override bool TryReadItem(ref Utf8JsonReader reader, out bool item)
        {
            item = true;
            return reader.TrySkip();
        }
    }

    private sealed class RowReader(DataValueSetHead head, bool isHeadRead, string path) : SetReader<InputItem>(head, isHeadRead)
    {
        private readonly Utf8StringCache _values = new(10);
        private readonly DataValueNames _names = new();
        private long _line;

        public override void OnLine(long line) => _line = line;

        public override bool TryReadItem(ref Utf8JsonReader reader, out InputItem item)
        {
            Head.HasGivenRows = true;
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                item = new InputItem(path, _line, "A data value is an object, and this is no object.");
                return reader.TrySkip();
            }
            item = default;
            var value = Head.NewValue();
            string? fault = null;
            _names.BeginRow();
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.EndObject)
                {
                    item = fault is null ? new InputItem(new ImportRow(value, path, _line)) : new InputItem(path, _line, fault);
                    return true;
                }
                var name = Texts.Get(JsonScalar.Text(ref reader));
                if (!reader.Read() || !TryReadMember(ref reader, name, value, ref fault))
                    return false;
            }
            return false;
        }

        // Only the first fault of a row is reported.
        private bool TryReadMember(ref Utf8JsonReader reader, string name, DataValue value, ref string? fault)
        {
            DataValueColumn? column = null;
            fault ??= _names.Find(name, out column);
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                fault ??= $"'{name}' holds something else than one value.";
                return reader.TrySkip();
            }
            if (fault is not null || !column!.IsSent)
                return true;
            var text = JsonScalar.Of(ref reader).ToText(column.Name is "value" or "comment" ? _values : Texts);
            try
            {
                column.Set(value, text);
            }
            catch (FormatException e)
            {
                fault = e.Message;
            }
            return true;
        }
    }
}
