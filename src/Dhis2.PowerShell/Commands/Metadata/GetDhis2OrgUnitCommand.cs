using System.Globalization;
using System.Management.Automation;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads org units: all, by level, by parent, by group, or above and below others.</summary>
/// <parameter name="Id">
/// The org units: what has the shape of an id is one, <c>code:X</c> is the code X, and any other text a whole name, letter case included; or objects with
/// an id, such as other cmdlets give them. One that stands for nothing, for several or for something else is an error of its own. Also from the pipeline.
/// Alias: <c>-Uid</c>. Example: <c>-Id BfFftYJpIEv, code:OU_NORTH, 'South Region'</c>.
/// </parameter>
/// <parameter name="Identity">
/// Ids, codes or names of org units: what has the shape of an id is one, <c>code:X</c> is the code X, and anything else is a name, with wildcards in any
/// case of letters; with <c>-Children</c>, <c>-Descendants</c> and <c>-Ancestors</c> it is the whole name of one. A name without wildcards that nothing
/// has is an error. Not with <c>-Id</c>, <c>-Name</c> or the pipeline. Example: <c>Get-Dhis2OrgUnit NsC1i1qXUIa, 'North*'</c>.
/// </parameter>
[Cmdlet(VerbsCommon.Get, "Dhis2OrgUnit", DefaultParameterSetName = "List", SupportsPaging = true)]
[OutputType("Dhis2.OrganisationUnit")]
[OutputType(typeof(string))]
public sealed class GetDhis2OrgUnitCommand : MetadataQueryCmdlet
{
    private static readonly MetadataType s_type = MetadataType.Of("organisationUnits");

    private readonly OrgUnitTree _tree = new();

    /// <summary>Levels; 1 is the top. Example: <c>-Level 2, 3</c>.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int[]? Level { get; set; }

    /// <summary>Parents, as behind <c>-Id</c>: reads those right below. Where none of them exists, nothing is read. Example: <c>-Parent nEOCGROdzZM</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RelatedCompleter))]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? Parent { get; set; }

    /// <summary>Org unit groups, as behind <c>-Id</c>: reads their members. Where none of them exists, nothing is read. Example: <c>-Group EfyeRf3AaD3</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RelatedCompleter))]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? Group { get; set; }

    /// <summary>Reads the org units at the top.</summary>
    [Parameter(ParameterSetName = "Root")]
    public SwitchParameter Root { get; set; }

    /// <summary>In place of the org units given, those right below them.</summary>
    [Parameter(ParameterSetName = "Children")]
    public SwitchParameter Children { get; set; }

    /// <summary>In place of the org units given, all those below them, at any depth.</summary>
    [Parameter(ParameterSetName = "Descendants")]
    public SwitchParameter Descendants { get; set; }

    /// <summary>In place of the org units given, all those above them, the top one first on most servers.</summary>
    [Parameter(ParameterSetName = "Ancestors")]
    public SwitchParameter Ancestors { get; set; }

    /// <summary>
    /// Draws the org units as an indented tree, to be looked at: lines of text with names and ids, in the order of names below each parent, in place of objects.
    /// One whose parent is not read stands below the nearest above it that is. The lines come once all org units are read. Not with <c>-Fields</c>,
    /// <c>-Order</c>, <c>-First</c>, <c>-Skip</c> and <c>-IncludeTotalCount</c>. Example: <c>-Level 1, 2, 3 -AsTree</c>.
    /// </summary>
    [Parameter]
    public SwitchParameter AsTree { get; set; }

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
    protected override IEnumerable<PropertyValues> OneOf =>
        Level is null ? [] : [new PropertyValues("level", [.. Level.Distinct().Select(l => l.ToString(CultureInfo.InvariantCulture))])];

    /// <inheritdoc/>
    protected override IEnumerable<RelatedObjects> Related =>
        [new("parent.id", "organisationUnits", Parent), new("organisationUnitGroups.id", "organisationUnitGroups", Group) { IsCollection = true }];

    // All ids are needed: an org unit may be below two of them, and one of them above another, and each is written once.
    /// <inheritdoc/>
    protected override bool NeedsAllIds => IsRelation;

    private bool IsRelation => Children || Descendants || Ancestors;

    /// <inheritdoc/>
    protected override void Start()
    {
        if (AsTree && (Fields is not null || Order is not null || PagingParameters.First < ulong.MaxValue || PagingParameters.Skip > 0 || PagingParameters.IncludeTotalCount))
            throw new Dhis2InputException("-AsTree draws all that is read, in its own way.", "Leave out -Fields, -Order, -First, -Skip and -IncludeTotalCount.");
        base.Start();
    }

    /// <inheritdoc/>
    protected override bool IsWanted(object item)
    {
        if (!AsTree)
            return base.IsWanted(item);
        if (base.IsWanted(item))
            _tree.Add(item);
        return false;
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (IsRelation && Id is null && Identity is null && !MyInvocation.ExpectingInput)
            throw new Dhis2InputException("-Children, -Descendants and -Ancestors need the org units they start from.", "Give -Id, or pipe org units in.");
        base.Finish();
        foreach (var line in _tree.Lines())
            WriteObject(line);
    }

    /// <inheritdoc/>
    protected override void ReadIds(IReadOnlyList<string> ids)
    {
        if (IsRelation)
            ReadRelatives(ids);
        else
            base.ReadIds(ids);
    }

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
            // The user did not name these ids, so one that a filter leaves out is not reported as missing.
            ReadObjects([.. paths.Values.SelectMany(OrgUnitPaths.Above).Distinct().Where(id => !paths.ContainsKey(id))], onMissing: null);
    }
}
