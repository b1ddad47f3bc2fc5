namespace Dhis2.Sandbox.DataValues;

/// <summary>What a request brought: the envelope and its rows.</summary>
internal sealed class DataValueSet
{
    public string? DataSet { get; set; }

    public string? Period { get; set; }

    public string? OrgUnit { get; set; }

    public string? AttributeCombo { get; set; }

    public string? CompleteDate { get; set; }

    /// <summary>A dry run may also be asked for in the body.</summary>
    public bool DryRun { get; set; }

    /// <summary>A strategy in the body; only up to 2.42 obeyed.</summary>
    public string? Strategy { get; set; }

    /// <summary>Id schemes named in the body.</summary>
    public Dictionary<string, string?> Schemes { get; } = new(StringComparer.Ordinal);

    public DeletionScope? Deletion { get; set; }

    public List<DataValueRow> Rows { get; } = [];

    /// <summary>The body where it is ADX, which is read as the version imports it; null for any other format.</summary>
    public byte[]? Adx { get; init; }
}

/// <summary>What 2.43 deletes before it writes.</summary>
internal sealed record DeletionScope(
    IReadOnlyList<string> OrgUnits, IReadOnlyList<string> Periods, IReadOnlyList<(string Element, string? OptionCombo, string? AttributeCombo)> Elements);

/// <summary>One row as it came; everything may be missing.</summary>
internal sealed record DataValueRow
{
    public string? Element { get; init; }

    public string? Period { get; init; }

    public string? OrgUnit { get; init; }

    public string? OptionCombo { get; init; }

    public string? AttributeCombo { get; init; }

    public string? Value { get; init; }

    public string? Comment { get; init; }

    public string? StoredBy { get; init; }

    public bool? FollowUp { get; init; }

    public bool? Deleted { get; init; }

    /// <summary>The data set and the word on locks, of a single value.</summary>
    public string? DataSet { get; init; }

    public string? Force { get; init; }

    /// <summary>Categories with their options, which 2.43 reads in place of an option combo.</summary>
    public IReadOnlyDictionary<string, string?>? Categories { get; init; }
}

/// <summary>A body that cannot be read: the answer's status and message are the server's.</summary>
internal sealed class UnreadableBodyException(int status, string? text, string? errorCode = null) : Exception
{
    public int Status => status;

    /// <summary>The message; none where the server gives none.</summary>
    public string? Text => text;

    public string? ErrorCode => errorCode;
}
