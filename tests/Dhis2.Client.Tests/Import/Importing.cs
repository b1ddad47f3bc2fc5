using System.Text;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.Client.Http;
using Dhis2.Csv;
using Dhis2.Sandbox.DataValues;
using Dhis2.Sandbox.Hosting;
using ImportOptions = Dhis2.Client.DataValues.Import.ImportOptions;
using ValueKey = Dhis2.Sandbox.DataValues.ValueKey;

namespace Dhis2.Client.Tests.Import;

/// <summary>Imports rows as a cmdlet does, and makes rows of the recorded country.</summary>
internal static class Importing
{
    /// <summary>A data set for each month, and one of its whole numbers.</summary>
    public const string Monthly = "J33aMjt3IoU";

    public const string Births = "wQnWB75rNpL";

    public const string Deaths = "SgcilVDz1X3";

    public const string Default = "HllvX50cXC0";

    /// <summary>Sends all rows; an import that ends early gives the account as far as it came.</summary>
    public static async Task<DataValueImportReport> RunAsync(Session session, ImportOptions options, IEnumerable<ImportRow> rows, IClientEvents? events = null)
    {
        var token = TestContext.Current.CancellationToken;
        var importer = new DataValueImporter(session.As(events), options with { Pause = TimeSpan.FromMilliseconds(20) });
        try
        {
            await importer.AddAllAsync(OneByOne(rows), token);
            return await importer.CompleteAsync(token);
        }
        catch (Dhis2Exception)
        {
            return await importer.AbortAsync();
        }
    }

    /// <summary>Sends a file, told by its content.</summary>
    public static async Task<DataValueImportReport> FileAsync(Session session, ImportOptions options, string text)
    {
        var token = TestContext.Current.CancellationToken;
        var importer = new DataValueImporter(session.As(), options with { Pause = TimeSpan.FromMilliseconds(20) });
        using var file = DataValueFile.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), "the file", new DataValueFileOptions { Csv = () => new CsvFormat() });
        await importer.AddFileAsync(file, token);
        return await importer.CompleteAsync(token);
    }

    private static async IAsyncEnumerable<IReadOnlyList<InputItem>> OneByOne(IEnumerable<ImportRow> rows)
    {
        foreach (var row in rows)
            yield return [new InputItem(row)];
        await Task.CompletedTask;
    }

    /// <summary>Good rows: births by facility and month, each with a number of its own; lines count from 1.</summary>
    public static List<ImportRow> Rows(SandboxServer server, int count)
    {
        var units = Facilities(server);
        return [.. Enumerable.Range(0, count).Select(i => Row(i + 1, units[i % units.Count], 2010 + (i / units.Count / 12), 1 + (i / units.Count % 12), (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)))];
    }

    public static ImportRow Row(int line, string unit, int year, int month, string? value, string element = Births) =>
        new(new DataValue { DataElement = element, Period = $"{year}{month:00}", OrgUnit = unit, Value = value }, line: line);

    /// <summary>Facilities that are open and have the monthly set.</summary>
    public static List<string> Facilities(SandboxServer server) =>
        [.. server.State.Country.OrgUnits.Where(u => u.Level == 4 && u.ClosedDate is null).Select(u => u.Uid).Order(StringComparer.Ordinal)];

    public static string? Stored(SandboxServer server, ImportRow row) =>
        server.State.DataValues.Find(RecordedCase.Key(row)) is { Deleted: false } value ? value.Value : null;

    public static IReadOnlyDictionary<ValueKey, StoredValue> Snapshot(SandboxServer server)
    {
        lock (server.State.DataValues.Gate)
            return server.State.DataValues.Written.ToDictionary();
    }

    /// <summary>Posts of rows that arrived.</summary>
    public static IReadOnlyList<LoggedRequest> Posts(SandboxServer server) =>
        [.. server.Log.Requests.Where(r => r.Method == "POST" && r.Path.StartsWith("/api/dataValueSets", StringComparison.Ordinal))];
}
