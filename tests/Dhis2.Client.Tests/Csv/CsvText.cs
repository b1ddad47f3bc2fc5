using System.Text;
using Dhis2.Client.Csv;
using Dhis2.Csv;

namespace Dhis2.Client.Tests.Csv;

/// <summary>Short ways to read and write a text whole.</summary>
internal static class CsvText
{
    public static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Every record with the line it starts on, as <c>line:field|field</c>.</summary>
    public static Task<List<string>> ReadAsync(string text, CsvReadOptions? options = null) =>
        ReadAsync(new MemoryStream(Utf8.GetBytes(text)), options);

    public static async Task<List<string>> ReadAsync(Stream source, CsvReadOptions? options = null)
    {
        var records = new List<string>();
        using var reader = await new CsvFormat().OpenReaderAsync(source, options ?? new CsvReadOptions(), CancellationToken.None);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            records.Add($"{reader.LineNumber}:{string.Join('|', Fields(reader))}");
        }

        return records;
    }

    public static Task<CsvFormatException> FaultAsync(string text, CsvReadOptions? options = null) =>
        Assert.ThrowsAsync<CsvFormatException>(() => ReadAsync(text, options));

    public static async Task<byte[]> WriteAsync(CsvWriteOptions options, params string?[][] records)
    {
        using var target = new MemoryStream();
        using (var writer = new CsvFormat().CreateWriter(target, options))
        {
            foreach (var record in records)
            {
                await writer.WriteRecordAsync(record, CancellationToken.None);
            }

            await writer.FlushAsync(CancellationToken.None);
        }

        return target.ToArray();
    }

    public static string[] Fields(ICsvReader reader) => [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader[i])];
}
