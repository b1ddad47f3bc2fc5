namespace Dhis2.Client.Imports;

/// <summary>Texts and numbers that may be null, in a spool.</summary>
internal static class SpoolText
{
    public static void WriteOrNull(this BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
            writer.Write(text);
    }

    public static string? ReadText(this BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    public static void WriteOrNull(this BinaryWriter writer, long? number)
    {
        writer.Write(number is not null);
        if (number is { } value)
            writer.Write(value);
    }

    public static long? ReadNumber(this BinaryReader reader) => reader.ReadBoolean() ? reader.ReadInt64() : null;
}
