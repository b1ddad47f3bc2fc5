using Dhis2.Client.Csv;
using Dhis2.Csv;

namespace Dhis2.Client.Tests.Csv;

public sealed class CsvReferenceTests
{
    private static readonly string[] s_bits =
        ["\"", "\"", "\"\"", ",", ",", ",", ";", "\r", "\n", "\r\n", "\r\n\r\n", " ", "a", "Zz", "0", "é", "漢", "😀", "\u0001", "\uFFFD"];

    [Fact]
    public async Task Any_text_gives_the_records_lines_and_faults_of_a_plain_reading() =>
        await CompareAsync(random => string.Concat(Enumerable.Range(0, random.Next(0, 150)).Select(_ => Bit(random))));

    [Fact]
    public async Task A_table_gives_the_records_and_lines_of_a_plain_reading() =>
        await CompareAsync(random =>
        {
            var columns = random.Next(1, 6);
            return string.Concat(Enumerable.Range(0, random.Next(0, 60)).Select(_ => Line(random, columns)));
        });

    private static async Task CompareAsync(Func<Random, string> text)
    {
        for (var seed = 0; seed < 1500; seed++)
        {
            var random = new Random(seed);
            var written = text(random);
            using var source = new DripStream(CsvText.Utf8.GetBytes(written), random.Next(1, 9));

            Assert.Equal(new CsvReference(written, ',').Read(), await RecordsAsync(source));
        }
    }

    private static async Task<List<string>> RecordsAsync(Stream source)
    {
        var records = new List<string>();
        using var reader = await new CsvFormat().OpenReaderAsync(source, new CsvReadOptions { HasHeader = false }, CancellationToken.None);
        for (var isThere = true; isThere;)
        {
            try
            {
                isThere = await reader.ReadAsync(CancellationToken.None);
                if (isThere)
                {
                    records.Add($"{reader.LineNumber}:{string.Join('|', CsvText.Fields(reader))}");
                }
            }
            catch (CsvFormatException exception)
            {
                records.Add($"{exception.LineNumber}!{exception.Fault}");
            }
        }

        return records;
    }

    private static string Bit(Random random) => s_bits[random.Next(s_bits.Length)];

    private static string Line(Random random, int columns)
    {
        var fields = Enumerable.Range(0, columns).Select(_ => Field(string.Concat(Enumerable.Range(0, random.Next(0, 6)).Select(_ => Bit(random))), random));
        return string.Join(',', fields) + random.Next(4) switch { 0 => "\r", 1 => "\n", 2 => "\r\n", _ => "\n\r\n\r" };
    }

    private static string Field(string value, Random random) =>
        value.AsSpan().IndexOfAny("\",\r\n") >= 0 || random.Next(3) == 0 ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}
