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
        ThrowIfFaulty(head);
        if (!reader.SawItems)
            throw new Dhis2InputException($"{path} holds no list 'dataValues'.", "Give a file of the form {\"dataValues\":[...]}.") { Item = path };
    }

    /// <summary>Reads the rows of a set that has been looked through.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<InputItem>> ReadAsync(
        Stream content, DataValueSetHead head, string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new JsonBatchReader<InputItem>(content, new RowReader(head, path), path, isFile: true);
        while (await reader.ReadBatchAsync(DataValueFile.RowsAtOnce, cancellationToken).ConfigureAwait(false) is { } batch)
            yield return batch;
    }

    private static void ThrowIfFaulty(DataValueSetHead head)
    {
        if (head.Fault is not null)
            throw head.Fault;
    }

    private abstract class SetReader<T> : JsonEnvelope<T>
    {
        protected Utf8StringCache Texts { get; } = new();

        public override EnvelopeStep Classify(string name, JsonTokenType kind, int depth) =>
            kind == JsonTokenType.StartArray && DataValueSetHead.IsRows(name) ? EnvelopeStep.Items : EnvelopeStep.Read;
    }

    /// <summary>Passes over the rows, and hands what stands beside them to the head.</summary>
    private sealed class HeadReader(DataValueSetHead head) : SetReader<bool>
    {
        public override EnvelopeStep Classify(string name, JsonTokenType kind, int depth)
        {
            var step = base.Classify(name, kind, depth);
            if (step == EnvelopeStep.Items)
                head.TakeRows(name);
            return step;
        }

        public override void ReadSide(string name, ref Utf8JsonReader reader)
        {
            var isText = reader.TokenType is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.Null;
            var isOneValue = isText || reader.TokenType is JsonTokenType.True or JsonTokenType.False;
            head.Take(name, isOneValue ? JsonScalar.Of(ref reader).ToText(Texts) : null, isText);
        }

        public override bool TryReadItem(ref Utf8JsonReader reader, out bool item)
        {
            item = true;
            return reader.TrySkip();
        }
    }

    /// <summary>Reads the rows, and passes over what stands beside them: the head has it.</summary>
    private sealed class RowReader(DataValueSetHead head, string path) : SetReader<InputItem>
    {
        private readonly Utf8StringCache _values = new(10);
        private readonly DataValueNames _names = new();
        private long _line;

        // Whether the value at hand holds all that its row says.
        private bool _isHeld;

        public override void OnLine(long line) => _line = line;

        public override void ReadSide(string name, ref Utf8JsonReader reader)
        {
        }

        public override bool TryReadItem(ref Utf8JsonReader reader, out InputItem item)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                item = new InputItem(path, _line, "A data value is an object, and this is no object.");
                return reader.TrySkip();
            }
            item = default;
            var value = head.NewValue();
            string? fault = null;
            _isHeld = true;
            _names.BeginRow();
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.EndObject)
                {
                    item = fault is null ? new InputItem(new ImportRow(value, path, _line)) : new InputItem(path, _line, fault, _isHeld ? value : null);
                    return true;
                }
                var name = Name(ref reader);
                if (!reader.Read() || !TryReadMember(ref reader, name, value, ref fault))
                    return false;
            }
            return false;
        }

        // Null where it is no text.
        private string? Name(ref Utf8JsonReader reader)
        {
            try
            {
                return Texts.Get(JsonScalar.Text(ref reader));
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }

        // Only the first fault of a row is reported.
        private bool TryReadMember(ref Utf8JsonReader reader, string? name, DataValue value, ref string? fault)
        {
            DataValueColumn? column = null;
            if (name is null)
                Lose("The name of a property holds one half of a character (a surrogate that stands alone), which is no text.", ref fault);
            else if (_names.Find(name, out column) is { } unknown)
                Lose(unknown, ref fault);
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                Lose($"{(name is null ? "A property" : ShownText.Quoted(name))} holds something else than one value.", ref fault);
                return reader.TrySkip();
            }
            if (column?.IsSent != true)
                return true;
            try
            {
                column.Set(value, JsonScalar.Of(ref reader).ToText(column.Name is "value" or "comment" ? _values : Texts), ref fault);
            }
            catch (FormatException e)
            {
                Lose(e.Message, ref fault);
            }
            catch (InvalidOperationException)
            {
                Lose($"'{name}' holds one half of a character (a surrogate that stands alone), which is no text.", ref fault);
            }
            return true;
        }

        private void Lose(string why, ref string? fault)
        {
            fault ??= why;
            _isHeld = false;
        }
    }
}
