using System.Reflection;
using System.Text;
using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;

namespace Dhis2.Client.Tests.Http;

/// <summary>A request for the rest of a file is the request for the file in everything but the part it asks for.</summary>
public sealed class ContinuedRequestTests
{
    [Fact]
    public void It_keeps_every_property()
    {
        var request = new Dhis2Request("x?a=1", HttpMethod.Post) { Query = { { "b", "2" } } };
        var settable = typeof(Dhis2Request).GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(p => p.SetMethod is not null && p.Name is not (nameof(Dhis2Request.Headers) or nameof(Dhis2Request.AcceptsStatus))).ToList();
        Assert.NotEmpty(settable);
        foreach (var property in settable)
            property.SetValue(request, Sample(property.PropertyType));

        var continued = request.Continued(new Dictionary<string, string>());

        Assert.Equal((request.Path, request.Method), (continued.Path, continued.Method));
        Assert.Equal(request.Query, continued.Query);
        Assert.All(settable, property => Assert.Equal(property.GetValue(request), property.GetValue(continued)));
    }

    [Fact]
    public void It_adds_headers_and_takes_416_for_an_answer()
    {
        var request = new Dhis2Request("x") { Headers = new Dictionary<string, string> { ["A"] = "1", ["range"] = "none" }, AcceptsStatus = status => status == 404 };

        var continued = request.Continued(new Dictionary<string, string> { ["Range"] = "bytes=5-" });

        Assert.Equal(new Dictionary<string, string> { ["A"] = "1", ["range"] = "bytes=5-" }, continued.Headers!.ToDictionary(h => h.Key, h => h.Value));
        Assert.Equal([404, 416], new[] { 200, 404, 409, 416 }.Where(continued.AcceptsStatus!));
    }

    private static object Sample(Type type) => type switch
    {
        _ when type == typeof(bool) => true,
        _ when type == typeof(string) => "text/csv",
        _ when type == typeof(TimeSpan?) => TimeSpan.FromSeconds(7),
        _ when type == typeof(RequestBody) => RequestBody.Of(Encoding.UTF8.GetBytes("{}"), "application/json"),
        _ => throw new NotSupportedException($"Give a sample of {type}."),
    };
}
