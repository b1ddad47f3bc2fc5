using Dhis2.Client.DataValues;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Import;

/// <summary>The default category option combo is asked for once a session, until its memory is cleared.</summary>
public sealed class DefaultComboTests
{
    [Theory]
    [InlineData("""{"categoryOptionCombos":[{"id":"HllvX50cXC0"}]}""", "HllvX50cXC0")]
    [InlineData("""{"categoryOptionCombos":[]}""", null)]
    public async Task It_is_remembered_with_the_rest_of_what_the_server_said(string answer, string? id)
    {
        var handler = new AnsweringHandler(_ => AnsweringHandler.Json(answer));
        using var session = TestSession.Of(handler);
        for (var time = 0; time < 2; time++)
            Assert.Equal(id, await DefaultCombo.OfAsync(session.As(), new IdSchemes(), TestContext.Current.CancellationToken));
        Assert.Equal("?filter=name%3Aeq%3Adefault&fields=id&pageSize=1", Assert.Single(handler.Requests).Uri.Query);
        session.Cache.Clear();
        Assert.Equal(id, await DefaultCombo.OfAsync(session.As(), new IdSchemes(), TestContext.Current.CancellationToken));
        Assert.Equal(2, handler.Requests.Count);
    }
}
