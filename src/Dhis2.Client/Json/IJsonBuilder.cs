namespace Dhis2.Client.Json;

/// <summary>Builds objects of one's own kind straight from the UTF-8 of an answer, without a document in between.</summary>
/// <typeparam name="T">What is built.</typeparam>
public interface IJsonBuilder<out T>
{
    /// <summary>Forgets what was begun: the item will come again from its start.</summary>
    void Reset();

    /// <summary>An object begins.</summary>
    void StartObject();

    /// <summary>The object ends.</summary>
    void EndObject();

    /// <summary>An array begins.</summary>
    void StartArray();

    /// <summary>The array ends.</summary>
    void EndArray();

    /// <summary>The name of the next value.</summary>
    void Name(ReadOnlySpan<byte> utf8);

    /// <summary>A text, without escapes.</summary>
    void Text(ReadOnlySpan<byte> utf8);

    /// <summary>A number as it was written.</summary>
    void Number(ReadOnlySpan<byte> utf8);

    /// <summary>True or false.</summary>
    void Flag(bool value);

    /// <summary>Null.</summary>
    void Null();

    /// <summary>The finished item.</summary>
    T Take();
}
