using System.Management.Automation;
using Dhis2.Client.DataValues;
using Dhis2.Client.SystemInfo;
using Dhis2.PowerShell.Base;

namespace Dhis2.PowerShell.Commands;

/// <summary>Base of the cmdlets that select data values: what was given, by parameters and by the pipeline, becomes queries.</summary>
/// <typeparam name="T">What is written.</typeparam>
public abstract partial class DataValueSelectionCmdlet<T> : IdSchemeQueryCmdlet<T>
{
    // Properties that bind to parameters: an object that has one needs no known type.
    private static readonly string[] s_names = [nameof(OrgUnit), nameof(DataSet), nameof(Period)];

    private readonly SelectorIds _selectors;
    private bool _hasWarned;

    /// <summary>Makes the cmdlet.</summary>
    protected DataValueSelectionCmdlet() =>
        _selectors = new SelectorIds(Find, (references, work) => ForEachItem(references, work, reference => reference.Item));

    /// <summary>Whether something that was given stands for nothing, and has been reported and left out.</summary>
    protected bool IsIncomplete { get; private set; }

    /// <inheritdoc/>
    protected sealed override void ProcessInput()
    {
        var isWhole = false;
        try
        {
            isWhole = Take();
        }
        finally
        {
            IsIncomplete |= !isWhole;
        }
    }

    /// <summary>Takes the query of an input.</summary>
    protected abstract void Add(DataValueQuery query);

    // False where something was left out.
    private bool Take()
    {
        var query = NewQuery();
        WarnOfIgnored(query);
        var isWhole = true;
        foreach (var (list, references) in Selectors())
        {
            var ids = _selectors.Ids(list, references, query.Extra);
            // Each of them has been reported as an error; a query without this selector would return other values.
            if (ids.Count == 0 && references.Count > 0)
                return false;
            isWhole &= ids.Count == references.Count;
            query = With(query, list, ids);
        }
        Add(query);
        return isWhole;
    }

    // They are the same for each input.
    private void WarnOfIgnored(DataValueQuery query)
    {
        if (_hasWarned)
            return;
        _hasWarned = true;
        foreach (var name in query.IgnoredBy(Caller.Session))
            WriteWarning($"The server is of {Caller.Session.Version} and passes over '{name}', which servers know from 2.43 on: the values come as if it had not been given.");
    }

    // What was given for each list, by parameters and by the pipeline object. The object's type decides its list: an id alone does not say what it is of.
    private List<(string List, IReadOnlyList<Dhis2Reference> References)> Selectors()
    {
        List<(string List, IReadOnlyList<Dhis2Reference> References)> given =
        [
            ("dataSets", Given(DataSet)), ("dataElementGroups", Given(DataElementGroup)), ("dataElements", Given(DataElement)), ("organisationUnits", Given(OrgUnit)),
            ("organisationUnitGroups", Given(OrgUnitGroup)), ("categoryOptionCombos", Given(AttributeOptionCombo)),
        ];
        if (InputObject is not { } input)
            return given;
        var list = MetadataReference.TypeOf(input) ?? (input.BaseObject is string ? "organisationUnits" : null);
        var at = given.FindIndex(g => g.List == list);
        if (at >= 0)
            given[at] = (list!, [.. given[at].References, new Dhis2Reference(input)]);
        else if (list is not null || !Array.Exists(s_names, name => input.Properties[name] is not null))
            throw Unclear(input);
        return given;
    }

    // A property of a piped object may be null.
    private static List<Dhis2Reference> Given(Dhis2Reference?[]? references) => [.. (references ?? []).OfType<Dhis2Reference>()];

    private static DataValueQuery With(DataValueQuery query, string list, IReadOnlyList<string> ids) => list switch
    {
        "dataSets" => query with { DataSets = ids },
        "dataElementGroups" => query with { DataElementGroups = ids },
        "dataElements" => query with { DataElements = ids },
        "organisationUnits" => query with { OrgUnits = ids },
        "organisationUnitGroups" => query with { OrgUnitGroups = ids },
        _ => query with { AttributeOptionCombos = ids },
    };

    private static Dhis2InputException Unclear(PSObject input) => new(
        $"'{input}' does not say whether it is an org unit or a data set.", "Pipe what Get-Dhis2OrgUnit or Get-Dhis2Metadata gives, or objects with the properties OrgUnit, DataSet or Period.")
    { Item = input };

    private DataValueQuery NewQuery() => new()
    {
        // A property of a piped object may be null.
        Periods = [.. (Period ?? []).Where(period => !string.IsNullOrEmpty(period))],
        StartDate = StartDate?.Day,
        EndDate = EndDate?.Day,
        Children = Children,
        IncludeDeleted = IncludeDeleted,
        LastUpdated = LastUpdated?.OnServer(() => Await(token => ServerTimeZone.ReadAsync(Caller, token))),
        LastUpdatedDuration = LastUpdatedDuration,
        Limit = Limit,
        Level = Level,
        Order = Order ?? [],
        Schemes = Schemes,
        Extra = QueryArgument.Parse(Query),
    };
}
