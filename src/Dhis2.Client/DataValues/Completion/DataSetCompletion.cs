namespace Dhis2;

/// <summary>That a data set is complete, or is not, for a period and an org unit (server: <c>CompleteDataSetRegistration</c>).</summary>
public sealed class DataSetCompletion
{
    /// <summary>Data set, by the id scheme in use.</summary>
    public string? DataSet { get; init; }

    /// <summary>Period in DHIS2's ISO form, such as <c>202401</c>.</summary>
    public string? Period { get; init; }

    /// <summary>Org unit.</summary>
    public string? OrgUnit { get; init; }

    /// <summary>The same as <see cref="OrgUnit"/>, by the server's word for it.</summary>
    public string? OrganisationUnit => OrgUnit;

    /// <summary>Attribute option combo; null means the default one.</summary>
    public string? AttributeOptionCombo { get; init; }

    /// <summary>Whether it is complete. A registration that was taken back may stay with <c>false</c>.</summary>
    public bool Completed { get; init; } = true;

    /// <summary>The day of the registration, by the server's clock; null in what is sent means now.</summary>
    public DateTime? Date { get; init; }

    /// <summary>User name of who registered it; null in what is sent means the session's user.</summary>
    public string? StoredBy { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{DataSet} {Period} {OrgUnit}{(AttributeOptionCombo is null ? "" : " " + AttributeOptionCombo)}{(Completed ? "" : " (not complete)")}";
}
