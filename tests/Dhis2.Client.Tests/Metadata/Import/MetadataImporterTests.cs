using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Dhis2.Client.Metadata;
using Dhis2.Client.Metadata.Import;
using Dhis2.Client.Tests.RecordedAnswers;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Metadata.Import;

/// <summary>Metadata imports: what goes out, and what the report says came of it.</summary>
public sealed class MetadataImporterTests : IDisposable
{
    private const string One = """{"id":"h2lF4hwz3Ty","code":"A","name":"Ä \"1\""}""";
    private const string Two = """{"id":"Zx9lIny0wDJ","code":"B","name":"B","value":1.50}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dhis2-metadata");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("json")]
    [InlineData("gz")]
    [InlineData("zip")]
    [InlineData("utf16")]
    public async Task A_file_goes_out_whole_and_packed_whatever_it_came_in(string form)
    {
        var handler = new AnsweringHandler(_ => Answer(created: 3));
        var path = Write($$"""{"system":{"id":"x","version":"2.30"},"date":"2020","dataElements":[{{One}},{{Two}}],"indicators":[{"id":"T1GtVgaVLHa"}]}""", form);
        var report = await RunAsync(handler, new MetadataImportOptions(), path);
        var request = Assert.Single(handler.Requests);
        Assert.Equal(("POST", "/api/metadata", ""), (request.Method, request.Uri.AbsolutePath, request.Uri.Query));
        Assert.Equal($$"""{"dataElements":[{{One}},{{Two}}],"indicators":[{"id":"T1GtVgaVLHa"}]}""", Unpacked(request));
        Assert.Equal(("SUCCESS", 3L, 3L, 1), (report.Status, report.Total, report.Imported, report.Requests));
        Assert.Equal([("dataElements", 2L), ("indicators", 1L)], report.Types.Select(type => (type.Type, type.Total)));
    }

    [Fact]
    public async Task Parameters_are_sent_where_they_are_not_the_servers_own_default()
    {
        var handler = new AnsweringHandler(_ => Answer(deleted: 1));
        await RunAsync(
            handler,
            new MetadataImportOptions
            {
                Identifier = MetadataIdentifier.Auto,
                Strategy = MetadataImportStrategy.Delete,
                AtomicMode = MetadataAtomicMode.None,
                FlushMode = MetadataFlushMode.Object,
                ReportMode = MetadataReportMode.Full,
                SkipSharing = true,
                SkipTranslation = true,
                SkipValidation = true,
                Validate = true,
            },
            Write($$"""{"dataElements":[{{One}}]}"""));
        Assert.Equal(
            "?importMode=VALIDATE&identifier=AUTO&importStrategy=DELETE&atomicMode=NONE&flushMode=OBJECT&importReportMode=FULL&skipSharing=true&skipTranslation=true&skipValidation=true",
            handler.Requests.Single().Uri.Query);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("  \n", "is empty")]
    [InlineData("{}", "is empty")]
    [InlineData("""{"dataElements":[]}""", "holds no objects")]
    [InlineData("""{"dataElement":[{"id":"h2lF4hwz3Ty"}]}""", "'dataElement', which the server would pass over")]
    [InlineData("""{"dataElements":{"id":"h2lF4hwz3Ty"}}""", "'dataElements', which is no list of objects")]
    [InlineData("""{"dataElements":[null]}""", "something else than an object")]
    [InlineData("""[{"id":"h2lF4hwz3Ty"}]""", "does not say of which type")]
    [InlineData("""{"dataElements":[{"id":"h2lF4hwz3Ty"},{"id":"h2lF""", "not whole, valid JSON")]
    [InlineData("""{"dataElements":[{"id":"h2lF4hwz3Ty"}],"indicators":[{"id":"h2lF4hwz3Ty"}""", "not whole, valid JSON")]
    [InlineData("{\"dataElements\":[{\"id\":\"h2lF4hwz3Ty\"},\n{\"id\":\"h2lF4hwz3Ty\"}]}", "line 2: The id h2lF4hwz3Ty is that of another object")]
    public async Task What_a_server_would_pass_over_or_misread_is_an_error_before_anything_is_sent(string content, string message)
    {
        var handler = new AnsweringHandler(_ => Answer(created: 1));
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => RunAsync(handler, new MetadataImportOptions(), Write(content)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(handler.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task A_type_that_the_server_does_not_have_is_named_with_those_near_it()
    {
        var handler = new AnsweringHandler(request => request.Method == "POST"
            ? Answer(created: 1)
            : AnsweringHandler.Json("""{"schemas":[{"singular":"dataElement","plural":"dataElements","relativeApiEndpoint":"/dataElements","metadata":true}]}"""));
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => RunAsync(handler, new MetadataImportOptions(), Write("""{"dataElementz":[{"id":"h2lF4hwz3Ty"}]}""")));
        Assert.Contains("'dataElementz'", error.Message, StringComparison.Ordinal);
        Assert.Contains("dataElements", error.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain(handler.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_an_error_with_their_line()
    {
        var handler = new AnsweringHandler(_ => Answer(created: 1));
        var path = Path.Combine(_folder.FullName, "latin.json");
        await File.WriteAllBytesAsync(path, Encoding.Latin1.GetBytes("{\"dataElements\":[\n{\"id\":\"h2lF4hwz3Ty\",\"name\":\"Décès\"}]}"), Stop);
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => RunAsync(handler, new MetadataImportOptions(), path));
        Assert.Contains("line 2 has bytes that are no text", error.Message, StringComparison.Ordinal);
        Assert.Empty(handler.Requests);
    }

    [Fact]
    public async Task An_object_without_an_id_gets_one_unless_it_is_known_by_its_code()
    {
        var handler = new AnsweringHandler(_ => Answer(created: 1));
        await RunAsync(handler, new MetadataImportOptions(), Write("""{"dataElements":[{"code":"A"}]}"""));
        await RunAsync(handler, new MetadataImportOptions { Identifier = MetadataIdentifier.Code }, Write("""{"dataElements":[{"code":"A"}]}"""));
        Assert.True(Uid.IsValid((string?)JsonNode.Parse(Unpacked(handler.Requests[0]))!["dataElements"]![0]!["id"]));
        Assert.Equal("""{"dataElements":[{"code":"A"}]}""", Unpacked(handler.Requests[1]));
    }

    [Theory]
    [InlineData("2.40")]
    [InlineData("2.41")]
    [InlineData("2.42")]
    [InlineData("2.43")]
    public async Task Of_a_refused_import_the_report_names_each_fault_and_says_that_nothing_is_stored(string version)
    {
        var exchange = RecordedAnswer.Find(version, "metadata-import", "atomic-all");
        var handler = new AnsweringHandler(_ => RecordedAnswer.Response(exchange));
        var report = await RunAsync(handler, new MetadataImportOptions(), Write(exchange.Request.Body.Json!.ToJsonString()));
        Assert.Single(handler.Requests);
        Assert.Equal(("ERROR", 4L, 4L, 2L), (report.Status, report.Total, report.Rejected, report.Consequences));
        var problems = report.Problems.Cast<MetadataImportProblem>().ToList();
        Assert.Equal(["E4000", "E5002"], problems.Where(problem => !problem.IsConsequence).Select(problem => problem.Code));
        var fault = problems[1];
        Assert.Equal(("dataElements", 1L, "OTlywlY6MSY", "valueType", "MI_E"), (fault.Type, fault.Index, fault.Uid, fault.Property, ((MetadataObject)fault.Row!).Code));
        Assert.Contains("2 other objects were refused", problems[0].Message, StringComparison.Ordinal);
        Assert.Equal((4L, 0L, 4L), (report.Types[0].Total, report.Types[0].Imported, report.Types[0].Rejected));
    }

    [Fact]
    public async Task Every_error_of_an_object_is_told_and_the_object_is_counted_once()
    {
        var exchange = RecordedAnswer.Find("2.42", "metadata-import", "error-unique");
        var report = await RunAsync(new AnsweringHandler(_ => RecordedAnswer.Response(exchange)), new MetadataImportOptions(), Write(exchange.Request.Body.Json!.ToJsonString()));
        Assert.Equal((1L, 1L), (report.Rejected, report.Types[0].Rejected));
        Assert.Equal(["code", "name", "shortName"], report.Problems.Select(problem => problem.Property));
    }

    [Fact]
    public async Task A_bad_object_is_found_in_halves_where_the_others_are_to_be_stored()
    {
        // No report names the object that the database refuses.
        var handler = new AnsweringHandler(request => Unpacked(request).Contains("Zx9lIny0wDJ", StringComparison.Ordinal)
            ? AnsweringHandler.Status(409, "org.hibernate.PropertyValueException: not-null property")
            : Answer(created: 1));
        var report = await RunAsync(handler, new MetadataImportOptions { AtomicMode = MetadataAtomicMode.None }, Write($$"""{"dataElements":[{{One}},{{Two}}]}"""));
        Assert.Equal(("WARNING", 1L, 1L, 3), (report.Status, report.Imported, report.Rejected, report.Requests));
        Assert.Equal("Zx9lIny0wDJ", Assert.IsType<MetadataImportProblem>(Assert.Single(report.Problems)).Uid);
        // Where all are to be stored or none, no half is sent.
        var whole = await RunAsync(handler, new MetadataImportOptions(), Write($$"""{"dataElements":[{{One}},{{Two}}]}"""));
        Assert.Equal(("ERROR", 2L, 1), (whole.Status, whole.Rejected, whole.Requests));
        Assert.Single(whole.Problems, problem => !problem.IsConsequence);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_import_whose_answer_is_lost_is_looked_up_and_sent_again_whole_where_it_is_not_stored(bool isStored)
    {
        var posts = 0;
        var handler = new AnsweringHandler(request =>
        {
            if (request.Method == "POST")
                return ++posts == 1 ? AnsweringHandler.Status(504) : Answer(created: 2);
            var changed = isStored ? "2026-11-29T10:00:05.000" : "2026-11-29T09:00:00.000";
            return request.Uri.AbsolutePath.EndsWith("/system/info", StringComparison.Ordinal)
                ? AnsweringHandler.Json("""{"version":"2.42.0","serverDate":"2026-11-29T10:00:05.000"}""")
                : AnsweringHandler.Json($$"""{"dataElements":[{"id":"h2lF4hwz3Ty","lastUpdated":"{{changed}}"},{"id":"Zx9lIny0wDJ","lastUpdated":"{{changed}}"}]}""");
        });
        var report = await RunAsync(handler, new MetadataImportOptions(), Write($$"""{"dataElements":[{{One}},{{Two}}]}"""), retries: 3);
        Assert.Equal(isStored ? 1 : 2, posts);
        Assert.Equal(("SUCCESS", 2L), (report.Status, report.Imported + report.Updated));
        Assert.All(handler.Requests.Where(request => request.Method == "POST"), request => Assert.Contains($"{One},{Two}", Unpacked(request), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Objects_of_one_type_go_out_in_parts_and_those_of_several_do_not()
    {
        var handler = new AnsweringHandler(_ => Answer(created: 1));
        var report = await RunAsync(handler, new MetadataImportOptions { BatchSize = 1 }, Write($$"""{"dataElements":[{{One}},{{Two}}]}"""));
        Assert.Equal((2L, 2), (report.Imported, report.Requests));
        var mixed = await Assert.ThrowsAsync<Dhis2InputException>(() => RunAsync(handler, new MetadataImportOptions { BatchSize = 1 }, Write($$"""{"dataElements":[{{One}}],"indicators":[{{Two}}]}""")));
        Assert.Contains("one type", mixed.Message, StringComparison.Ordinal);
        Assert.Equal(2, handler.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_without_caches_is_told_of_or_has_them_cleared_and_is_asked_once_more(bool clears)
    {
        var exchange = RecordedAnswer.Find("2.42", "metadata-fresh", "set-import");
        var isCleared = false;
        var handler = new AnsweringHandler(request =>
        {
            if (request.Uri.AbsolutePath.EndsWith("/cacheClear", StringComparison.Ordinal))
                isCleared = true;
            return request.Uri.AbsolutePath.EndsWith("/metadata", StringComparison.Ordinal) && !isCleared ? RecordedAnswer.Response(exchange) : Answer("DataSet", created: 1);
        });
        var report = await RunAsync(handler, new MetadataImportOptions { ClearCache = clears }, Write(exchange.Request.Body.Json!.ToJsonString()));
        Assert.Equal((clears ? "SUCCESS" : "ERROR", clears), (report.Status, report.ClearedCache));
        Assert.Equal(clears ? 3 : 1, handler.Requests.Count);
        if (!clears)
            Assert.Contains("-ClearCache", report.Problems.First(problem => !problem.IsConsequence).Advice!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Option_combos_are_made_of_the_category_combos_that_went_in()
    {
        var handler = new AnsweringHandler(request => request.Uri.AbsolutePath.Contains("/maintenance/", StringComparison.Ordinal)
            ? RecordedAnswer.Response(RecordedAnswer.Find("2.42", "metadata-import", "combo-update"))
            : Answer("CategoryCombo", created: 1));
        var report = await RunAsync(handler, new MetadataImportOptions { UpdateOptionCombos = true }, Write("""{"categoryCombos":[{"id":"ekbK6T3wCH7"}]}"""));
        Assert.Equal("/api/maintenance/categoryOptionComboUpdate/categoryCombo/ekbK6T3wCH7", handler.Requests[1].Uri.AbsolutePath);
        Assert.Equal(2, report.OptionCombosMade);
    }

    [Fact]
    public async Task Where_objects_of_the_pipeline_cannot_be_sent_and_all_or_none_are_wanted_nothing_is()
    {
        var handler = new AnsweringHandler(_ => Answer(created: 2));
        var type = MetadataType.Of("dataElements");
        foreach (var (mode, sent) in new[] { (MetadataAtomicMode.All, 0), (MetadataAtomicMode.None, 1) })
        {
            var importer = new MetadataImporter(TestSession.CallerOf(handler), new MetadataImportOptions { AtomicMode = mode });
            importer.Add(type, Encoding.UTF8.GetBytes(One));
            importer.Add(type, Encoding.UTF8.GetBytes(One));
            importer.Add(type, Encoding.UTF8.GetBytes(Two));
            var report = await importer.CompleteAsync(Stop);
            Assert.Equal(sent, handler.Requests.Count);
            Assert.Equal((3L, sent == 1 ? 1L : 3L), (report.Total, report.Rejected));
            Assert.Contains("row 1", report.Problems.First(problem => !problem.IsConsequence).Message, StringComparison.Ordinal);
        }
    }

    private static async Task<MetadataImportReport> RunAsync(AnsweringHandler handler, MetadataImportOptions options, string path, int retries = 0)
    {
        var caller = TestSession.Of(handler, with: session => session with { Retry = new() { MaximumRetryCount = retries } }).As();
        var importer = new MetadataImporter(caller, options, TimeSpan.Zero);
        await importer.AddFileAsync(path, null, Stop);
        return await importer.CompleteAsync(Stop);
    }

    private static HttpResponseMessage Answer(string type = "DataElement", int created = 0, int deleted = 0) => AnsweringHandler.Json($$$"""
        {"httpStatusCode":200,"status":"OK","response":{"status":"OK","stats":{"created":{{{created}}},"updated":0,"deleted":{{{deleted}}},"ignored":0,"total":{{{created + deleted}}}},
        "typeReports":[{"klass":"org.hisp.dhis.{{{type}}}","stats":{"created":{{{created}}},"updated":0,"deleted":{{{deleted}}}},"objectReports":[]}]}}
        """);

    private static string Unpacked(Support.SentRequest request)
    {
        using var unpacked = new GZipStream(new MemoryStream(request.Body), CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private string Write(string content, string form = "json")
    {
        var path = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.{form}");
        using var file = File.Create(path);
        if (form == "zip")
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Create);
            using var entry = zip.CreateEntry("metadata.json").Open();
            entry.Write(Encoding.UTF8.GetBytes(content));
        }
        else if (form == "gz")
        {
            using var gzip = new GZipStream(file, CompressionLevel.Fastest);
            gzip.Write(Encoding.UTF8.GetBytes(content));
        }
        else
        {
            file.Write(form == "utf16" ? [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(content)] : Encoding.UTF8.GetBytes(content));
        }
        return path;
    }
}
