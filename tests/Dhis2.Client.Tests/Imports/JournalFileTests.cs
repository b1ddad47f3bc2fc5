using System.Text;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.Client.Tests.Import;
using Dhis2.Client.Tests.Support;
using Dhis2.Csv;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Imports;

/// <summary>The file of a journal: whose it is, what it is of, and what is made of one that is damaged.</summary>
public sealed class JournalFileTests : IAsyncLifetime
{
    private SandboxServer _server = null!;
    private JournaledImport _import = null!;
    private List<ImportRow> _rows = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await SandboxFixture.StartAsync();
        _import = new JournaledImport(_server);
        _rows = Importing.Rows(_server, 120);
        _import.Write(_rows.Select(JournaledImport.Line));
    }

    public async ValueTask DisposeAsync()
    {
        _import.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_last_line_that_was_cut_off_counts_for_nothing()
    {
        await _import.KillAsync(KilledAt.Request, request: 2);
        var whole = File.ReadAllText(_import.Journal);
        foreach (var torn in new[] { "{", """{"settled":"1:51-1""", "\0\0\0" })
        {
            File.WriteAllText(_import.Journal, whole + torn);
            Assert.Null(await _import.KillAsync(KilledAt.Request, request: 1));
            Assert.DoesNotContain(torn, _import.Lines);
        }
        var report = await _import.RunAsync();
        Assert.Equal(("SUCCESS", 120), (report.Status, report.Total));
    }

    [Fact]
    public async Task A_journal_that_was_cut_off_in_its_first_line_begins_anew()
    {
        await _import.KillAsync(KilledAt.Request, request: 1);
        var head = _import.Lines[0];
        foreach (var length in new[] { 0, 5, head.Length / 2, head.Length })
        {
            File.WriteAllText(_import.Journal, head[..length]);
            Assert.Null(await _import.KillAsync(KilledAt.Request, request: 1));
            Assert.Equal(head, _import.Lines[0]);
        }
    }

    [Theory]
    [InlineData("{\"settled\":\"1:5", "line 3")]
    [InlineData("{\"settled\":\"1:5-9\",\"updated\":4}", "4 rows")]
    [InlineData("{\"settled\":\"1:9-5\",\"updated\":4}", "9-5")]
    [InlineData("{\"weather\":\"fine\"}", "line 3")]
    [InlineData("{\"settled\":\"1:1\",\"updated\":1}", "twice")]
    public async Task A_line_that_says_nothing_is_damage_and_the_error_says_where(string line, string expected)
    {
        await _import.KillAsync(KilledAt.Request, request: 2);
        var lines = _import.Lines.ToList();
        lines.Insert(lines.Count > 2 && expected == "twice" ? lines.Count : 2, line);
        File.WriteAllText(_import.Journal, string.Concat(lines.Select(text => text + "\n")));
        var bytes = File.ReadAllBytes(_import.Journal);
        var fault = await Assert.ThrowsAsync<Dhis2InputException>(() => _import.RunAsync());
        Assert.Equal("JournalDamaged", fault.ErrorId);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(_import.Journal));
    }

    [Fact]
    public async Task A_file_that_is_no_journal_is_left_alone()
    {
        foreach (var text in new[] { "dataElement,value\n", "{\"dataValues\":[]}\n", "notes", "{\"journal\":\"Dhis2 import\",\"format\":2}\n" })
        {
            File.WriteAllText(_import.Journal, text);
            var fault = await Assert.ThrowsAsync<Dhis2InputException>(() => _import.RunAsync());
            Assert.Equal(text.Contains("format", StringComparison.Ordinal) ? "NewerJournal" : "NotAJournal", fault.ErrorId);
            Assert.Equal(text, File.ReadAllText(_import.Journal));
        }
        Assert.Empty(Importing.Posts(_server));
    }

    [Fact]
    public async Task What_is_not_the_same_import_is_refused_and_the_error_says_what_differs()
    {
        await _import.KillAsync(KilledAt.Request, request: 2);
        var posts = Importing.Posts(_server).Count;
        var (source, options) = (_import.Source, _import.Options);

        _import.Options = options with { Strategy = ImportStrategy.Delete };
        await AssertRefusedAsync("importStrategy=DELETE");
        _import.Options = options with { Period = "202401" };
        await AssertRefusedAsync("period=202401");
        _import.Options = options with { Schemes = new Client.DataValues.IdSchemes { DataElement = "CODE" } };
        await AssertRefusedAsync("dataElementIdScheme=CODE");
        _import.Options = options;

        var text = File.ReadAllText(source);
        File.WriteAllText(source, text + "\n");
        await AssertRefusedAsync("bytes");
        File.WriteAllText(source, text[..^1] + "x", Encoding.UTF8);
        await AssertRefusedAsync("content");
        File.WriteAllText(source, text, Encoding.UTF8);

        await using var other = await SandboxFixture.StartAsync();
        using (var elsewhere = new JournaledImport(other) { Source = source })
        {
            File.Copy(_import.Journal, elsewhere.Journal);
            var fault = await Assert.ThrowsAsync<Dhis2InputException>(() => elsewhere.RunAsync());
            Assert.Contains(_server.Uri.ToString(), fault.Message, StringComparison.Ordinal);
            Assert.Contains(other.Uri.ToString(), fault.Message, StringComparison.Ordinal);
        }
        Assert.Equal(posts, Importing.Posts(_server).Count);

        // The same file in another folder is the same.
        var moved = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(source)!, "moved")).FullName;
        File.Move(source, _import.Source = Path.Combine(moved, Path.GetFileName(source)));
        Assert.Equal("SUCCESS", (await _import.RunAsync()).Status);
    }

    [Fact]
    public async Task A_second_import_cannot_use_the_journal_of_one_that_runs()
    {
        using var session = await TestSession.ConnectAsync(_server);
        using var held = DataValueJournal.Open(_import.Journal, session.As(), _import.Options, new DataValueFileOptions { Csv = () => new CsvFormat() }, [_import.Source], TestContext.Current.CancellationToken);
        Assert.Equal("JournalInUse", (await Assert.ThrowsAsync<Dhis2InputException>(() => _import.RunAsync())).ErrorId);
        Assert.Empty(Importing.Posts(_server));
    }

    [Fact]
    public async Task A_journal_is_its_owners_alone_and_holds_no_secret()
    {
        // An empty file of the user's that others can read.
        File.WriteAllText(_import.Journal, "");
        await _import.RunAsync();
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_import.Journal));
        Assert.DoesNotContain("district", File.ReadAllText(_import.Journal), StringComparison.Ordinal);
        Assert.All(_import.Lines, line => System.Text.Json.JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public async Task Nothing_leaves_that_the_journal_cannot_write_down()
    {
        using var session = await TestSession.ConnectAsync(_server);
        var token = TestContext.Current.CancellationToken;
        using var journal = DataValueJournal.Open(_import.Journal, session.As(), _import.Options, new DataValueFileOptions { Csv = () => new CsvFormat() }, [_import.Source], token);
        var importer = new DataValueImporter(session.As(), _import.Options);
        importer.UseJournal(journal);
        importer.StartFile();
        // As a disk does that is full.
        journal.Dispose();
        foreach (var row in _rows.Take(10))
            importer.Add(row);
        await Assert.ThrowsAsync<Dhis2InputException>(() => importer.CompleteAsync(token));
        var report = await importer.AbortAsync();
        Assert.Equal((10, 10), (report.Total, report.NotSent));
        Assert.DoesNotContain(_rows, row => Importing.Stored(_server, row) is not null);
    }

    private async Task AssertRefusedAsync(string difference)
    {
        var bytes = File.ReadAllBytes(_import.Journal);
        var fault = await Assert.ThrowsAsync<Dhis2InputException>(() => _import.RunAsync());
        Assert.Equal("JournalOfOtherImport", fault.ErrorId);
        Assert.Contains(difference, fault.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(_import.Journal));
    }
}
