using System.Net;
using System.Text;
using Dhis2.Client.DataValues;
using Dhis2.Client.Downloads;
using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Http;

/// <summary>Errors come in many shapes; each is one kind of exception with the most telling text, the code and the report.</summary>
public sealed class ErrorBodyTests
{
    private const string XmlConflict = """
        <webMessage xmlns="http://dhis2.org/schema/dxf/2.0" httpStatus="Conflict" httpStatusCode="409" status="WARNING"><message>One more conflicts encountered, please check import summary.</message>
        <response><status>WARNING</status><description>Import process completed successfully</description><importCount imported="0" updated="1" ignored="2" deleted="0"/>
        <rejectedIndexes><rejectedIndexes>0</rejectedIndexes></rejectedIndexes>
        <conflicts><conflict object="wQnWB75rNpL" value="Value must match value type" errorCode="E7619" property="value"><indexes xmlns="" indexes="0"/></conflict></conflicts></response></webMessage>
        """;

    public static TheoryData<string, string, string, string?> Shapes { get; } = new()
    {
        // Type, body, what the message says, code.
        { "application/json", """{"httpStatus":"Not Found","message":"No such thing"}""", "No such thing", null },
        { "application/json", """{"httpStatusCode":"400","status":"ERROR","message":"As text","errorCode":"E1003"}""", "As text", "E1003" },
        { "application/json", """{"error":"invalid_request","error_description":"The scope is missing"}""", "The scope is missing", null },
        { "application/json", """{"error":{"code":400,"message":"From a gateway"}}""", "From a gateway", null },
        { "application/problem+json", """{"title":"Bad","detail":"The detail of a problem"}""", "The detail of a problem", null },
        { "application/json", """{"status":"ERROR","message":"An error occurred, please check import summary.","response":{"status":"ERROR","description":"Nested words"}}""", "Nested words", null },
        { "application/json", """{"status":"ERROR","response":{"description":"Only nested words"}}""", "Only nested words", null },
        { "application/json", """{"status":"ERROR","devMessage":"Only for developers"}""", "Only for developers", null },
        { "application/json", """{"status":"ERROR","response":{"errorReports":[{"message":"Missing `name`","errorCode":"E4000"}]}}""", "Missing `name`", null },
        { "application/json", "\"Only a text\"", "Only a text", null },
        { "text/plain;charset=UTF-8", "The line of a proxy\n", "The line of a proxy", null },
        { "application/xml", """<webMessage xmlns="http://dhis2.org/schema/dxf/2.0" httpStatus="Conflict" httpStatusCode="409" status="ERROR"><errorCode>E2003</errorCode><message>In &lt;XML&gt;</message></webMessage>""", "In <XML>", "E2003" },
        { "application/xml", XmlConflict, "Value must match value type (E7619)", null },
        { "text/html", "<html><title>HTTP Status 400</title></html>", "HTTP Status 400", null },
        { "application/json", """{"conflicts":[null,"broken"],"response":[1],"httpStatusCode":{}}""", "broken", null },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Each_shape_is_one_error_with_its_own_words(string type, string body, string said, string? code)
    {
        var error = await RefusedAsync(type, body);
        Assert.Equal((409, code), (error.StatusCode, error.ErrorCode));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_in_xml_is_the_one_of_json()
    {
        var json = """
            {"httpStatus":"Conflict","httpStatusCode":409,"status":"WARNING","message":"One more conflicts encountered, please check import summary.","response":{"status":"WARNING",
            "description":"Import process completed successfully","importCount":{"imported":0,"updated":1,"ignored":2,"deleted":0},"rejectedIndexes":[0],
            "conflicts":[{"object":"wQnWB75rNpL","value":"Value must match value type","errorCode":"E7619","property":"value","indexes":[0]}]}}
            """;
        var (ofXml, ofJson) = ((await RefusedAsync("application/xml", XmlConflict)).Report!, (await RefusedAsync("application/json", json)).Report!);
        Assert.Equal(ofJson.Details.Stats, ofXml.Details.Stats);
        Assert.Equal((ofJson.Details.Status, ofJson.Details.Description, ofJson.Message, ofJson.HttpStatusCode), (ofXml.Details.Status, ofXml.Details.Description, ofXml.Message, ofXml.HttpStatusCode));
        Assert.Equivalent(ofJson.Details.Items, ofXml.Details.Items);
        Assert.Equal(("wQnWB75rNpL", 0, "E7619", "value"), (ofXml.Details.Items[0].Uid, ofXml.Details.Items[0].Index, ofXml.Details.Items[0].Code, ofXml.Details.Items[0].Property));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_and_bodies_without_end_leave_the_status()
    {
        var bytes = await RefusedAsync("application/octet-stream", "\0\u0001\u0002");
        Assert.Null(bytes.Report);
        Assert.Contains("409 Conflict", bytes.Message, StringComparison.Ordinal);
        var handler = AnsweringHandler.InTurn(() => new HttpResponseMessage(HttpStatusCode.Conflict) { Content = new StreamContent(new EndlessStream()) });
        var endless = await Assert.ThrowsAsync<Dhis2ApiException>(() => TestSession.CallerOf(handler).ReadAsync(new Dhis2Request("things"), TestContext.Current.CancellationToken));
        Assert.Equal(409, endless.StatusCode);
    }

    [Theory]
    [InlineData("""{"httpStatus":"Conflict","httpStatusCode":409,"status":"ERROR","message":"Data set is locked","errorCode":"E2000"}""", "Data set is locked (E2000)")]
    [InlineData("""{"status":"ERROR"}""", "ERROR")]
    public async Task A_refusal_of_data_values_under_a_success_is_an_error(string body, string said)
    {
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Json(body));
        var query = new DataValueQuery { DataSets = ["BfMAe6Itzgt"], Periods = ["202401"], OrgUnits = ["DiszpKrYNg8"] };
        var error = await Assert.ThrowsAsync<Dhis2ApiException>(async () =>
        {
            await foreach (var _ in DataValueReader.ReadAsync(TestSession.CallerOf(handler), query, 100, TestContext.Current.CancellationToken))
                Assert.Fail("Values came.");
        });
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_sent_names_the_users_own_item()
    {
        var missing = Path.Combine(Path.GetTempPath(), "dhis2-not-there", "a.csv");
        Assert.Equal(missing, Assert.Throws<Dhis2InputException>(() => FileBody.Of(missing, "text/csv")).Item);
        Assert.Equal(missing, Assert.Throws<Dhis2InputException>(() => FormPart.OfFile("file", missing, "text/csv")).Item);
        Assert.Equal("no type", Assert.Throws<Dhis2InputException>(() => RequestBody.Of("{}", "no type")).Item);
        Assert.Equal("a\r\nb: c", Assert.Throws<Dhis2InputException>(() => FormPart.OfBytes("file", [], "a.csv", "a\r\nb: c")).Item);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told_by_the_users_own_path()
    {
        var path = Path.Combine(Path.GetTempPath(), "dhis2-not-there", "a.json");
        var handler = AnsweringHandler.InTurn(() => AnsweringHandler.Json("{}"));
        var error = await Assert.ThrowsAsync<Dhis2InputException>(
            () => new Download(TestSession.CallerOf(handler), headers => new Dhis2Request("things") { Headers = headers }).RunAsync(path, null, TestContext.Current.CancellationToken));
        Assert.Equal(path, error.Item);
        Assert.DoesNotContain(".part", error.Message, StringComparison.Ordinal);
        Assert.Empty(handler.Requests);
    }

    private static async Task<Dhis2ApiException> RefusedAsync(string type, string body)
    {
        var handler = AnsweringHandler.InTurn(() =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.Conflict) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
            response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            return response;
        });
        return await Assert.ThrowsAsync<Dhis2ApiException>(() => TestSession.CallerOf(handler).ReadAsync(new Dhis2Request("things"), TestContext.Current.CancellationToken));
    }

    private sealed class EndlessStream : BodyStream
    {
        protected override long Passed => 0;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'x');
            return new(buffer.Length);
        }
    }
}
