using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Metadata.Export;

/// <summary>A server's package of metadata: lists of objects, one a type, beside what it says of itself.</summary>
/// <typeparam name="T">What an object is built as.</typeparam>
internal sealed class PackageEnvelope<T>(Func<string, IJsonBuilder<T>> builderOf) : JsonEnvelope<PackageItem<T>>
{
    private readonly Dictionary<string, IJsonBuilder<T>> _builders = new(StringComparer.Ordinal);
    private string _list = "";
    private IJsonBuilder<T>? _builder;

    /// <summary>What the server says when it refuses and answers 200 all the same.</summary>
    public string? Refusal { get; private set; }

    public override EnvelopeStep Classify(string name, JsonTokenType kind, int depth)
    {
        if (kind != JsonTokenType.StartArray)
            return EnvelopeStep.Read;
        _list = name;
        if (!_builders.TryGetValue(name, out _builder))
            _builders[name] = _builder = builderOf(name);
        return EnvelopeStep.Items;
    }

    public override void ReadSide(string name, ref Utf8JsonReader reader)
    {
        if (name is "message" && reader.TokenType == JsonTokenType.String)
            Refusal = reader.GetString();
    }

    public override bool TryReadItem(ref Utf8JsonReader reader, out PackageItem<T> item)
    {
        item = default;
        if (!JsonFeeder.TryFeed(ref reader, _builder!))
            return false;
        item = new PackageItem<T>(_list, _builder!.Take());
        return true;
    }

    public override bool TryReadPlain(ref PlainJson json, out PackageItem<T> item)
    {
        _builder!.Reset();
        item = default;
        if (!JsonFeeder.TryFeedPlain(ref json, _builder))
            return false;
        item = new PackageItem<T>(_list, _builder.Take());
        return true;
    }
}

/// <summary>An object of a package.</summary>
/// <param name="List">The list that it is in, which is its type's.</param>
/// <param name="Item">The object.</param>
public readonly record struct PackageItem<T>(string List, T Item);
