using System.Management.Automation;
using Dhis2.Client.DataValues;
using Dhis2.Client.SystemInfo;
using Dhis2.PowerShell.Base;

namespace Dhis2.PowerShell.Commands;

/// <summary>Streams data values as the server sends them.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2DataValueSet", SupportsPaging = true)]
[OutputType(typeof(DataValue))]
public sealed class GetDhis2DataValueSetCommand : DataValueSelectionCmdlet<DataValue>
{
    // Large enough to make the hand-over between threads cheap, small enough to stay in generation 0 of the garbage collector.
    private const int BatchSize = 1000;

    private readonly OrgUnitCollector _orgUnits;

    /// <summary>Makes the cmdlet.</summary>
    public GetDhis2DataValueSetCommand() => _orgUnits = new OrgUnitCollector(TryRead);

    /// <inheritdoc/>
    protected override string Activity => "Reading data values";

    /// <inheritdoc/>
    protected override void Add(DataValueQuery query) => _orgUnits.Add(query);

    /// <inheritdoc/>
    protected override void Finish() => _orgUnits.ReadRest();

    private static string Target(DataValueQuery query) => string.Join(", ", query.OrgUnits.Count > 0 ? query.OrgUnits : query.DataSets);

    private bool TryRead(DataValueQuery query)
    {
        var isRead = false;
        ForEachItem([query], q =>
        {
            Read(q);
            isRead = true;
        }, Target);
        return isRead;
    }

    private void Read(DataValueQuery query)
    {
        var reader = new OrgUnitValueReader(Caller, BatchSize, token => ServerTimeZone.ReadAsync(Caller, token), (orgUnit, refusal) => Post(() => WriteError(refusal, orgUnit)));
        Write(QuerySource.Stream(token => reader.ReadAsync(query, token)));
    }
}
