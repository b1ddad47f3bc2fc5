using System.Management.Automation;
using System.Text;
using Dhis2.Client.DataValues;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.PowerShell.Completion;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

// What can be given to it.
public sealed partial class ImportDhis2DataValueSetCommand
{
    /// <summary>Files to import: .csv, .json or .xml, also as .gz; wildcards are resolved.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    public string[] Path { get; set; } = [];

    /// <summary>Files to import, taken as written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralSet)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Data values, rows of Import-Csv, hashtables, or files of Get-ChildItem.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Format of the files, when their names do not tell.</summary>
    [Parameter]
    public DataValueFormat? Format { get; set; }

    /// <summary>What separates the columns of CSV.</summary>
    [Parameter]
    public char Delimiter { get; set; } = ',';

    /// <summary>Encoding of CSV; without it, the byte order mark tells, else it is UTF-8.</summary>
    [Parameter]
    [EncodingArgument]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public Encoding? Encoding { get; set; }

    /// <summary>Data set of rows that name none.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RowDataSetCompleter))]
    public Dhis2Reference? DataSet { get; set; }

    /// <summary>Period of rows that name none.</summary>
    [Parameter]
    public string? Period { get; set; }

    /// <summary>Org unit of rows that name none.</summary>
    [Parameter]
    public Dhis2Reference? OrgUnit { get; set; }

    /// <summary>Attribute option combo of rows that name none.</summary>
    [Parameter]
    public Dhis2Reference? AttributeOptionCombo { get; set; }

    /// <summary>What may happen to values.</summary>
    [Parameter]
    public ImportStrategy ImportStrategy { get; set; }

    /// <summary>Writes also where data is locked or approved (the server's <c>force</c>); counts for superusers only.</summary>
    [Parameter]
    public SwitchParameter OverrideLock { get; set; }

    /// <summary>Writes no audit trail (2.40 to 2.42).</summary>
    [Parameter]
    public SwitchParameter SkipAudit { get; set; }

    /// <summary>Loads metadata before the import (2.40 to 2.42).</summary>
    [Parameter]
    public SwitchParameter PreheatCache { get; set; }

    /// <summary>Rows a request; without it the size grows while requests are quick.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int? BatchSize { get; set; }

    /// <summary>Lets the server import in tasks of its own; pipe them to Wait-Dhis2Task, or wait for them with -Wait.</summary>
    [Parameter]
    public SwitchParameter Async { get; set; }

    /// <summary>Further query parameters.</summary>
    [Parameter]
    public object? Query { get; set; }

    private ImportOptions Options() => new()
    {
        DataSet = Text(DataSet, "dataSets", IdScheme),
        Period = Period,
        OrgUnit = Text(OrgUnit, "organisationUnits", OrgUnitIdScheme ?? IdScheme),
        AttributeOptionCombo = Text(AttributeOptionCombo, "categoryOptionCombos", CategoryOptionComboIdScheme ?? IdScheme),
        Strategy = ImportStrategy,
        Schemes = Schemes,
        DryRun = IsTrial,
        OverrideLock = OverrideLock,
        SkipAudit = SkipAudit,
        PreheatCache = PreheatCache,
        BatchSize = BatchSize,
        Extra = QueryArgument.Parse(Query),
    };

    // As it stands in the rows: an id, or, under another scheme, the text of that scheme.
    private string? Text(Dhis2Reference? reference, string list, string? scheme)
    {
        if (reference is null)
            return null;
        if (IdSchemes.IsUid(scheme))
            return Find([reference], MetadataType.Of(list)).IdOf(reference);
        return ServerText.Bare(reference.Item) as string
            ?? throw new Dhis2InputException($"'{reference}' is an object, and the rows are of the id scheme {scheme}.", $"Give its {scheme} as text.") { Item = reference.Item };
    }
}
