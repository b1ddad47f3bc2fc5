namespace Dhis2.Client.Lists;

/// <summary>What is known of a list before it is read.</summary>
/// <param name="ListName">The name of its array; null where nothing is known: then it is the one array at the top, or the whole answer, and whether there are pages shows.</param>
/// <param name="Identity">Tells one item from another, so that a page sent twice is not taken for two; null for an item that has nothing of the kind.</param>
public sealed record PageShape<T>(string? ListName, Func<T, string?> Identity);
