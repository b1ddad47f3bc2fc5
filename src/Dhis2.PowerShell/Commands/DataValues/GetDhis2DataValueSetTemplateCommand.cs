using System.Management.Automation;
using Dhis2.Client.DataValues;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;
using Dhis2.PowerShell.Errors;
using Dhis2.PowerShell.Loading;

namespace Dhis2.PowerShell.Commands;

/// <summary>Gives the empty rows of data sets, to be filled in and imported.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2DataValueSetTemplate", SupportsPaging = true, DefaultParameterSetName = "Rows")]
[OutputType(typeof(DataValue), ParameterSetName = ["Rows"])]
[OutputType(typeof(FileInfo), ParameterSetName = ["File"])]
public sealed class GetDhis2DataValueSetTemplateCommand : Dhis2QueryCmdlet<DataValue>
{
    private static readonly string[] s_paging = ["First", "Skip", "IncludeTotalCount"];

    // What this command has written: a second template would take the place of the first.
    private readonly HashSet<string> _written = new(StringComparer.OrdinalIgnoreCase);
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

    /// <summary>
    /// Writes the rows of the data set into a file, in place of the pipeline; one that is there is replaced. Its name tells the format: <c>.csv</c> or
    /// <c>.json</c>, each also with <c>.gz</c>, which is packed. Example: <c>-Path form.csv</c>.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "File")]
    [Alias("OutFile")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    /// <summary>The format of the file, where its name does not tell it: <c>Csv</c> or <c>Json</c>. Servers give templates in no other.</summary>
    [Parameter(ParameterSetName = "File")]
    public DataValueExportFormat? Format { get; set; }

    /// <summary>Replaces no file that is there.</summary>
    [Parameter(ParameterSetName = "File")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Writes the file to the pipeline, as <c>Get-Item</c> does.</summary>
    [Parameter(ParameterSetName = "File")]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override string Activity => "Reading templates";

    private bool IsFile => ParameterSetName == "File";

    /// <inheritdoc/>
    protected override void Start()
    {
        if (IsFile && Array.Find(s_paging, MyInvocation.BoundParameters.ContainsKey) is { } paging)
            throw new Dhis2InputException($"-{paging} is about rows in the pipeline, and -Path writes all of them into a file.", "Give one of the two.") { Item = $"-{paging}" };
    }

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
            if (IsFile)
                Save(template, dataSet, orgUnits);
            else
                Write(QuerySource.Stream(token => template.ReadAsync(dataSet, Period, orgUnits, token)));
        }, reference => reference.Item);
    }

    private void Save(DataValueTemplate template, string dataSet, IReadOnlyList<string> orgUnits)
    {
        var file = DataValueExportFile.Of(Path, Format);
        var target = CmdletPaths.ToWrite(this, Path);
        if (_written.Contains(target))
            throw new Dhis2InputException($"'{Path}' is one file, and holds the template of another data set by now.", "Give each data set a file of its own.");
        if (NoClobber && File.Exists(target))
            throw FileFaults.IsThere(Path);
        FileFaults.Watch(Path, () => Await(token => template.SaveAsync(dataSet, Period, orgUnits, file, target, CsvBridge.Create, token)));
        _written.Add(target);
        if (PassThru)
            WriteObject(new FileInfo(target));
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
