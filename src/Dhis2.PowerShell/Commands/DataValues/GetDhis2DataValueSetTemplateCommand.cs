using System.Management.Automation;
using Dhis2.Client.DataValues;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Gives the empty rows of data sets, to be filled in and imported.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2DataValueSetTemplate", SupportsPaging = true)]
[OutputType(typeof(DataValue))]
public sealed class GetDhis2DataValueSetTemplateCommand : Dhis2QueryCmdlet<DataValue>
{
    private IReadOnlyList<string>? _orgUnits;

    /// <summary>Data sets: ids, names, <c>code:X</c>, or what Get-Dhis2Metadata gives. Example: <c>-DataSet J33aMjt3IoU</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DataSetCompleter))]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[] DataSet { get; set; } = [];

    /// <summary>Periods to make rows for. Without it the Period of the rows is empty, to be given with the import. Example: <c>-Period 202401, 202402</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Period { get; set; } = [];

    /// <summary>Org units to make rows for. Without it the OrgUnit of the rows is empty, to be given with the import. Example: <c>-OrgUnit KFiYEZCK1ek</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[] OrgUnit { get; set; } = [];

    /// <summary>What identifies data elements in the rows: <c>UID</c> (default) or <c>CODE</c>; say the same to the import. Option combos are ids all the same.</summary>
    [Parameter]
    [ValidateSet("UID", "CODE")]
    public string? DataElementIdScheme { get; set; }

    /// <summary>What identifies org units in the rows: <c>UID</c> (default) or <c>CODE</c>; say the same to the import.</summary>
    [Parameter]
    [ValidateSet("UID", "CODE")]
    public string? OrgUnitIdScheme { get; set; }

    /// <inheritdoc/>
    protected override string Activity => "Reading templates";

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        var orgUnits = _orgUnits ??= OrgUnits();
        // Rows without an org unit would be others than those that were asked for.
        if (orgUnits.Count == 0 && OrgUnit.Length > 0)
            return;
        var template = new DataValueTemplate(Caller) { DataElementScheme = Scheme(DataElementIdScheme), OrgUnitScheme = Scheme(OrgUnitIdScheme) };
        ForEachItem(DataSet, reference =>
        {
            var dataSet = Find([reference], MetadataType.Of("dataSets")).IdOf(reference);
            Write(QuerySource.Stream(token => template.ReadAsync(dataSet, Period, orgUnits, token)));
        }, reference => reference.Item);
    }

    // Servers pass over org units that they do not know, so all are looked up, ids as well.
    private List<string> OrgUnits()
    {
        var ids = Resolve(OrgUnit, MetadataType.Of("organisationUnits")).Distinct(StringComparer.Ordinal).ToList();
        var paths = Await(token => OrgUnitPaths.ReadAsync(Caller, [.. ids.Where(Uid.IsValid)], token));
        foreach (var id in ids.Where(id => !paths.ContainsKey(id)))
            WriteError(new Dhis2ApiException($"There is no org unit with the id '{id}'.", 404, null, "Check the id."), id);
        return [.. ids.Where(paths.ContainsKey)];
    }

    private static string? Scheme(string? scheme) => "CODE".Equals(scheme, StringComparison.OrdinalIgnoreCase) ? "CODE" : null;
}
