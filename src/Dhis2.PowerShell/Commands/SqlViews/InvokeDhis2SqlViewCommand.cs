using System.Collections;
using System.Management.Automation;
using Dhis2.Client.SqlViews;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Streams the rows of a SQL view as objects.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "Dhis2SqlView", SupportsPaging = true, SupportsShouldProcess = true)]
[OutputType("Dhis2.SqlViewRow")]
public sealed class InvokeDhis2SqlViewCommand : Dhis2QueryCmdlet<object>
{
    private const int BatchSize = 1000;
    private static readonly MetadataType s_type = MetadataType.Of("sqlViews");

    /// <summary>The SQL views: ids, code:X, names, or objects that have an id.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uid")]
    [ArgumentCompleter(typeof(SqlViewCompleter))]
    public Dhis2Reference[] Id { get; set; } = [];

    /// <summary>Columns that must equal a value: @{ code = 'OU_1' }.</summary>
    [Parameter]
    public Hashtable? Criteria { get; set; }

    /// <summary>Values for the variables of the query: @{ level = 2 }.</summary>
    [Parameter]
    public Hashtable? Variable { get; set; }

    /// <summary>Filters, column:operator:value; here ^like is "starts with" and $like "ends with".</summary>
    [Parameter]
    public string[] Filter { get; set; } = [];

    /// <summary>Columns to read.</summary>
    [Parameter]
    [Alias("Property")]
    public string[] Fields { get; set; } = [];

    /// <summary>Creates the database's view first, as a view or a materialized view that was never executed needs it.</summary>
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
