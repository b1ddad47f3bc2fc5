using System.Net;
using System.Security.Authentication;
using Dhis2.Client.DataValues;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.Client.Metadata;
using Dhis2.Client.Sessions;
using Dhis2.Client.SqlViews;
using Dhis2.Csv;

namespace Dhis2.DesktopChecks;

/// <summary>The checks, in their order; the expected values are those of the recorded country of the sandbox.</summary>
internal sealed class Checks(Uri plain, Uri packed, Uri https)
{
    private const string Facility = "aIv4qaIOQ2k";
    private const string Monthly = "J33aMjt3IoU";
    private const int OrgUnits = 112;

    public IEnumerable<(string Name, Func<Task<string>> Check)> All =>
    [
        ("Public types are all of the module", () => Task.FromResult(PublicTypes())),
        ("Connects", ConnectAsync),
        ("A wrong password is refused", WrongPasswordAsync),
        ("Reads the system information", SystemInfoAsync),
        ("Streams org units over several pages", OrgUnitsAsync),
        ("Imports a CSV file with a bad row and accounts for each row", ImportAsync),
        ("Streams data values", () => DataValuesAsync(plain)),
        ("Streams data values of a gzip answer", () => DataValuesAsync(packed)),
        ("Streams rows of a SQL view", SqlViewAsync),
        ("Asks for TLS 1.2", () => Task.FromResult(Tls())),
        .. OnFrameworkOnly,
    ];

    private IEnumerable<(string Name, Func<Task<string>> Check)> OnFrameworkOnly =>
        Type.GetType("Mono.Runtime") is null ? [("Uses TLS 1.2 where the process would not", TlsAsync)] : [];

    // What is generated for the compiler must stay internal: two assemblies with the same public type cannot be used together.
    private static string PublicTypes()
    {
        var types = new[] { typeof(Session).Assembly, typeof(CsvFormat).Assembly }.SelectMany(a => a.GetExportedTypes()).ToList();
        var foreign = types.Where(t => t.Namespace != "Dhis2" && !t.Namespace!.StartsWith("Dhis2.", StringComparison.Ordinal)).Select(t => t.FullName).ToList();
        Require(foreign.Count == 0, $"Public, too: {string.Join(", ", foreign)}");
        return $"{types.Count} public types";
    }

    private async Task<string> ConnectAsync()
    {
        using var session = await SessionAsync(plain);
        Require(session.UserName == "admin" && session.Version is not null, $"{session.UserName} on {session.Version}");
        return $"{session.UserName} on {session.Version}";
    }

    private async Task<string> WrongPasswordAsync()
    {
        try
        {
            using var session = await SessionAsync(plain, "not-the-password");
        }
        catch (Dhis2AuthenticationException e)
        {
            Require(!e.ToString().Contains("not-the-password"), "The password is shown.");
            return e.Message;
        }
        throw new InvalidOperationException("It was let in.");
    }

    private async Task<string> SystemInfoAsync()
    {
        using var session = await SessionAsync(plain);
        var info = await SystemInfoReader.ReadAsync(session.As(), CancellationToken.None);
        Require(info.Version?.StartsWith("2.4", StringComparison.Ordinal) == true, info.Json);
        return info.Version!;
    }

    private async Task<string> OrgUnitsAsync()
    {
        using var session = await SessionAsync(plain);
        var reader = new MetadataReader<string?>(session.As(), _ => new IdBuilder(), id => id);
        var query = new MetadataQuery { Type = MetadataType.Of("organisationUnits"), Fields = "id,name", PageSize = 40 };
        var (pages, ids) = (0, new List<string?>());
        await foreach (var page in reader.ReadAsync(query, null, CancellationToken.None))
        {
            pages++;
            ids.AddRange(page.Items);
        }
        var found = $"{ids.Count} org units, {ids.Distinct().Count()} of them different, in {pages} pages";
        Require(ids.Count == OrgUnits && ids.Distinct().Count() == OrgUnits && pages == 3, found);
        return found;
    }

