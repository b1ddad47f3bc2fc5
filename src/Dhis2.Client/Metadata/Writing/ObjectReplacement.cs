namespace Dhis2.Client.Metadata.Writing;

/// <summary>An object that is to be replaced by another state of it, and what is sent for that.</summary>
public sealed class ObjectReplacement
{
    internal ObjectReplacement(NamedObject target, byte[] body, string? lastUpdated)
    {
        Target = target;
        Body = body;
        LastUpdated = lastUpdated;
    }

    /// <summary>The object.</summary>
    public NamedObject Target { get; }

    internal byte[] Body { get; }

    /// <summary>When the server last changed it.</summary>
    internal string? LastUpdated { get; }
}
