using Dhis2.Client.Metadata;
using Dhis2.Client.Metadata.Fields;
using Dhis2.Client.Tests.RecordedAnswers;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Metadata;

/// <summary>Fields and orders that servers pass over without a word, checked by what servers of each version say of data elements.</summary>
public sealed class FieldCheckTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("id,name,code,displayName,created,access,sharing,user,publicAccess", 0)]
    [InlineData(":owner", 0)]
    [InlineData("*,!created", 0)]
    [InlineData("id, valueType , shortName", 1)]
    [InlineData("name~rename(label),dataElementGroups~size,dataSetElements::isEmpty,dataElementGroups|isNotEmpty,dataElementGroups~rename(n)~size", 1)]
    [InlineData("sharing[public,userGroups],id", 2)]
    [InlineData("dataElementGroups~pluck", 1)]
    [InlineData("id,a5cAFIwsWBM", 0)]
    public async Task What_the_server_has_is_let_through(string fields, int requests)
    {
        foreach (var version in (string[])["2.40", "2.41", "2.42", "2.43"])
        {
            var (check, handler) = Server(version);
            await check.CheckFieldsAsync(fields, Stop);
            Assert.Equal(requests, handler.Requests.Count);
        }
    }

    [Theory]
    [InlineData("id,valuType", "valuType", "valueType")]
    [InlineData("id,valuetype", "valuetype", "valueType")]
    [InlineData("nope", "nope", "Get-Dhis2Schema")]
    [InlineData("dataElementGroup[id]", "dataElementGroup", "dataElementGroups")]
    [InlineData("id,:nope", ":nope", ":owner")]
    [InlineData("name~shout", "name~shout", "rename")]
    [InlineData("dataElementGroups~pluck(name)", "dataElementGroups~pluck(name)", "dataElementGroups[id,name]")]
    [InlineData("dataElementGroups[id,name]~keyBy(id)", "dataElementGroups[id,name]~keyBy(id)", null)]
    [InlineData("id)", "id)", null)]
    [InlineData("id,categoryCombo[", "id,categoryCombo[", null)]
    [InlineData("id,,name", "id,,name", null)]
    [InlineData("", "", null)]
    [InlineData("id,na me", "id,na me", null)]
    public async Task What_the_server_would_pass_over_is_refused(string fields, string item, string? advice)
    {
        var (check, _) = Server("2.42");
        var refused = await Assert.ThrowsAsync<Dhis2InputException>(() => check.CheckFieldsAsync(fields, Stop));
        Assert.Equal(item, refused.Item);
        if (advice is not null)
            Assert.Contains(advice, refused.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name", true)]
    [InlineData("name:desc,valueType:iasc", true)]
    [InlineData("displayShortName:asc", true)]
    [InlineData("nope:asc", false)]
    [InlineData("name:down", false)]
    [InlineData("categoryCombo:desc", false)]
    [InlineData("categoryCombo.name:desc", false)]
    [InlineData("name:asc:desc", false)]
    [InlineData("", false)]
    public async Task Lists_are_ordered_by_stored_properties_alone(string order, bool isGood)
    {
        var (check, _) = Server("2.41");
        if (isGood)
            await check.CheckOrderAsync(order, Stop);
        else
            await Assert.ThrowsAsync<Dhis2InputException>(() => check.CheckOrderAsync(order, Stop));
    }

    [Fact]
    public async Task Where_schemas_may_not_be_read_the_server_decides()
    {
        var handler = new AnsweringHandler(_ => AnsweringHandler.Json("""{"httpStatusCode":403,"status":"ERROR","message":"No"}""", 403));
        await new FieldCheck(TestSession.CallerOf(handler), MetadataType.Of("dataElements")).CheckFieldsAsync("nope", Stop);
    }

    private static (FieldCheck Check, AnsweringHandler Handler) Server(string version)
    {
        var schema = RecordedAnswer.Find(version, "metadata", "schema");
        var schemas = RecordedAnswer.Find(version, "metadata", "schemas");
        var handler = new AnsweringHandler(request => RecordedAnswer.Response(request.Uri.AbsolutePath.EndsWith("/schemas", StringComparison.Ordinal) ? schemas : schema));
        return (new FieldCheck(TestSession.CallerOf(handler, RecordedAnswer.Release(schema)), MetadataType.Of("dataElements")), handler);
    }
}
