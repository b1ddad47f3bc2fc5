using System.Text.Json;

namespace Dhis2.Client.Json;

/// <summary>What to do with a property met on the way to the items.</summary>
internal enum EnvelopeStep
{
    /// <summary>Its value is read whole and handed to <see cref="JsonEnvelope{T}.ReadSide"/>.</summary>
    Read,

    /// <summary>Its array holds the items.</summary>
    Items,

    /// <summary>Its object is looked into in turn.</summary>
    Enter,
}

/// <summary>Tells a <see cref="JsonBatchReader{T}"/> where the items are, takes what stands beside them, and reads one item.</summary>
internal abstract class JsonEnvelope<T>
{
    /// <summary>Whether the whole answer may be the array of the items.</summary>
    public virtual bool TakesBareArray => false;

    /// <summary>What a property is.</summary>
    public abstract EnvelopeStep Classify(string name, JsonTokenType kind, int depth);

    /// <summary>Reads a value beside the items; the reader stands on its first token and the value is complete.</summary>
    public abstract void ReadSide(string name, ref Utf8JsonReader reader);

    /// <summary>
    /// Reads one item; the reader stands on its first token and must be left on its last.
    /// False when the buffer ends before the item does: it is read again from its start when there is more.
    /// </summary>
    public abstract bool TryReadItem(ref Utf8JsonReader reader, out T item);

    /// <summary>
    /// Reads one item the quick way and leaves <paramref name="json"/> behind it. False where that cannot be done:
    /// then the item is read by <see cref="TryReadItem"/>, which alone says what is wrong with it.
    /// </summary>
    public virtual bool TryReadPlain(ref PlainJson json, out T item)
    {
        item = default!;
        return false;
    }

    /// <summary>Hears the line an item begins on, when lines are counted.</summary>
    public virtual void OnLine(long line)
    {
    }
}
