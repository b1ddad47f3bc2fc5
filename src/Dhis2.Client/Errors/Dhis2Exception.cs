namespace Dhis2;

/// <summary>Base of everything this module reports as an error. Never carries a secret.</summary>
public class Dhis2Exception : Exception
{
    /// <summary>Makes an error with a message and what to do about it.</summary>
    public Dhis2Exception(string message, string? recommendedAction = null, Exception? inner = null)
        : base(message, inner) => RecommendedAction = recommendedAction;

    /// <summary>What the user can do about it.</summary>
    public string? RecommendedAction { get; }

    /// <summary>The user's own item the error is about (an id, a row, a path), when it is known.</summary>
    public object? Item { get; init; }

    /// <summary>What the work that the error ended had done by then: of an import, its <c>Dhis2.ImportReport</c>. Null where nothing had been done. Set by whoever did the work.</summary>
    public object? Outcome { get; set; }
}
