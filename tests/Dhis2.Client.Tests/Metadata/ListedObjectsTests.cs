using Dhis2.Client.Metadata;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.Metadata;

/// <summary>Objects that do not tell who lists them, found from those that do.</summary>
public sealed class ListedObjectsTests
{
    [Fact]
    public async Task What_several_list_is_told_once_and_what_is_not_there_is_named()
    {
        var handler = new AnsweringHandler(_ => AnsweringHandler.Json(
            """
            {"programs":[
              {"id":"Pppppppppp1","programTrackedEntityAttributes":[{"trackedEntityAttribute":{"id":"Aaaaaaaaaa1"}},{"trackedEntityAttribute":{"id":"Aaaaaaaaaa2"}},{}]},
              {"id":"Pppppppppp3","programTrackedEntityAttributes":[{"trackedEntityAttribute":{"id":"Aaaaaaaaaa2"}}]}]}
            """));
        var missing = new List<string>();
        var found = await ListedObjects.ReadAsync(
            TestSession.CallerOf(handler),
            MetadataType.Of("programs"),
            ["Pppppppppp1", "Pppppppppp2", "Pppppppppp3"],
            "programTrackedEntityAttributes.trackedEntityAttribute.id",
            missing.Add,
            TestContext.Current.CancellationToken);
        Assert.Equal(["Aaaaaaaaaa1", "Aaaaaaaaaa2"], found);
        Assert.Equal(["Pppppppppp2"], missing);
        var sent = Uri.UnescapeDataString(Assert.Single(handler.Requests).Uri.Query);
        Assert.Contains("fields=id,programTrackedEntityAttributes[trackedEntityAttribute[id]]&filter=id:in:[Pppppppppp1,Pppppppppp2,Pppppppppp3]&", sent, StringComparison.Ordinal);
    }
}
