using System.Management.Automation;
using Dhis2.Client.Metadata.Import;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

// What can be given to it.
public sealed partial class ImportDhis2MetadataCommand
{
    /// <summary>
    /// Files to import, of the form <c>{"dataElements":[...]}</c>, each also packed as gzip or zip: their content tells, and not their names. Of a folder, all
    /// <c>.json</c> files in it and below it, such as Export-Dhis2Metadata <c>-Directory</c> writes them. Wildcards are resolved. All files go out in one request.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    public string[] Path { get; set; } = [];

    /// <summary>Files or folders to import, taken as written. Alias: <c>-PSPath</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralSet)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// Objects: those of this module, hashtables, or rows of Import-Csv, of the type that <c>-Type</c> says where they do not tell it themselves; a whole package, such as
    /// ConvertFrom-Json makes of an export; or files of Get-ChildItem.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>
    /// The type of objects of the pipeline that do not tell it, or of a file that is a bare list. Objects that came from Get-Dhis2Metadata tell it. Example:
    /// <c>-Type dataElements</c>.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(MetadataTypeCompleter))]
    public string? Type { get; set; }

    /// <summary>
    /// What the rows of CSV files are, in the server's word: <c>DATA_ELEMENT</c>, <c>CATEGORY_OPTION</c>, <c>OPTION_SET</c>, <c>ORGANISATION_UNIT</c> and so on. The files
    /// go to the server as they are, as UTF-8, each in a request of its own.
    /// </summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralSet)]
    [ValidateNotNullOrEmpty]
    public string? ClassKey { get; set; }

    /// <summary>The first row of CSV files is an object, and does not name the columns.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralSet)]
    public SwitchParameter NoHeader { get; set; }

    /// <summary>
    /// <c>Commit</c> (default) stores the objects; <c>Validate</c> asks the server what it would do, as <c>-WhatIf</c> does. A trial sees neither that an object is in use
    /// nor that org units are above each other in a circle.
    /// </summary>
    [Parameter]
    public MetadataImportMode ImportMode { get; set; }

    /// <summary>
    /// What identifies objects and those they refer to: <c>Uid</c> (default), <c>Code</c> or <c>Auto</c>, the uid or else the code. Codes in references are understood with
    /// <c>Code</c> alone.
    /// </summary>
    [Parameter]
    public MetadataIdentifier Identifier { get; set; }

    /// <summary>What may be done: <c>CreateAndUpdate</c> (default), <c>Create</c>, <c>Update</c> or <c>Delete</c>, for which objects need no more than an id. Deletion is slow, and wants children before their parents.</summary>
    [Parameter]
    public MetadataImportStrategy ImportStrategy { get; set; }

    /// <summary>
    /// What becomes of the other objects where some are refused: <c>All</c> (default) stores none of them, <c>None</c> stores those that it can. A deletion stores what it
    /// can in both.
    /// </summary>
    [Parameter]
    public MetadataAtomicMode AtomicMode { get; set; }

    /// <summary>When the server writes to its database: <c>Auto</c> (default), or <c>Object</c>, after each object, which is slower.</summary>
    [Parameter]
    public MetadataFlushMode FlushMode { get; set; }

    /// <summary>What the server's own report holds: <c>Errors</c> (default), or <c>Full</c>, all objects. The report of this cmdlet accounts for all either way.</summary>
    [Parameter]
    public MetadataReportMode ReportMode { get; set; }

    /// <summary>Leaves sharing as it is on the server: users and groups of another server would be refused.</summary>
    [Parameter]
    public SwitchParameter SkipSharing { get; set; }

    /// <summary>Leaves translations as they are on the server.</summary>
    [Parameter]
    public SwitchParameter SkipTranslation { get; set; }

    /// <summary>Has the server check nothing before it writes. What is wrong is then told in the words of its database, without the object.</summary>
    [Parameter]
    public SwitchParameter SkipValidation { get; set; }

    /// <summary>Objects a request, for objects of one type: 1 to 100000. Default: all in one request, because they refer to each other.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int? BatchSize { get; set; }

    /// <summary>
    /// Has the server make the category option combos of category combos that were imported, which an import does not; also those of stored combos, where categories were
    /// imported.
    /// </summary>
    [Parameter]
    public SwitchParameter UpdateOptionCombos { get; set; }

    /// <summary>Clears the server's caches and tries once more, where a server of 2.40 to 2.42 refuses data sets because its database is new.</summary>
    [Parameter]
    public SwitchParameter ClearCache { get; set; }

    /// <summary>
    /// Runs the import as a task of the server, and writes the task; with <c>-Wait</c> the report, by what the task leaves. A trial (<c>-WhatIf</c>) runs without.
    /// </summary>
    [Parameter]
    public SwitchParameter Async { get; set; }
}

/// <summary>Whether a metadata import stores anything (server: <c>ObjectBundleMode</c>).</summary>
public enum MetadataImportMode
{
    /// <summary>It does.</summary>
    Commit,

    /// <summary>It is only tried.</summary>
    Validate,
}
