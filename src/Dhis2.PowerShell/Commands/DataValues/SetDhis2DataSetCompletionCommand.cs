using System.Management.Automation;
using Dhis2.Client.DataValues.Completion;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Registers data sets as complete, or as not complete, and accounts for every registration.</summary>
/// <parameter name="Confirm">Asks before each registration is sent. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Says which data sets would be registered as what, and sends nothing.</parameter>
[Cmdlet(VerbsCommon.Set, "Dhis2DataSetCompletion", SupportsShouldProcess = true)]
[OutputType(typeof(DataSetCompletionReport))]
public sealed class SetDhis2DataSetCompletionCommand : Dhis2ReportCmdlet
{
    // So many are looked up together where they are given by name or code.
    private const int MostWaiting = 500;

    private static readonly MetadataType s_dataSets = MetadataType.Of("dataSets");
    private static readonly MetadataType s_orgUnits = MetadataType.Of("organisationUnits");
    private static readonly MetadataType s_combos = MetadataType.Of("categoryOptionCombos");

    private readonly List<Row> _waiting = [];
    private DataSetCompletionImporter _importer = null!;

    /// <summary>Data sets: ids, names, <c>code:X</c> or objects; also from the property DataSet of objects in the pipeline. Example: <c>-DataSet J33aMjt3IoU</c>.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RowDataSetCompleter))]
    public Dhis2Reference[] DataSet { get; set; } = [];

    /// <summary>Periods as DHIS2 writes them; also from the property Period of objects in the pipeline. Example: <c>-Period 202401, 202402</c>.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string[] Period { get; set; } = [];

    /// <summary>Org units: ids, names, <c>code:X</c> or objects; also from the property OrgUnit of objects in the pipeline. Example: <c>-OrgUnit KFiYEZCK1ek</c>.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("OrganisationUnit")]
    public Dhis2Reference[] OrgUnit { get; set; } = [];

    /// <summary>Attribute option combos; also from the property AttributeOptionCombo of objects in the pipeline. Default: the server's default one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public Dhis2Reference[] AttributeOptionCombo { get; set; } = [];

    /// <summary>Whether the data sets are complete: <c>-Completed:$false</c> registers them as not complete. Default: true.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FlagArgument]
    public bool? Completed { get; set; }

    /// <summary>The day of the registration; the time of day is left out. Default: today, by the server's clock. Example: <c>-Date 2024-02-05</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankArgument]
    public TimeArgument? Date { get; set; }

    /// <summary>User name of who registers, as the server is to keep it. Default: the session's user.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankArgument]
    public string? StoredBy { get; set; }

    /// <summary>
    /// What to register: objects of Get-Dhis2DataSetCompletion, of this server or of another, rows of Import-Csv with the columns of such objects, org units of
    /// Get-Dhis2OrgUnit, data sets of Get-Dhis2Metadata, or ids of org units as texts.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>
    /// What the texts are that name data sets, org units and option combos: <c>UID</c> (default; a text that is none is a name) or <c>CODE</c>, as
    /// <c>Get-Dhis2DataSetCompletion -IdScheme CODE</c> writes them. Codes are looked up at this server, so that completions of another can be taken over.
    /// </summary>
    [Parameter]
    [ValidateSet("UID", "CODE")]
    public string IdScheme { get; set; } = "UID";

    /// <summary>Completions a request: 1 to 100000. Default: begins with 1000 and grows while requests take less than 8 seconds.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int? BatchSize { get; set; }

    /// <inheritdoc/>
    protected override bool HasRows => _importer?.Added > 0 || _waiting.Count > 0;

    /// <inheritdoc/>
    protected override void Start() => _importer = new DataSetCompletionImporter(Caller, BatchSize);

