using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.DataValues.Completion;

/// <summary>The list of completions, and what the server says in its place.</summary>
internal sealed class CompletionEnvelope : JsonEnvelope<DataSetCompletion>, IDisposable
{
    private readonly ElementBuilder<DataSetCompletion> _builder = new(DataSetCompletionJson.Read);

    /// <summary>What the server says when it refuses and answers 200 all the same.</summary>
    public ServerMessage Refusal { get; } = new();

    public override EnvelopeStep Classify(string name, JsonTokenType kind, int depth) =>
        depth == 1 && kind == JsonTokenType.StartArray && name == DataSetCompletionJson.List ? EnvelopeStep.Items : EnvelopeStep.Read;

    public override void ReadSide(string name, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
            return;
        if (name == "status")
            Refusal.Status = reader.GetString();
        else if (name == "message")
            Refusal.Message = reader.GetString();
        else if (name == "errorCode")
            Refusal.ErrorCode = reader.GetString();
    }

    public override bool TryReadItem(ref Utf8JsonReader reader, out DataSetCompletion item)
    {
        if (!JsonFeeder.TryFeed(ref reader, _builder))
        {
            item = null!;
            return false;
        }
        item = _builder.Take();
        return true;
    }

    public override bool TryReadPlain(ref PlainJson json, out DataSetCompletion item)
    {
        _builder.Reset();
        var isRead = JsonFeeder.TryFeedPlain(ref json, _builder);
        item = isRead ? _builder.Take() : null!;
        return isRead;
    }

    public void Dispose() => _builder.Dispose();
}
