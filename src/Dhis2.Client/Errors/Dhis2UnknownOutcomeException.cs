namespace Dhis2;

/// <summary>Rows, or another change, were sent, and neither the answer nor the server's store tells what became of them.</summary>
public sealed class Dhis2UnknownOutcomeException : Dhis2Exception
{
    /// <summary>Makes an error of what has an unknown outcome.</summary>
    public Dhis2UnknownOutcomeException(string message, string? recommendedAction = null, Exception? inner = null)
        : base(message, recommendedAction, inner)
    {
    }

    /// <summary>How many rows; 0 where it is about no rows.</summary>
    public long Count { get; init; }
}
