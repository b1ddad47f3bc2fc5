namespace Dhis2;

/// <summary>One data value: a number, text or choice for a data element, period, org unit and option combos (server: <c>DataValueEntry</c>).</summary>
public sealed class DataValue
{
    /// <summary>Data element, by the id scheme in use.</summary>
    public string? DataElement { get; set; }

    /// <summary>Period in DHIS2's ISO form, such as <c>202401</c>.</summary>
    public string? Period { get; set; }

    /// <summary>Org unit.</summary>
    public string? OrgUnit { get; set; }

    /// <summary>Category option combo; null means the default one.</summary>
    public string? CategoryOptionCombo { get; set; }

    /// <summary>Attribute option combo; null means the default one.</summary>
    public string? AttributeOptionCombo { get; set; }

    /// <summary>The value, always as text.</summary>
    public string? Value { get; set; }

    /// <summary>User who stored it.</summary>
    public string? StoredBy { get; set; }

    /// <summary>When it was first stored.</summary>
    public DateTimeOffset? Created { get; set; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? LastUpdated { get; set; }

    /// <summary>A remark.</summary>
    public string? Comment { get; set; }

    /// <summary>Marked for follow-up.</summary>
    public bool FollowUp { get; set; }

    /// <summary>Deleted (and still remembered by the server), or to be deleted.</summary>
    public bool Deleted { get; set; }

    /// <summary>The data set it was read with or is written to, when one is named.</summary>
    public string? DataSet { get; set; }

    internal DataValue Clone() => (DataValue)MemberwiseClone();

    /// <inheritdoc/>
    public override string ToString() => $"{DataElement} {Period} {OrgUnit} {CategoryOptionCombo} {AttributeOptionCombo} = {Value}";
}
