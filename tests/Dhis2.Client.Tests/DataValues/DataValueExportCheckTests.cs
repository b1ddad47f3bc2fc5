using System.IO.Compression;
using System.Text;
using Dhis2.Client.DataValues;

namespace Dhis2.Client.Tests.DataValues;

/// <summary>What passes for the whole export that was asked for, and what does not.</summary>
public sealed class DataValueExportCheckTests
{
    private const string Csv = "dataelement,period,orgunit,categoryoptioncombo,attributeoptioncombo,value,storedby,lastupdated,comment,followup,deleted\n";

    [Theory]
    [InlineData("Json", """{"dataSet":null,"completeDate":null,"dataValues":[]}""")]
    [InlineData("Json", "\uFEFF {\"dataValues\":[{\"value\":\"1\"}]} \n")]
    [InlineData("Csv", Csv)]
    [InlineData("Csv", Csv + "a,b,c,d,e,\"line 1\nline 2\",admin,,,,\n")]
    [InlineData("Xml", """<?xml version='1.0' encoding='UTF-8'?><dataValueSet xmlns="http://dhis2.org/schema/dxf/2.0"></dataValueSet>""")]
    [InlineData("Xml", """<dataValueSet xmlns="http://dhis2.org/schema/dxf/2.0"/>""")]
    [InlineData("Adx", """<adx xmlns="urn:ihe:qrph:adx:2015"/>""")]
    public async Task A_whole_export_passes(string format, string content)
    {
        await CheckAsync(format, Encoding.UTF8.GetBytes(content), isPacked: false);
        await CheckAsync(format, Pack(content), isPacked: true);
    }

    [Theory]
    [InlineData("Json", """{"dataSet":"a","dataValues":[{"value":"1"},{"va""")]
    [InlineData("Csv", Csv + "a,b,c")]
    [InlineData("Xml", """<dataValueSet><dataValue value="1" """)]
    [InlineData("Adx", """<adx><group dataSet="a">""")]
    public async Task One_that_ends_in_the_middle_is_a_broken_connection(string format, string content)
    {
        await Assert.ThrowsAsync<Dhis2ConnectionException>(() => CheckAsync(format, Encoding.UTF8.GetBytes(content), isPacked: false));
        await Assert.ThrowsAsync<Dhis2ConnectionException>(() => CheckAsync(format, Pack(content), isPacked: true));
    }

    [Fact]
    public async Task Packed_data_that_end_in_the_middle_are_a_broken_connection()
    {
        var packed = Pack(Csv + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"a{i * 7919},b,c,d,e,{i},admin,,,,\n")));
        await CheckAsync("Csv", packed, isPacked: true);
        await Assert.ThrowsAsync<Dhis2ConnectionException>(() => CheckAsync("Csv", packed[..^9], isPacked: true));
        await Assert.ThrowsAsync<Dhis2ConnectionException>(() => CheckAsync("Csv", packed[..(packed.Length / 2)], isPacked: true));
    }

    [Theory]
    [InlineData("Json", false)]
    [InlineData("Csv", false)]
    [InlineData("Adx", true)]
    public async Task A_refusal_is_told_in_the_words_of_the_server(string format, bool isPacked)
    {
        var refusal = await Assert.ThrowsAsync<Dhis2ApiException>(() => CheckAsync(format, """{"httpStatusCode":409,"status":"ERROR","message":"Said no","errorCode":"E2001"}"""u8.ToArray(), isPacked));
        Assert.Equal("E2001", refusal.ErrorCode);
        Assert.Contains("Said no", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_at_all_is_an_org_unit_outside_the_hierarchy(bool isPacked)
    {
        Assert.Contains("hierarchy", (await Assert.ThrowsAsync<Dhis2ApiException>(() => CheckAsync("Csv", [], isPacked))).Message, StringComparison.Ordinal);
        if (isPacked)
            Assert.Contains("hierarchy", (await Assert.ThrowsAsync<Dhis2ApiException>(() => CheckAsync("Json", Pack(""), isPacked))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_format_than_was_asked_for_is_refused()
    {
        await Assert.ThrowsAsync<Dhis2ApiException>(() => CheckAsync("Adx", """{"dataValues":[]}"""u8.ToArray(), isPacked: false));
        await Assert.ThrowsAsync<Dhis2ApiException>(() => CheckAsync("Json", """{"dataValues":[]}"""u8.ToArray(), isPacked: true));
        await Assert.ThrowsAsync<Dhis2ApiException>(() => CheckAsync("Json", """{"organisationUnits":[]}"""u8.ToArray(), isPacked: false));
    }

    private static Task CheckAsync(string format, byte[] content, bool isPacked) =>
        new DataValueExportCheck(new DataValueExportFile(Enum.Parse<DataValueExportFormat>(format), isPacked), "GET /api/dataValueSets").RunAsync(new MemoryStream(content), TestContext.Current.CancellationToken);

    private static byte[] Pack(string content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(content));
        return memory.ToArray();
    }
}
