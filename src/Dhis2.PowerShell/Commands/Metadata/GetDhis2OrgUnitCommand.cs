using System.Globalization;
using System.Management.Automation;

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
    protected override IEnumerable<string> OwnFilters => Root ? ["level:eq:1"] : [];

    /// <inheritdoc/>
    protected override IEnumerable<PropertyValues> OneOf
    {
        get
        {
            if (Level is not null)
                yield return new PropertyValues("level", [.. Level.Distinct().Select(l => l.ToString(CultureInfo.InvariantCulture))]);
            if (Parent is not null)
                yield return new PropertyValues("parent.id", [.. Parent.Distinct().Select(CheckId)]);
            if (Group is not null)
                yield return new PropertyValues("organisationUnitGroups.id", [.. Group.Distinct().Select(CheckId)]);
        }
    }

    /// <inheritdoc/>
    protected override bool MayHaveSeveral => Group is { Length: > 1 };

    // An org unit below two of them is below one of them, and what is above one of them may be another.
    /// <inheritdoc/>
    protected override bool NeedsAllIds => IsRelation;

    private bool IsRelation => Children || Descendants || Ancestors;

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (IsRelation && Id is null && Identity is null && !MyInvocation.ExpectingInput)
            throw new Dhis2InputException("-Children, -Descendants and -Ancestors need the org units they start from.", "Give -Id, or pipe org units in.");
        base.Finish();
    }

    /// <inheritdoc/>
    protected override void ReadIds(IReadOnlyList<string> ids)
    {
        if (IsRelation)
            ReadRelatives(ids);
        else
            base.ReadIds(ids);
    }

    private static string CheckId(string id) =>
        Dhis2Uid.IsValid(id) ? id : throw new Dhis2InputException($"'{id}' is no id of an org unit or group.", "Give an id: a letter and ten letters or digits.") { Item = id };

    private void ReadRelatives(IReadOnlyList<string> ids)
    {
        var paths = Await(token => OrgUnitPaths.ReadAsync(Caller, ids, token));
        foreach (var id in ids.Where(id => !paths.ContainsKey(id)))
            WriteMissing(id);
        var starts = ids.Where(paths.ContainsKey).ToList();
        if (starts.Count == 0)
            return;
        var query = NewQuery();
        if (Children)
            Read(query with { OneOf = [.. query.OneOf, new PropertyValues("parent.id", starts)] });
        else if (Descendants)
            Read([.. OrgUnitPaths.Tops(paths, starts).Select(id => query with { Filters = [.. query.Filters, $"path:like:/{id}/"] })]);
        else
            // Nobody asked for them by their ids: one that a filter leaves out is not missing.
            ReadObjects([.. paths.Values.SelectMany(OrgUnitPaths.Above).Distinct().Where(id => !paths.ContainsKey(id))], onMissing: null);
    }
}