    private async Task<string> ImportAsync()
    {
        using var session = await SessionAsync(plain);
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, $"dataelement,period,orgunit,value\nwQnWB75rNpL,201401,{Facility},3\nSgcilVDz1X3,201401,{Facility},many\nSgcilVDz1X3,201402,{Facility},5\n");
            var options = new DataValueFileOptions { Format = DataValueFormat.Csv, Csv = () => new CsvFormat() };
            using var file = DataValueFile.Open(path, options);
            var importer = new DataValueImporter(session.As(), new ImportOptions());
            await foreach (var items in file.ReadAsync(CancellationToken.None))
            {
                foreach (var item in items)
                {
                    if (importer.Add(item))
                        await importer.FlushAsync(CancellationToken.None);
                }
            }
            var summary = await importer.CompleteAsync(CancellationToken.None);
            var account = $"{summary}; {string.Join("; ", summary.Conflicts)}";
            Require(summary is { Total: 3, Imported: 2, Rejected: 1, Conflicts: [DataValueImportProblem { Line: 3, ErrorCode: "E7619", Value: "many" }] }, account);
            return account;
        }
        finally
        {
            File.Delete(path);
        }
    }

    // The two that the import stored.
    private static async Task<string> DataValuesAsync(Uri server)
    {
        using var session = await SessionAsync(server);
        var query = new DataValueQuery { DataSets = [Monthly], Periods = ["201401", "201402"], OrgUnits = [Facility] };
        var values = new List<DataValue>();
        await foreach (var batch in DataValueReader.ReadAsync(session.As(), query, 100, CancellationToken.None))
            values.AddRange(batch);
        var found = string.Join(", ", values.OrderBy(v => v.Period, StringComparer.Ordinal).Select(v => $"{v.DataElement} {v.Period} {v.Value}"));
        Require(found == "wQnWB75rNpL 201401 3, SgcilVDz1X3 201402 5", found);
        return found;
    }

    private async Task<string> SqlViewAsync()
    {
        using var session = await SessionAsync(plain);
        var rows = new List<string>();
        await foreach (var batch in SqlViewReader.ReadAsync(session.As(), new SqlViewQuery { Id = "RpcqyiSV9Xb" }, new JoinedRows(), 100, CancellationToken.None))
            rows.AddRange(batch);
        Require(rows.Count == 1234 && rows[1233] == "1234|row 1234", $"{rows.Count} rows, the last '{rows.LastOrDefault()}'");
        return $"{rows.Count} rows";
    }

    private static string Tls()
    {
        using var handler = HttpHandlers.Create(new SessionOptions(), null);
        Require(handler.SslProtocols == SslProtocols.Tls12, $"{handler.SslProtocols}");
        return $"{handler.SslProtocols}";
    }

    // As powershell.exe begins on Windows Server 2016 and 2019. Mono does not go by this setting: there the check would show nothing.
    private async Task<string> TlsAsync()
    {
        var before = ServicePointManager.SecurityProtocol;
#pragma warning disable CA5364
        ServicePointManager.SecurityProtocol = SecurityProtocolType.Ssl3 | SecurityProtocolType.Tls;
#pragma warning restore CA5364
        try
        {
            using var session = await SessionAsync(https);
            return $"{session.UserName} on {session.Version}";
        }
        finally
        {
            ServicePointManager.SecurityProtocol = before;
        }
    }

    private static Task<Session> SessionAsync(Uri server, string password = "district")
    {
        var options = new SessionOptions { Uri = server, Identity = Dhis2Identity.Basic("admin", password), SkipCertificateCheck = server.Scheme == "https" };
        return SessionFactory.ConnectAsync(options, null, CancellationToken.None);
    }

    private static void Require(bool holds, string found)
    {
        if (!holds)
            throw new InvalidOperationException(found);
    }
}
