using System.Management.Automation;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Base of the cmdlets that change something about data sets in periods at org units: for each data set, each period and each org unit that are given.</summary>
/// <typeparam name="T">What is changed, one at a time.</typeparam>
public abstract class DataSetChangeCmdlet<T> : Dhis2ChangeCmdlet<T>
{
    private readonly SelectorIds _selectors;

    /// <summary>Makes a cmdlet.</summary>
    protected DataSetChangeCmdlet() => _selectors = new SelectorIds(Find, (references, work) => ForEachItem(references, work, reference => reference.Item));

    /// <summary>Data sets: ids, names, <c>code:X</c> or objects; also from the property DataSet of objects in the pipeline. Example: <c>-DataSet J33aMjt3IoU</c>.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DataSetCompleter))]
    public Dhis2Reference[] DataSet { get; set; } = [];

    /// <summary>Periods as DHIS2 writes them; also from the property Period of objects in the pipeline. Example: <c>-Period 202401, 202402</c>.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string[] Period { get; set; } = [];

    /// <summary>Org units: ids, names, <c>code:X</c> or objects; also from the property OrgUnit of objects in the pipeline. Example: <c>-OrgUnit KFiYEZCK1ek</c>.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("OrganisationUnit")]
    public Dhis2Reference[] OrgUnit { get; set; } = [];

    /// <summary>Org units of Get-Dhis2OrgUnit, data sets of Get-Dhis2Metadata, ids of org units as texts, or objects with the properties DataSet, Period and OrgUnit.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Each data set in each period at each org unit of an input. What cannot be found is reported and left out.</summary>
    private protected IReadOnlyList<(string DataSet, string Period, string OrgUnit)> Places() =>
        PlacesOf(Ids(DataSet, "dataSets", "-DataSet"), PeriodsAndUnits());

    /// <summary>Each period at each org unit of an input.</summary>
    private protected IReadOnlyList<(string Period, string OrgUnit)> PeriodsAndUnits()
    {
        PipedPlace.Check(InputObject);
        var periods = PipedPlace.Periods(Period);
        if (periods.Count == 0)
            throw PipedPlace.Missing("-Period", InputObject);
        return [.. from unit in Ids(OrgUnit, "organisationUnits", "-OrgUnit") from period in periods select (period, unit)];
    }

    /// <summary>The ids that references to objects of a list stand for, the object of the pipeline included.</summary>
    /// <param name="references">What was given.</param>
    /// <param name="list">The list, such as <c>dataSets</c>.</param>
    /// <param name="required">The parameter that cannot be left out; null where it can.</param>
    private protected IReadOnlyList<string> Ids(Dhis2Reference[] references, string list, string? required)
    {
        var given = PipedPlace.With(InputObject, references, list);
        return given.Count == 0 && required is not null ? throw PipedPlace.Missing(required, InputObject) : _selectors.Ids(list, given, []);
    }

    private static List<(string DataSet, string Period, string OrgUnit)> PlacesOf(IReadOnlyList<string> sets, IReadOnlyList<(string Period, string OrgUnit)> places) =>
        [.. from set in sets from place in places select (set, place.Period, place.OrgUnit)];
}
