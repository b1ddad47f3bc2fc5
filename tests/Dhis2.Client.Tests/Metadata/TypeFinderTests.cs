using Dhis2.Client.Metadata;
using Dhis2.Client.Metadata.Schemas;
using Dhis2.Client.Tests.RecordedAnswers;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Metadata;

/// <summary>Types and their properties, as servers of each version describe them.</summary>
public sealed class TypeFinderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Versions() => ["2.40", "2.41", "2.42", "2.43"];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_type_that_all_servers_have_needs_no_request(string version)
    {
        var (caller, handler) = Server(version);
        Assert.Equal("dataSets", (await TypeFinder.FindAsync(caller, "dataset", Stop)).Plural);
        Assert.Empty(handler.Requests);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_type_that_the_server_alone_knows_is_asked_for_once(string version)
    {
        var (caller, handler) = Server(version);
        Assert.Equal("dataElementOperands", (await TypeFinder.FindAsync(caller, "dataelementoperand", Stop)).Plural);
        Assert.Equal("externalMapLayer", (await TypeFinder.FindAsync(caller, "externalMapLayers", Stop)).Singular);
        Assert.Single(handler.Requests);
    }

    [Theory]
    [InlineData("dataSetz", "Did you mean dataSets? Get-Dhis2Schema lists all.")]
    [InlineData("organisationUnit Groups", null)]
    [InlineData("organizationUnits", "Did you mean organisationUnits? Get-Dhis2Schema lists all.")]
    [InlineData("zzzzzz", "Press Tab for the types that there are, or see Get-Dhis2Schema.")]
    public async Task An_unknown_type_is_refused_with_those_that_are_written_nearly_so(string name, string? advice)
    {
        var (caller, _) = Server("2.42");
        var refused = await Assert.ThrowsAsync<Dhis2InputException>(() => TypeFinder.FindAsync(caller, name, Stop));
        Assert.Equal(name, refused.Item);
        if (advice is not null)
            Assert.Equal(advice, refused.RecommendedAction);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_part_of_other_objects_is_no_type_to_list(string version)
    {
        var (caller, _) = Server(version);
        var refused = await Assert.ThrowsAsync<Dhis2InputException>(() => TypeFinder.FindAsync(caller, "dataSetElements", Stop));
        Assert.Contains("has no list of its own", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Properties_are_named_as_objects_have_them(string version)
    {
        var exchange = RecordedAnswer.Find(version, "metadata", "schema");
        var schema = await SchemaReader.ReadAsync(RecordedAnswer.Caller(exchange), MetadataType.Of("dataElements"), isOnce: false, Stop);
        Assert.Equal(("dataElement", "dataElements", "/dataElements", true, true, false), (schema.Singular, schema.Plural, schema.Endpoint, schema.IsMetadata, schema.IsShareable, schema.IsDataShareable));
        Assert.Equal(RecordedAnswer.Json(exchange)!["properties"]!.AsArray().Count, schema.Properties.Count);
        Assert.True(schema.Find("dataElementGroups") is { IsCollection: true, IsReference: true, IsOwned: false, IsFilterable: true, IsSortable: false });
        Assert.True(schema.Find("name") is { IsRequired: true, IsUnique: true, MaximumLength: 230, IsSortable: true, IsReference: false });
        Assert.Null(schema.Find("description")!.MaximumLength);
        Assert.Equal("org.hisp.dhis.category.CategoryCombo", schema.Find("categoryCombo")!.Klass);
        Assert.Equal(["AGGREGATE", "TRACKER"], schema.Find("domainType")!.Constants);
        Assert.False(schema.Find("href")!.IsFilterable);
        Assert.Null(schema.Find("dataElementGroup"));
    }

    private static (Client.Sessions.Dhis2Caller Caller, AnsweringHandler Handler) Server(string version)
    {
        var exchange = RecordedAnswer.Find(version, "metadata", "schemas");
        var handler = new AnsweringHandler(_ => RecordedAnswer.Response(exchange));
        return (TestSession.CallerOf(handler, RecordedAnswer.Release(exchange)), handler);
    }
}
