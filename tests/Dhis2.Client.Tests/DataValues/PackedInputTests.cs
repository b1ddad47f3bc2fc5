using System.IO.Compression;
using System.Text;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.Csv;

namespace Dhis2.Client.Tests.DataValues;

/// <summary>Inputs are unpacked by their content, whatever they are called and wherever they come from; a pack that is none or does harm is refused.</summary>
public sealed class PackedInputTests : IDisposable
{
    private const string Csv = "dataElement,period,orgUnit,value\na,202401,o,1\nb,202402,o,2\n";
    private const string Json = "{\"dataValues\":[{\"dataElement\":\"a\",\"value\":\"1\"},{\"dataElement\":\"b\",\"value\":\"2\"}],\"period\":\"202401\"}";
    private const string Xml = "<?xml version='1.0' encoding='UTF-8'?><dataValueSet period='202401'><dataValue dataElement='a' value='1'/><dataValue dataElement='b' value='2'/></dataValueSet>";

    private readonly string _folder = Directory.CreateTempSubdirectory("dhis2-packed").FullName;

    public static TheoryData<string, string, bool> EveryWay()
    {
        var ways = new TheoryData<string, string, bool>();
        foreach (var text in new[] { Csv, Json, Xml })
        {
            foreach (var packed in new[] { "plain", "gzip", "zip" })
            {
                ways.Add(text, packed, false);
                ways.Add(text, packed, true);
            }
        }
        return ways;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(EveryWay))]
    public async Task Every_format_is_read_packed_or_not_from_a_file_or_a_pipe_whatever_its_name(string text, string packed, bool isPipe)
    {
        var bytes = Pack(packed, text);
        foreach (var name in new[] { "rows.csv", "rows.json.gz", "rows.dat" })
        {
            var items = isPipe ? await ReadAsync(new PipeStream(bytes), name) : await ReadAsync(File.OpenRead(Write(name, bytes)), name);
            Assert.Equal([("a", "1"), ("b", "2")], items.Select(i => (i.Row?.Value.DataElement, i.Row?.Value.Value)));
            Assert.Equal("202401", items[0].Row!.Value.Period);
        }
    }

    [Fact]
    public async Task A_zip_with_two_files_is_refused_with_their_names()
    {
        var error = await RefusedAsync(Zip(("january.csv", Csv), ("february.csv", Csv)));
        Assert.Contains("2 files", error.Message, StringComparison.Ordinal);
        Assert.Contains("january.csv, february.csv", error.Message, StringComparison.Ordinal);
        Assert.Equal("rows.zip", error.Item);
    }

    [Fact]
    public async Task What_macos_and_folders_add_to_a_zip_is_no_file_of_the_user()
    {
        var items = await ReadAsync(new MemoryStream(Zip(("data/", ""), ("data/rows.csv", Csv), ("__MACOSX/data/._rows.csv", "x"), ("data/.DS_Store", "x"))), "rows.zip");
        Assert.Equal(2, items.Count);
    }

    [Theory]
    [InlineData("xl/workbook.xml", "workbook")]
    [InlineData("", "without a file")]
    public async Task A_zip_that_is_no_file_of_values_is_refused_as_what_it_is(string entry, string says)
    {
        var bytes = entry.Length == 0 ? Zip() : Zip((entry, "x"), ("[Content_Types].xml", "x"));
        Assert.Contains(says, (await RefusedAsync(bytes)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zip")]
    public async Task What_is_packed_twice_is_refused_as_that_and_not_for_its_letters(string outer)
    {
        var inner = Pack("gzip", Csv);
        using var memory = new MemoryStream();
        if (outer == "gzip")
        {
            using var gzip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true);
            gzip.Write(inner);
        }
        else
        {
            using var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true);
            using var entry = zip.CreateEntry("rows.csv.gz").Open();
            entry.Write(inner);
        }
        Assert.Contains("packed once more", (await RefusedAsync(memory.ToArray())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zip_with_a_password_is_refused()
    {
        var bytes = Zip(("rows.csv", Csv));
        bytes[6] |= 1;
        Assert.Contains("encrypted", (await RefusedAsync(bytes)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip", false)]
    [InlineData("gzip", true)]
    [InlineData("zip", false)]
    [InlineData("zip", true)]
    public async Task A_pack_out_of_all_proportion_is_refused_before_it_fills_memory(string packed, bool isPipe)
    {
        var lines = new StringBuilder("dataElement,period,orgUnit,value\n").Append('\n', 100 * 1024 * 1024).ToString();
        var bytes = Pack(packed, lines);
        var error = isPipe ? await Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync(new PipeStream(bytes, pieces: 1000), "pipe")) : await RefusedAsync(bytes);
        Assert.Contains("250 times", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zip")]
    public async Task A_pack_that_is_cut_off_is_refused(string packed)
    {
        var whole = Pack(packed, Csv + string.Concat(Enumerable.Range(0, 5000).Select(i => $"a,202401,o,{i * 7919 % 10007}\n")));
        var error = await RefusedAsync(whole[..(whole.Length / 2)]);
        Assert.Contains("rows.zip", error.Message, StringComparison.Ordinal);
        Assert.Contains("damaged, or not whole", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gzip_that_is_cut_off_anywhere_gives_no_row_that_is_not_in_it()
    {
        var rows = Enumerable.Range(0, 2000).Select(i => $"e{i * 7919 % 1009},202401,o{i},{i * 31 % 97}").ToList();
        var whole = Gzip("dataElement,period,orgUnit,value\n" + string.Concat(rows.Select(row => row + "\n")));
        var most = 0;
        for (var length = 30; length < whole.Length; length += length < whole.Length - 20 ? 41 : 1)
        {
            var (items, error) = await ReadUpToFaultAsync(whole[..length]);
            Assert.NotNull(error);
            Assert.All(items, item => Assert.Null(item.Fault));
            Assert.Equal(rows.Take(items.Count), items.Select(i => $"{i.Row!.Value.DataElement},{i.Row.Value.Period},{i.Row.Value.OrgUnit},{i.Row.Value.Value}"));
            most = Math.Max(most, items.Count);
        }
        // Only the checksum is missing, and all rows are there.
        Assert.Equal(rows.Count, most);
    }

    private static byte[] Pack(string how, string text) => how switch
    {
        "gzip" => Gzip(text),
        "zip" => Zip(("rows.txt", text)),
        _ => Encoding.UTF8.GetBytes(text),
    };

    private static byte[] Gzip(string text)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionMode.Compress))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return memory.ToArray();
    }

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return memory.ToArray();
    }

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static Task<Dhis2InputException> RefusedAsync(byte[] bytes) => Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync(new MemoryStream(bytes), "rows.zip"));

    private static async Task<(List<InputItem> Items, Dhis2InputException? Error)> ReadUpToFaultAsync(byte[] bytes)
    {
        using var file = DataValueFile.Open(new MemoryStream(bytes), "rows.csv.gz", new DataValueFileOptions { Csv = () => new CsvFormat() });
        var items = new List<InputItem>();
        try
        {
            await foreach (var batch in file.ReadAsync(TestContext.Current.CancellationToken))
                items.AddRange(batch);
            return (items, null);
        }
        catch (Dhis2InputException e)
        {
            return (items, e);
        }
    }

    private static async Task<List<InputItem>> ReadAsync(Stream stream, string name)
    {
        using var file = DataValueFile.Open(stream, name, new DataValueFileOptions { Csv = () => new CsvFormat() });
        var items = new List<InputItem>();
        await foreach (var batch in file.ReadAsync(TestContext.Current.CancellationToken))
            items.AddRange(batch);
        return items;
    }
}
