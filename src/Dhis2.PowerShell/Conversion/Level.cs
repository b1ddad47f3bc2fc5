using Dhis2.Client.Json;

namespace Dhis2.PowerShell.Conversion;

/// <summary>An object or array that is being built, and what it stands in.</summary>
internal abstract class Level
{
    /// <summary>What it stands in.</summary>
    public Level? Outer { get; set; }

    /// <summary>How an object that stands in it is built; null where nobody knows its properties beforehand.</summary>
    public virtual RowLevel? Inner => null;

    /// <summary>Takes the name of the next value; false where there is no place for it.</summary>
    public virtual bool TryName(ReadOnlySpan<byte> utf8) => false;

    /// <summary>Takes a value.</summary>
    public abstract void Add(object? value);

    /// <summary>Takes a text.</summary>
    public virtual void AddText(ReadOnlySpan<byte> utf8) => Add(Utf8StringCache.Decode(utf8));

    /// <summary>What has been built.</summary>
    public abstract object End();
}
