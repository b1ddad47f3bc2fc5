namespace Dhis2;

/// <summary>A change was sent, no answer says that it was made, and the server does not hold what it would have made.</summary>
public sealed class Dhis2NotDoneException : Dhis2Exception
{
    /// <summary>Makes an error of a change that was not made.</summary>
    public Dhis2NotDoneException(string message, string? recommendedAction = null, Exception? inner = null)
        : base(message, recommendedAction, inner)
    {
    }
}
