namespace Dhis2;

/// <summary>What became of the completion of a data set that an import asks for, or an imported file with its <c>completeDate</c>.</summary>
public sealed class ImportedCompletion
{
    internal ImportedCompletion(string? file, DataValue place, string? date)
    {
        File = file;
        DataSet = place.DataSet;
        Period = place.Period;
        OrgUnit = place.OrgUnit;
        AttributeOptionCombo = place.AttributeOptionCombo;
        Date = date;
    }

    /// <summary>The file that asks for it; null where the import itself does.</summary>
    public string? File { get; }

    /// <summary>The data set, by the file's id scheme.</summary>
    public string? DataSet { get; }

    /// <summary>The period.</summary>
    public string? Period { get; }

    /// <summary>The org unit, by the file's id scheme.</summary>
    public string? OrgUnit { get; }

    /// <summary>The attribute option combo; null for the default one.</summary>
    public string? AttributeOptionCombo { get; }

    /// <summary>The day of completion; null for the day of the import.</summary>
    public string? Date { get; }

    /// <summary>Whether the server has registered it.</summary>
    public bool IsRegistered { get; internal init; }

    /// <summary>What became of it, in words.</summary>
    public required string Message { get; init; }

    /// <summary>What the server refused it with; null when it was registered, or not asked for because rows did not go in.</summary>
    public Dhis2Exception? Error { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => $"{DataSet} {Period} {OrgUnit}: {Message}";
}
