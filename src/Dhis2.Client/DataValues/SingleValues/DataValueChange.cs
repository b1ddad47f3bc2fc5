namespace Dhis2.Client.DataValues.SingleValues;

/// <summary>What is to be set of a data value; what is null stays as it is.</summary>
public sealed record DataValueChange
{
    /// <summary>The value as the server reads it; an empty one would delete, and is refused.</summary>
    public string? Value { get; init; }

    /// <summary>The remark; an empty one takes the stored one away.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether the value is marked for follow-up.</summary>
    public bool? FollowUp { get; init; }

    /// <summary>The data set whose rules hold, where the data element is in several.</summary>
    public string? DataSet { get; init; }

    /// <summary>Writes into what is locked, where the account may.</summary>
    public bool OverrideLock { get; init; }

    /// <summary>Refuses a change that sets nothing, and a value that would delete.</summary>
    /// <exception cref="Dhis2InputException">It is such a change.</exception>
    public void Check(DataValueCell cell)
    {
        if (this is { Value: null, Comment: null, FollowUp: null })
            throw new Dhis2InputException($"There is nothing to set at {cell}.", "Give -Value, -Comment or -FollowUp.") { Item = cell };
        if (Value is not null && string.IsNullOrWhiteSpace(Value))
            throw new Dhis2InputException($"The value for {cell} is empty, and the server would delete what is there.", "Delete a value with Remove-Dhis2DataValue.") { Item = cell };
    }
}
