namespace Dhis2.Sandbox.DataValues;

/// <summary>What tells one data value from another. A period is its id: the server has one row for each.</summary>
internal readonly record struct ValueKey(string Element, string Period, string OrgUnit, string OptionCombo, string AttributeCombo);

/// <summary>What is kept under a key. A deleted value stays as a row with a mark.</summary>
internal sealed record StoredValue
{
    public string? Value { get; init; }

    public string? Comment { get; init; }

    public bool FollowUp { get; init; }

    public bool Deleted { get; init; }

    public string StoredBy { get; init; } = "admin";

    public DateTime Created { get; init; }

    public DateTime LastUpdated { get; init; }
}
