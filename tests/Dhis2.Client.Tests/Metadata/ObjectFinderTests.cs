using Dhis2.Client.Metadata;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Metadata;

/// <summary>What people call an object by, and how it is found.</summary>
public sealed class ObjectFinderTests
{
    [Theory]
    [InlineData("Rp268JB6Ne4", ObjectKeyKind.Id, "Rp268JB6Ne4")]
    [InlineData("1p268JB6Ne4", ObjectKeyKind.Name, "1p268JB6Ne4")]
    [InlineData("Rp268JB6Ne", ObjectKeyKind.Name, "Rp268JB6Ne")]
    [InlineData("code:OU_1", ObjectKeyKind.Code, "OU_1")]
    [InlineData("CODE:Rp268JB6Ne4", ObjectKeyKind.Code, "Rp268JB6Ne4")]
    [InlineData("North Region", ObjectKeyKind.Name, "North Region")]
    public void A_text_is_an_id_a_code_or_a_name(string text, ObjectKeyKind kind, string expected) =>
        Assert.Equal(new ObjectKey(kind, expected), ObjectKey.Parse(text));

    [Fact]
    public async Task Ids_are_not_asked_for()
    {
        var handler = Answer();
        Assert.Empty(await FindAsync(handler, "Rp268JB6Ne4"));
        Assert.Empty(handler.Requests);
    }

    [Fact]
    public async Task Many_codes_and_names_take_a_request_for_each_hundred()
    {
        var handler = Answer();
        await FindAsync(handler, [.. Enumerable.Range(0, 150).Select(i => $"code:C_{i}"), .. Enumerable.Range(0, 30).Select(i => $"Unit {i}"), "Unit 7"]);
        Assert.Equal(3, handler.Requests.Count);
        Assert.Equal($"code:in:[{string.Join(",", Enumerable.Range(0, 100).Select(i => $"C_{i}"))}]", Filter(handler.Requests[0]));
        Assert.Equal($"name:in:[{string.Join(",", Enumerable.Range(0, 30).Select(i => $"Unit {i}"))}]", Filter(handler.Requests[2]));
    }

    [Fact]
    public async Task No_request_is_longer_than_servers_take()
    {
        var handler = Answer();
        await FindAsync(handler, [.. Enumerable.Range(0, 100).Select(i => $"{i} {new string('é', 60)}")]);
        Assert.InRange(handler.Requests.Count, 2, 20);
        Assert.All(handler.Requests, request => Assert.InRange(request.Uri.AbsoluteUri.Length, 1, 4000));
    }

    [Theory]
    [InlineData("Births, late", "name:like:Births")]
    [InlineData("100% of Births: all [new]", "name:like:of Births")]
    public async Task A_name_that_cannot_stand_in_a_list_is_looked_for_by_a_piece_and_compared(string name, string filter)
    {
        var handler = Answer(("Aaaaaaaaaa1", null, name), ("Aaaaaaaaaa2", null, name + " and more"));
        var found = await FindAsync(handler, name);
        Assert.Equal(filter, Filter(Assert.Single(handler.Requests)));
        Assert.Equal("Aaaaaaaaaa1", Assert.Single(found[ObjectKey.Parse(name)]).Id);
    }

    [Fact]
    public async Task A_name_of_none_one_and_two_is_told_apart_letter_case_included()
    {
        var handler = Answer(("Aaaaaaaaaa1", "A", "One"), ("Aaaaaaaaaa2", "B", "Two"), ("Aaaaaaaaaa3", null, "Two"), ("Aaaaaaaaaa4", null, "none"));
        var found = await FindAsync(handler, "One", "Two", "None", "code:B");
        Assert.Equal(["Aaaaaaaaaa1"], found[ObjectKey.Parse("One")].Select(o => o.Id));
        Assert.Equal(["Aaaaaaaaaa2", "Aaaaaaaaaa3"], found[ObjectKey.Parse("Two")].Select(o => o.Id));
        Assert.Equal(["Aaaaaaaaaa2"], found[ObjectKey.Parse("code:B")].Select(o => o.Id));
        Assert.Empty(found[ObjectKey.Parse("None")]);
    }

    [Fact]
    public async Task A_user_goes_by_the_user_name_too_and_who_has_both_is_one()
    {
        var handler = new AnsweringHandler(_ => AnsweringHandler.Json(
            """{"users":[{"id":"Aaaaaaaaaa1","name":"Mary Mu","username":"mary"},{"id":"Aaaaaaaaaa2","name":"mary","username":"other"},{"id":"Aaaaaaaaaa3","name":"Ann","username":"Ann"}]}"""));
        var keys = new[] { "mary", "Mary Mu", "Ann", "nobody" }.Select(ObjectKey.Parse);
        var found = await new ObjectFinder(TestSession.CallerOf(handler), MetadataType.Of("users")).FindAsync(keys, TestContext.Current.CancellationToken);
        Assert.Equal(["name:in:[mary,Mary Mu,Ann,nobody]", "username:in:[mary,Mary Mu,Ann,nobody]"], handler.Requests.Select(Filter));
        Assert.All(handler.Requests, request => Assert.Contains("fields=id%2Ccode%2Cname%2Cusername&", request.Uri.AbsoluteUri, StringComparison.Ordinal));
        Assert.Equal(["Aaaaaaaaaa2", "Aaaaaaaaaa1"], found[ObjectKey.Parse("mary")].Select(o => o.Id));
        Assert.Equal(["Aaaaaaaaaa1"], found[ObjectKey.Parse("Mary Mu")].Select(o => o.Id));
        Assert.Equal(["Aaaaaaaaaa3"], found[ObjectKey.Parse("Ann")].Select(o => o.Id));
        Assert.Empty(found[ObjectKey.Parse("nobody")]);
    }

    private static Task<IReadOnlyDictionary<ObjectKey, IReadOnlyList<FoundObject>>> FindAsync(AnsweringHandler handler, params string[] texts) =>
        new ObjectFinder(TestSession.CallerOf(handler), MetadataType.Of("dataElements")).FindAsync(texts.Select(ObjectKey.Parse), TestContext.Current.CancellationToken);

    private static AnsweringHandler Answer(params (string Id, string? Code, string Name)[] objects) => new(_ => AnsweringHandler.Json(
        $$"""{"dataElements":[{{string.Join(",", objects.Select(o => $$"""{"id":"{{o.Id}}",{{(o.Code is null ? "" : $"\"code\":\"{o.Code}\",")}}"name":"{{o.Name}}"}"""))}}]}"""));

    private static string Filter(SentRequest request) =>
        Uri.UnescapeDataString(request.Uri.Query.TrimStart('?').Split('&').Single(p => p.StartsWith("filter=", StringComparison.Ordinal)).Substring("filter=".Length));
}
