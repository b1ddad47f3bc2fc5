using System.Management.Automation;
using Dhis2.Client.DataValues.SingleValues;
using Dhis2.Client.SystemInfo;
using Dhis2.PowerShell.Base;

namespace Dhis2.PowerShell.Commands;

/// <summary>
/// Base of the cmdlets for single data values: the place of a value, by parameters or by the properties of an object of the pipeline, such as a data value that was
/// read or a row of Import-Csv. Several data elements, periods, org units and category option combos are all places that they make together.
/// </summary>
public abstract class DataValueCellCmdlet : Dhis2SessionCmdlet
{
    // The same few names stand in row after row.
    private readonly Dictionary<(string List, ObjectKey Key), string> _ids = [];
    private DataValueStore? _store;

    /// <summary>Data elements: ids, names, <c>code:X</c>, or objects. Example: <c>-DataElement wQnWB75rNpL</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public Dhis2Reference?[] DataElement { get; set; } = [];

    /// <summary>Periods: <c>202401</c> (month), <c>2024Q1</c> (quarter), <c>2024W5</c> (week), <c>20240131</c> (day), <c>2024</c> (year). Example: <c>-Period 202401, 202402</c>.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string?[] Period { get; set; } = [];

    /// <summary>Org units: ids, names, <c>code:X</c>, or objects. Example: <c>-OrgUnit OspiCZXWiTj</c>.</summary>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public Dhis2Reference?[] OrgUnit { get; set; } = [];

    /// <summary>Category option combos: ids, names, <c>code:X</c>. Default: the default one, for data elements without categories. Example: <c>-CategoryOptionCombo T263yzuGhlX</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public Dhis2Reference?[]? CategoryOptionCombo { get; set; }

    /// <summary>The attribute option combo: id, name, <c>code:X</c>. Default: the default one, for data sets without categories. Example: <c>-AttributeOptionCombo Wy87rYjlpSG</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public Dhis2Reference? AttributeOptionCombo { get; set; }

    /// <summary>The category combo of the attribute, with <c>-CategoryOption</c> in place of <c>-AttributeOptionCombo</c>. Example: <c>-CategoryCombo V5e40BenjAR</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public Dhis2Reference? CategoryCombo { get; set; }

    /// <summary>The attribute's category options, one of each category of <c>-CategoryCombo</c>. Example: <c>-CategoryOption flq05GzJcWM</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public Dhis2Reference?[]? CategoryOption { get; set; }

    /// <summary>The values of the session's server.</summary>
    private protected DataValueStore Store => _store ??= new DataValueStore(Caller, token => ServerTimeZone.ReadAsync(Caller, token));

    /// <summary>Does something for each place that is given; what is wrong with one is that one's error, and the others go on.</summary>
    protected void ForEachCell(Action<DataValueCell> process) => ForEachItem(Cells(), given => process(given.Find(IdOf)), given => given.AsWritten());

    /// <summary>Whether a parameter was given, by the user or by the object of the pipeline.</summary>
    private protected bool Has(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>The id of one object of a list; null where none is given.</summary>
    private protected string? OptionalId(Dhis2Reference? reference, string list) => Given(reference) is { } given ? IdOf(given, list) : null;

    /// <summary>The place as a question names it.</summary>
    private protected string Named(DataValueCell cell) => $"{cell} on {Caller.Session.Uri}";

    // An empty field of a CSV file, and a property that is null, give nothing.
    private static Dhis2Reference? Given(Dhis2Reference? reference) => reference is { Key: null } && string.IsNullOrWhiteSpace(reference.ToString()) ? null : reference;

    private IEnumerable<GivenCell> Cells() =>
        from element in DataElement.DefaultIfEmpty()
        from period in Period.DefaultIfEmpty()
        from orgUnit in OrgUnit.DefaultIfEmpty()
        from combo in (CategoryOptionCombo ?? []).DefaultIfEmpty()
        select new GivenCell(Given(element), period?.Trim(), Given(orgUnit), Given(combo))
        {
            AttributeOptionCombo = Given(AttributeOptionCombo),
            CategoryCombo = Given(CategoryCombo),
            CategoryOption = [.. (CategoryOption ?? []).Select(Given).OfType<Dhis2Reference>()],
        };

    private string IdOf(Dhis2Reference reference, string list)
    {
        if (reference.Key is not { Kind: not ObjectKeyKind.Id } key)
            return Find([reference], MetadataType.Of(list)).IdOf(reference);
        if (!_ids.TryGetValue((list, key), out var id))
            _ids[(list, key)] = id = Find([reference], MetadataType.Of(list)).IdOf(reference);
        return id;
    }
}
