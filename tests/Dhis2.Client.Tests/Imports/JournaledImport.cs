using System.Text;
using System.Text.RegularExpressions;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.Client.Http;
using Dhis2.Client.Imports.Journals;
using Dhis2.Client.Tests.Import;
using Dhis2.Client.Tests.Support;
using Dhis2.Csv;
using Dhis2.Sandbox.Hosting;
using ImportOptions = Dhis2.Client.DataValues.Import.ImportOptions;

namespace Dhis2.Client.Tests.Imports;

/// <summary>When an import of a test is killed: at one of its requests.</summary>
internal enum KilledAt
{
    /// <summary>Nothing of the request has been made.</summary>
    Request,

    /// <summary>Its body has been made, and the server has seen nothing of it.</summary>
    Body,

    /// <summary>The server has carried it out, and nobody has read the answer.</summary>
    Answer,
}

/// <summary>An import of a file with a journal, as the cmdlet runs it, each run on a session of its own. A run can be killed: then nobody closes its account or its journal.</summary>
internal sealed class JournaledImport : IDisposable
{
    // Of a request that was cut off, only the beginning is there.
    private static readonly Regex s_value = new("\"value\":\"(.*?)\"", RegexOptions.CultureInvariant);

    private readonly SandboxServer _server;
    private readonly string _folder = Directory.CreateTempSubdirectory("journal-").FullName;

    public JournaledImport(SandboxServer server)
    {
        _server = server;
        Source = Path.Combine(_folder, "rows.csv");
        Journal = Path.Combine(_folder, "rows.journal");
    }

    public string Source { get; set; }

    public string Journal { get; }

    public ImportOptions Options { get; set; } = new() { DataSet = Importing.Monthly, BatchSize = 50 };

    /// <summary>The lines of the journal.</summary>
    public IReadOnlyList<string> Lines => File.ReadAllLines(Journal);

    public static string Line(ImportRow row) => $"{row.Value.DataElement},{row.Value.Period},{row.Value.OrgUnit},{row.Value.Value}";

    public void Write(IEnumerable<string> lines) => File.WriteAllText(Source, string.Join("\n", ["dataElement,period,orgUnit,value", .. lines]), Encoding.UTF8);

    /// <summary>Runs it to its end; an import that ends early gives the account as far as it came.</summary>
    public async Task<DataValueImportReport> RunAsync(IClientEvents? events = null) => (await RunAsync(null, events))!;

    /// <summary>Runs it until it is killed at a request whose method is the one given; null unless it came to its end before.</summary>
    public Task<DataValueImportReport?> KillAsync(KilledAt at, int request, string? method = "POST") => RunAsync(new Killer(at, request, method), null);

    /// <summary>What the journal says of the rows of the file, counted from 1.</summary>
    public Func<int, EarlierRow> States()
    {
        using var file = File.OpenRead(Journal);
        var reader = new JournalReader(Journal, file, DataValueProblemFormat.Instance);
        reader.Read();
        return row => reader.Earlier.Of(RowNumber.FirstOfNextFile(0) + row - 1);
    }

    public EarlierRow StateOf(int row) => States()(row);

    /// <summary>The values that arrived, each request with those of its rows.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Arrived =>
        [.. Importing.Posts(_server).Where(post => post.Body.Length > 0).Select(post => (IReadOnlyList<string>)[.. s_value.Matches(post.Body).Select(value => value.Groups[1].Value)])];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<DataValueImportReport?> RunAsync(Killer? killer, IClientEvents? events)
    {
        using var killed = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var session = await TestSession.ConnectAsync(_server, options => options with { Handler = killer, Delay = (_, _) => Task.CompletedTask });
        var fileOptions = new DataValueFileOptions { Csv = () => new CsvFormat() };
        var caller = session.As(events);
        var options = Options with { Pause = TimeSpan.FromMilliseconds(20) };
        using var journal = DataValueJournal.Open(Journal, caller, options, fileOptions, [Source], killed.Token);
        var importer = new DataValueImporter(caller, options);
        importer.UseJournal(journal);
        importer.StartFile();
        killer?.Arm(() =>
        {
            journal.Dispose();
            killed.Cancel();
        });
        try
        {
            if (!journal.IsFinished)
            {
                using var file = DataValueFile.Open(Source, fileOptions);
                await importer.AddAllAsync(file.ReadAsync(killed.Token), killed.Token);
            }
            return await importer.CompleteAsync(killed.Token);
        }
        catch (Exception e) when (killed.IsCancellationRequested && e is OperationCanceledException or Dhis2Exception)
        {
            // Another thread may be writing at this moment, and holds the file for as long as that takes.
            while (!IsFree())
                await Task.Delay(5, TestContext.Current.CancellationToken);
            return null;
        }
        catch (Dhis2Exception)
        {
            return await importer.AbortAsync();
        }
    }

    private bool IsFree()
    {
        try
        {
            using var file = new FileStream(Journal, FileMode.Open, FileAccess.Read, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private sealed class Killer(KilledAt at, int request, string? method) : DelegatingHandler(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        private int _left = request;
        private Action? _kill;

        public void Arm(Action kill) => _kill = kill;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
        {
            if (_kill is null || (method is not null && message.Method.Method != method) || Interlocked.Decrement(ref _left) != 0)
                return await base.SendAsync(message, cancellationToken);
            if (at == KilledAt.Body && message.Content is not null)
                await message.Content.LoadIntoBufferAsync();
            try
            {
                if (at == KilledAt.Answer)
                    (await base.SendAsync(message, cancellationToken)).Dispose();
            }
            catch (HttpRequestException)
            {
                // A fault of the test that befell the request: the process ends all the same.
            }
            _kill();
            throw new OperationCanceledException("The process was killed.");
        }
    }
}