    /// <inheritdoc/>
    protected override void AddInput() => ForEachItem([InputObject], input =>
    {
        PipedPlace.Check(input);
        var action = Completed == false ? "Register as not complete" : "Register as complete";
        foreach (var row in Rows(input))
        {
            if (!ShouldProcess($"{row.Name} on {Caller.Session.Uri}", action))
                continue;
            _waiting.Add(row);
            if (_waiting.Count >= MostWaiting)
                SendWaiting();
        }
    }, input => input);

    /// <inheritdoc/>
    protected override ImportReport? Complete()
    {
        if (!HasRows)
            return null;
        SendWaiting();
        return Await(_importer.CompleteAsync);
    }

    /// <inheritdoc/>
    protected override async Task<ImportReport> AbortAsync()
    {
        foreach (var row in _waiting)
            _importer.AddUnsent(row.As(row.DataSet.ToString(), row.OrgUnit.ToString(), row.Combo?.ToString()));
        _waiting.Clear();
        return await _importer.AbortAsync().ConfigureAwait(false);
    }

    private List<Row> Rows(PSObject? input)
    {
        var periods = PipedPlace.Periods(Period);
        if (periods.Count == 0)
            throw PipedPlace.Missing("-Period", input);
        var combos = Keys(null, AttributeOptionCombo, s_combos.Plural).Cast<Dhis2Reference?>().DefaultIfEmpty();
        return
        [
            .. from set in Given(input, DataSet, s_dataSets.Plural, "-DataSet")
               from unit in Given(input, OrgUnit, s_orgUnits.Plural, "-OrgUnit")
               from period in periods
               from combo in combos
               select new Row(set, period, unit, combo, Completed ?? true, Date?.Day, StoredBy),
        ];
    }

    private IReadOnlyList<Dhis2Reference> Given(PSObject? input, Dhis2Reference[] references, string list, string parameter) =>
        Keys(input, references, list) is { Count: > 0 } given ? given : throw PipedPlace.Missing(parameter, input);

    // Under CODE a text is a code, whatever it looks like.
    private IReadOnlyList<Dhis2Reference> Keys(PSObject? input, Dhis2Reference[] references, string list)
    {
        var given = PipedPlace.With(input, references, list);
        return IdScheme != "CODE" ? given : [.. given.Select(reference => ServerText.Bare(reference.Item) is string text && reference.Key?.Kind != ObjectKeyKind.Code ? new Dhis2Reference($"code:{text}") : reference)];
    }

    private void SendWaiting()
    {
        var sets = Find([.. _waiting.Select(row => row.DataSet)], s_dataSets);
        var units = Find([.. _waiting.Select(row => row.OrgUnit)], s_orgUnits);
        var combos = Find([.. _waiting.Select(row => row.Combo).OfType<Dhis2Reference>()], s_combos);
        while (_waiting.Count > 0)
        {
            var row = _waiting[0];
            _waiting.RemoveAt(0);
            if (Add(row, sets, units, combos))
                Await(_importer.FlushAsync);
        }
    }

    private bool Add(Row row, References sets, References units, References combos)
    {
        try
        {
            return _importer.Add(row.As(sets.IdOf(row.DataSet), units.IdOf(row.OrgUnit), row.Combo is null ? null : combos.IdOf(row.Combo)));
        }
        catch (Dhis2Exception e)
        {
            _importer.AddRejected(row.As(row.DataSet.ToString(), row.OrgUnit.ToString(), row.Combo?.ToString()), e.Message);
            return false;
        }
    }

    private sealed record Row(Dhis2Reference DataSet, string Period, Dhis2Reference OrgUnit, Dhis2Reference? Combo, bool Completed, DateTime? Date, string? StoredBy)
    {
        public string Name => $"{DataSet} {Period} {OrgUnit}";

        public DataSetCompletion As(string dataSet, string orgUnit, string? combo) =>
            new() { DataSet = dataSet, Period = Period, OrgUnit = orgUnit, AttributeOptionCombo = combo, Completed = Completed, Date = Date, StoredBy = StoredBy };
    }
}
