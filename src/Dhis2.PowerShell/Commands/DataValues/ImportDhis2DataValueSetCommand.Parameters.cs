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
    /// <summary>
    /// Files to import: CSV, JSON, XML or ADX, each also packed as gzip or zip. Their content tells which, and not their names. Wildcards are resolved. <c>-</c> is
    /// the standard input, read as bytes. Examples: <c>-Path ./2024-*.csv</c>, <c>-Path -</c>.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    public string[] Path { get; set; } = [];

    /// <summary>Files to import, taken as written. Alias: <c>-PSPath</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralSet)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Rows: objects of Get-Dhis2DataValueSet, rows of Import-Csv, hashtables, files of Get-ChildItem, or streams.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Format of the files: <c>Csv</c>, <c>Json</c> or <c>Xml</c>, which is ADX, too. Default: their first character tells.</summary>
    [Parameter]
    public DataValueFormat? Format { get; set; }

    /// <summary>
    /// What separates the columns of CSV. Default: the comma, semicolon, tab or bar by which the first line falls into columns. Example: <c>-Delimiter ';'</c>.
    /// </summary>
    [Parameter]
    public char? Delimiter { get; set; }

    /// <summary>
    /// Encoding of the files: <c>utf8</c>, <c>unicode</c>, <c>windows-1252</c> and so on, or a code page. Default: the byte order mark tells, the zeros of UTF-16,
    /// or the declaration of XML, else it is UTF-8.
    /// </summary>
    [Parameter]
    [EncodingArgument]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public Encoding? Encoding { get; set; }

    /// <summary>Uid of the data set of rows that name none. Give it on 2.43 for data elements that are in several data sets. Example: <c>-DataSet J33aMjt3IoU</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RowDataSetCompleter))]
    public Dhis2Reference? DataSet { get; set; }

    /// <summary>Period of rows that name none. Example: <c>-Period 202401</c>.</summary>
    [Parameter]
    public string? Period { get; set; }

    /// <summary>Org unit of rows that name none.</summary>
    [Parameter]
    public Dhis2Reference? OrgUnit { get; set; }

    /// <summary>Attribute option combo of rows that name none. Default: the server's default one.</summary>
    [Parameter]
    public Dhis2Reference? AttributeOptionCombo { get; set; }

    /// <summary>
    /// What may happen to values: <c>CreateAndUpdate</c> (default), <c>Create</c> (leave what is there), <c>Update</c> (only what is there), <c>Delete</c>.
    /// Servers from 2.43 on take no notice of <c>Create</c> and <c>Update</c>: there the values are read before each request, which somebody else may change
    /// in the moment between.
    /// </summary>
    [Parameter]
    public ImportStrategy ImportStrategy { get; set; }

    /// <summary>Passes over locks and approvals. It counts for superusers only, and never beats <c>-WhatIf</c>.</summary>
    [Parameter]
    public SwitchParameter OverrideLock { get; set; }

    /// <summary>
    /// Marks the data set as complete on that day once all rows are in: nothing where a row was rejected, not sent or is unknown. Needs <c>-DataSet</c>,
    /// <c>-Period</c> and <c>-OrgUnit</c>, and excludes <c>-Async</c>. Example: <c>-CompleteDate 2024-02-05</c>.
    /// </summary>
    [Parameter]
    public TimeArgument? CompleteDate { get; set; }

    /// <summary>
    /// What the server is to check beyond what it checks by itself, with its own words for a row that it rejects: <c>Periods</c>, <c>DataElements</c>,
    /// <c>CategoryOptionCombos</c>, <c>AttributeOptionCombos</c>, <c>OrgUnits</c>, <c>CategoryOptionComboGiven</c>, <c>AttributeOptionComboGiven</c>. 2.40 to
    /// 2.42; later servers always check the first five.
    /// </summary>
    [Parameter]
    public ImportCheck[] ServerCheck { get; set; } = [];

    /// <summary>
    /// Lets the server take all values for new ones and look for none of them: quicker where none of them is there, and a failed import where some are. 2.40 to
    /// 2.42; later servers take no notice.
    /// </summary>
    [Parameter]
    public SwitchParameter SkipExistingCheck { get; set; }

    /// <summary>Writes no audit trail. 2.40 to 2.42, and with the right authority only; later servers take no notice.</summary>
    [Parameter]
    public SwitchParameter SkipAudit { get; set; }

    /// <summary>Lets the server load its metadata before the import: quicker for large imports. 2.40 to 2.42; later servers take no notice.</summary>
    [Parameter]
    public SwitchParameter PreheatCache { get; set; }

    /// <summary>
    /// Sends rows without comparing them with their data sets. Else each row is compared before it is sent: data element in the data set, org unit assigned to
    /// it and open, type of the period, option combos, periods that are not open yet. For one such row 2.43 refuses all rows of a request, and they are
    /// rejected here; 2.40 to 2.42 store most of them, and they are sent with a warning. Values are compared with value types and option sets for 2.43 and
    /// with <c>-Strict</c>: else older servers judge them row by row.
    /// </summary>
    [Parameter]
    public SwitchParameter SkipPreflight { get; set; }

    /// <summary>With 2.40 to 2.42: rejects the rows that 2.43 would refuse before they are sent, those included that these servers store.</summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <summary>
    /// Reads back every row that the server says it took. One that it does not hold as sent counts as unknown. Without this switch only what an answer leaves
    /// open is read back.
    /// </summary>
    [Parameter]
    public SwitchParameter Verify { get; set; }

    /// <summary>Reads nothing back: rows whose answer is lost, or says nothing of them, are sent again without a look, and stay unknown where that does not settle them.</summary>
    [Parameter]
    public SwitchParameter NoReadBack { get; set; }

    /// <summary>Rows a request: 1 to 1000000. Default: begins with 2000 and doubles while requests take less than 10 seconds, up to 50000.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int? BatchSize { get; set; }

    /// <summary>
    /// How many requests may be under way at once: 1 to 16. Servers write one after the other, so that more than one pays where the way to the server is long.
    /// Rows of one org unit are never under way in two requests. With <c>-Async</c>: how many tasks the server has at once; the next starts when one is over.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 16)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>
    /// Imports one share of the rows, such as <c>3/16</c>: the third of sixteen, by org unit, so that workers that import one file side by side never share an
    /// org unit. Each reads the whole file. Join-Dhis2ImportReport makes one report of theirs, and names a share that is missing.
    /// </summary>
    [Parameter]
    public string? Partition { get; set; }

    /// <summary>
    /// Lets the server import in tasks of its own, and writes those tasks: pipe them to Wait-Dhis2Task, or add <c>-Wait</c>. For servers behind a proxy that
    /// cuts long requests.
    /// </summary>
    [Parameter]
    public SwitchParameter Async { get; set; }

    /// <summary>
    /// A file that keeps the journal of the import, so that it can go on after its process was killed: run the same command with the same file. Rows that were stored are
    /// not sent again, those that were under way are looked up first, and the report covers all runs. For files alone, and not with <c>-Async</c>. Where the content of
    /// the files, the options or the server are others than those of the journal, it is an error. Example: <c>-CheckpointPath ./2024.journal</c>.
    /// </summary>
    [Parameter]
    public string? CheckpointPath { get; set; }

    /// <summary>
    /// Further parameters of the import: a hashtable, or texts of the form <c>name=value</c>. Example: <c>-Query @{ notificationLevel = 'INFO' }</c>. What
    /// has a parameter here, or is the import's own business (<c>async</c>, <c>dryRun</c>, <c>importStrategy</c>, <c>format</c>, <c>compression</c>, the id
    /// schemes and the like), is refused, and the error names the parameter to use.
    /// </summary>
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
        SkipExistingCheck = SkipExistingCheck,
        ServerChecks = ServerCheck,
        CompleteDate = CompleteDate?.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        Verify = Verify,
        NoReadBack = NoReadBack,
        SkipPreflight = SkipPreflight,
        Strict = Strict,
        Partition = Partition is null ? null : ImportPartition.Parse(Partition),
        BatchSize = BatchSize,
        ThrottleLimit = ThrottleLimit,
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
