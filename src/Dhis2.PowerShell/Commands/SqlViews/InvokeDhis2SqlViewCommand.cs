using System.Collections;
using System.Management.Automation;
using Dhis2.Client.SqlViews;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Streams the rows of a SQL view as objects.</summary>
/// <parameter name="Confirm">Asks before the request is sent. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Reads the rows but does not execute the view before.</parameter>
[Cmdlet(VerbsLifecycle.Invoke, "Dhis2SqlView", SupportsPaging = true, SupportsShouldProcess = true)]
[OutputType("Dhis2.SqlViewRow")]
public sealed class InvokeDhis2SqlViewCommand : Dhis2QueryCmdlet<object>
{
    private const int BatchSize = 1000;
    private static readonly MetadataType s_type = MetadataType.Of("sqlViews");

    /// <summary>
    /// The SQL views: ids, <c>code:X</c>, whole names, or objects with an id, such as <c>Get-Dhis2Metadata sqlViews</c> gives them. Also from the pipeline.
    /// Alias: <c>-Uid</c>. Example: <c>DQUFnpCowzq</c>.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uid")]
    [ArgumentCompleter(typeof(SqlViewCompleter))]
    public Dhis2Reference[] Id { get; set; } = [];

    /// <summary>
    /// Columns that must equal a value. Letters, digits, blanks, <c>-</c> and <c>_</c> only. Not for columns of dates and booleans. Example:
    /// <c>-Criteria @{ code = 'OU_SAND' }</c>.
    /// </summary>
    [Parameter]
    public Hashtable? Criteria { get; set; }

    /// <summary>
    /// Values for the variables of the query, which stand there as <c>${name}</c>. Letters, digits, blanks, <c>-</c> and <c>_</c> only. Example:
    /// <c>-Variable @{ level = 2 }</c>.
    /// </summary>
    [Parameter]
    public Hashtable? Variable { get; set; }

    /// <summary>
    /// Filters of the form <c>column:operator:value</c>. In SQL views <c>^like</c> means <i>starts with</i> and <c>$like</c> <i>ends with</i>. Example:
    /// <c>-Filter 'name:ilike:clinic'</c>.
    /// </summary>
    [Parameter]
    public string[] Filter { get; set; } = [];

    /// <summary>Columns to read. Alias: <c>-Property</c>. For a view of type QUERY servers obey it only together with <c>-Filter</c> or <c>-Criteria</c>. Default: all.</summary>
    [Parameter]
    [Alias("Property")]
    public string[] Fields { get; set; } = [];

    /// <summary>Creates the view in the database first. For views of type VIEW and MATERIALIZED_VIEW that were never executed.</summary>
    [Parameter]
    public SwitchParameter Execute { get; set; }

    /// <inheritdoc/>
    protected override string Activity => "Reading rows";

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        var found = Find(Id, s_type);
        ForEachItem(Id, view => ReadOne(found.IdOf(view)), view => view.Item);
    }

    private void ReadOne(string id)
    {
        var query = new SqlViewQuery { Id = id, Criteria = Pairs(Criteria), Variables = Pairs(Variable), Filters = Filter, Fields = Fields };
        if (Execute && ShouldProcess($"{id} on {Caller.Session.Uri}", "Execute SQL view"))
            Await(token => SqlViewReader.ExecuteAsync(Caller, id, token));
        Write(QuerySource.Stream(token => SqlViewReader.ReadAsync(Caller, query, new SqlViewRows(), BatchSize, token)));
    }

    private static List<KeyValuePair<string, string>> Pairs(Hashtable? table) =>
        (table ?? []).Cast<DictionaryEntry>().Select(e => new KeyValuePair<string, string>(ServerText.Of(e.Key)!, ServerText.Of(e.Value) ?? "")).ToList();
}
