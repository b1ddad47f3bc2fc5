using System.Globalization;
using System.Management.Automation;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads org units: all, by level, by parent, by group, or above and below others.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2OrgUnit", DefaultParameterSetName = "List", SupportsPaging = true)]
[OutputType("Dhis2.OrganisationUnit")]
public sealed class GetDhis2OrgUnitCommand : MetadataQueryCmdlet
{
    private static readonly MetadataType s_type = MetadataType.Of("organisationUnits");

    /// <summary>Org units of these levels; 1 is the root's.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int[]? Level { get; set; }

    /// <summary>Org units right below these, given by their ids.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Parent { get; set; }

    /// <summary>Org units in one of these groups, given by their ids.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Group { get; set; }

    /// <summary>The org units at the top.</summary>
    [Parameter(ParameterSetName = "Root")]
    public SwitchParameter Root { get; set; }

    /// <summary>In place of the org units of the ids, those right below them.</summary>
    [Parameter(ParameterSetName = "Children")]
    public SwitchParameter Children { get; set; }

    /// <summary>In place of the org units of the ids, all those below them.</summary>
    [Parameter(ParameterSetName = "Descendants")]
    public SwitchParameter Descendants { get; set; }

    /// <summary>In place of the org units of the ids, all those above them.</summary>
    [Parameter(ParameterSetName = "Ancestors")]
    public SwitchParameter Ancestors { get; set; }

    /// <inheritdoc/>
    protected override MetadataType ObjectType => s_type;

    /// <inheritdoc/>
    protected override string DefaultFields => "id,code,name,displayName,level,path,parent[id,name]";

    /// <inheritdoc/>
    protected override string? ViewName => "Dhis2.OrganisationUnit#Overview";

    // Filters alone: the endpoints for children and descendants lose rows, or count wrongly, on some versions.
    /// <inheritdoc/>
    protected override IEnumerable<string> OwnFilters
    {
        get
        {
            if (Level is not null)
                yield return OneOf("level", Level.Select(l => l.ToString(CultureInfo.InvariantCulture)));
            if (Parent is not null)
                yield return OneOf("parent.id", Parent.Select(CheckId));
            if (Group is not null)
                yield return OneOf("organisationUnitGroups.id", Group.Select(CheckId));
            if (Root)
                yield return "level:eq:1";
        }
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if ((Children || Descendants || Ancestors) && Id is null && !MyInvocation.ExpectingInput)
            throw new Dhis2InputException("-Children, -Descendants and -Ancestors need the org units they start from.", "Give -Id, or pipe org units in.");
        base.Finish();
    }

    /// <inheritdoc/>
    protected override void ReadIds(IReadOnlyList<string> ids)
    {
        if (Children)
            ReadFiltered(OneOf("parent.id", ids));
        else if (Descendants)
            ReadEach(ids);
        else if (Ancestors)
            ReadAncestors(ids);
        else
            base.ReadIds(ids);
    }

    private static string OneOf(string property, IEnumerable<string> values)
    {
        var all = values.ToList();
        return all.Count == 1 ? $"{property}:eq:{all[0]}" : $"{property}:in:[{string.Join(",", all)}]";
    }

    private static string CheckId(string id) =>
        Dhis2Uid.IsValid(id) ? id : throw new Dhis2InputException($"'{id}' is no id of an org unit or group.", "Give an id: a letter and ten letters or digits.") { Item = id };

    private void ReadEach(IReadOnlyList<string> ids)
    {
        foreach (var id in ids)
            ReadFiltered($"path:like:/{id}/");
    }

    private void ReadFiltered(string filter)
    {
        var query = NewQuery();
        Read(query with { Filters = [.. query.Filters, filter] });
    }

    // The path names all that are above.
    private void ReadAncestors(IReadOnlyList<string> ids)
    {
        var request = new Dhis2Request("organisationUnits");
        request.Query.Add("fields", "id,path").Add("filter", OneOf("id", ids)).Add("paging", false);
        var list = (PSObject)PSObjectReader.Read(Await(token => Caller.ReadAsync(request, token)), null, "organisationUnits")!;
        var above = ((object[])list.Properties["organisationUnits"].Value).Cast<PSObject>()
            .SelectMany(o => PSObjectReader.Text(o, "path")!.Split('/')).Where(id => id.Length > 0 && !ids.Contains(id)).Distinct().ToList();
        if (above.Count > 0)
            base.ReadIds(above);
    }
}
