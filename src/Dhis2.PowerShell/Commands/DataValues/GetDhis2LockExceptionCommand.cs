using System.Management.Automation;
using System.Runtime.CompilerServices;
using Dhis2.Client.DataValues.Locks;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Lists lock exceptions: data sets that are open again for a period and an org unit.</summary>
/// <parameter name="IncludeTotalCount">Writes the total number of lock exceptions before them; with a parameter that chooses among them, says that it is unknown.</parameter>
[Cmdlet(VerbsCommon.Get, "Dhis2LockException", SupportsPaging = true, DefaultParameterSetName = "Single")]
[OutputType(typeof(LockException))]
public sealed class GetDhis2LockExceptionCommand : Dhis2QueryCmdlet<LockException>
{
    private HashSet<string>? _sets;
    private HashSet<string>? _units;

    /// <summary>Only those of these data sets: ids, names, <c>code:X</c> or objects. Example: <c>-DataSet J33aMjt3IoU</c>.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(DataSetCompleter))]
    public Dhis2Reference[] DataSet { get; set; } = [];

    /// <summary>Only those of these periods. Example: <c>-Period 202401</c>.</summary>
    [Parameter(Position = 1)]
    public string[] Period { get; set; } = [];

    /// <summary>Only those of these org units: ids, names, <c>code:X</c> or objects. Example: <c>-OrgUnit KFiYEZCK1ek</c>.</summary>
    [Parameter(Position = 2, ParameterSetName = "Single")]
    [Alias("OrganisationUnit")]
    public Dhis2Reference[] OrgUnit { get; set; } = [];

    /// <summary>Writes each data set and period that has lock exceptions once, without the org units. Example: <c>-Combination</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Combination")]
    public SwitchParameter Combination { get; set; }

    /// <inheritdoc/>
    protected override string Activity => "Reading lock exceptions";

    private bool ChoosesAmong => _sets is not null || _units is not null || Period.Length > 0;

    /// <inheritdoc/>
    protected override bool IsWanted(LockException item) =>
        _sets?.Contains(item.DataSet ?? "") != false && _units?.Contains(item.OrgUnit ?? "") != false && (Period.Length == 0 || Period.Contains(item.Period));

    /// <inheritdoc/>
    protected override void Finish()
    {
        _sets = Wanted(DataSet, "dataSets");
        _units = Wanted(OrgUnit, "organisationUnits");
        var store = new LockExceptionStore(Caller);
        if (Combination)
            Write(QuerySource.Stream(token => CombinationsAsync(store, token)));
        else if (ChoosesAmong)
            Write(QuerySource.Part(token => store.ReadAllAsync(0, ulong.MaxValue, token)));
        else
            Write(QuerySource.Whole(store.ReadAllAsync));
    }

    private HashSet<string>? Wanted(Dhis2Reference[] references, string list) => references.Length == 0 ? null : new HashSet<string>(Resolve(references, MetadataType.Of(list)), StringComparer.Ordinal);

    private static async IAsyncEnumerable<IReadOnlyList<LockException>> CombinationsAsync(LockExceptionStore store, [EnumeratorCancellation] CancellationToken stop)
    {
        yield return await store.ReadCombinationsAsync(stop).ConfigureAwait(false);
    }
}
