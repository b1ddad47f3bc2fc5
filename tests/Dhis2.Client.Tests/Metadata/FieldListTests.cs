using Dhis2.Client.Metadata.Fields;

namespace Dhis2.Client.Tests.Metadata;

/// <summary>Which properties a list of fields asks for: a name inside brackets belongs to another object.</summary>
public sealed class FieldListTests
{
    [Theory]
    [InlineData("id", "name", "id,name")]
    [InlineData("id", "id,name", "id,name")]
    [InlineData("id", "name, id", "name,id")]
    [InlineData("id", "name,parent[code,id,name]", "id,name,parent[code,id,name]")]
    [InlineData("id", "name,ancestors[parent[a,id,b],c]", "id,name,ancestors[parent[a,id,b],c]")]
    [InlineData("id", "name,groups~pluck(code,id,x)", "id,name,groups~pluck(code,id,x)")]
    [InlineData("id", ":owner,!id", ":owner")]
    [InlineData("id", "name,!id", "id,name")]
    [InlineData("id", "*", "*")]
    [InlineData("id", "id~rename(key)", "id,id~rename(key)")]
    [InlineData("name", "id,parent[id,name,code]", "id,parent[id,name,code],name")]
    [InlineData("name", "id,:nameable", "id,:nameable")]
    [InlineData("name", "id,name~rename(title)", "id,name~rename(title),name")]
    [InlineData("name", null, null)]
    [InlineData("periodType", ":identifiable", ":identifiable,periodType")]
    [InlineData("periodType", "id,:owner", "id,:owner,periodType")]
    [InlineData("periodType", ":all", ":all")]
    [InlineData("options[id,code]", "id,options", "id,options,options[id,code]")]
    public void A_property_is_added_where_the_object_itself_would_lack_it(string name, string? fields, string? expected) =>
        Assert.Equal(expected, FieldList.With(name, fields));
}
