using System.Management.Automation;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads data elements.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2DataElement", SupportsPaging = true)]
[OutputType("Dhis2.DataElement")]
public sealed class GetDhis2DataElementCommand : MetadataQueryCmdlet
{
    /// <summary>Data sets, as behind <c>-Id</c>: reads the data elements in them. Example: <c>-DataSet J33aMjt3IoU</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RelatedCompleter))]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? DataSet { get; set; }

    /// <summary>Data element groups, as behind <c>-Id</c>: reads their members. Example: <c>-Group code:MALARIA</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RelatedCompleter))]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? Group { get; set; }

    /// <summary>Value types. Example: <c>-ValueType NUMBER, PERCENTAGE</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConstantCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? ValueType { get; set; }

    /// <summary>Domain types: <c>AGGREGATE</c> or <c>TRACKER</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConstantCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? DomainType { get; set; }

    /// <inheritdoc/>
    protected override MetadataType ObjectType { get; } = MetadataType.Of("dataElements");

    /// <inheritdoc/>
    protected override string DefaultFields => "id,code,name,displayName,shortName,valueType,domainType,aggregationType,categoryCombo[id,name]";

    /// <inheritdoc/>
    protected override string? ViewName => "Dhis2.DataElement#Overview";

    /// <inheritdoc/>
    protected override IEnumerable<PropertyValues> OneOf => [.. Constants("valueType", ValueType), .. Constants("domainType", DomainType)];

    /// <inheritdoc/>
    protected override IEnumerable<RelatedObjects> Related =>
    [
        new("dataSetElements.dataSet.id", "dataSets", DataSet) { IsCollection = true },
        new("dataElementGroups.id", "dataElementGroups", Group) { IsCollection = true },
    ];
}
