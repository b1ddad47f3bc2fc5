namespace Dhis2.Client.Lists;

/// <summary>One page of a list.</summary>
/// <param name="Items">Its items.</param>
/// <param name="Total">All there are, when the server says so.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, long? Total);
