namespace Dhis2;

/// <summary>The server is of a version this module does not know.</summary>
public sealed class Dhis2UnsupportedVersionException : Dhis2Exception
{
    /// <summary>Makes an error of a version.</summary>
    public Dhis2UnsupportedVersionException(string message, string? version, string? recommendedAction = null)
        : base(message, recommendedAction) => Version = version;

    /// <summary>What the server called itself.</summary>
    public string? Version { get; }
}
