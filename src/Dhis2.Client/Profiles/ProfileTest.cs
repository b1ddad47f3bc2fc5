namespace Dhis2;

/// <summary>How connecting with a profile went.</summary>
public sealed record ProfileTest
{
    /// <summary>The profile.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whose it is.</summary>
    public ProfileScope Scope { get; init; }

    /// <summary>The server's address.</summary>
    public Uri? Uri { get; init; }

    /// <summary>Whether the server let the account in.</summary>
    public bool Success { get; init; }

    /// <summary>The server's version.</summary>
    public ServerVersion? Version { get; init; }

    /// <summary>The user as the server knows them.</summary>
    public string? UserName { get; init; }

    /// <summary>What went wrong, or that nothing did.</summary>
    public string Message { get; init; } = "";

    /// <summary>What can be done about it.</summary>
    public string? Advice { get; init; }

    /// <summary>The id of the error that Connect-Dhis2 would report.</summary>
    public string? ErrorId { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }
}
