namespace Dhis2.Client.Imports;

/// <summary>How items are written to a <see cref="Spool{T}"/> and read again.</summary>
internal interface ISpoolFormat<T>
{
    /// <summary>Writes an item.</summary>
    void Write(BinaryWriter writer, T item);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    T Read(BinaryReader reader);
}
