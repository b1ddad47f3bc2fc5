namespace Dhis2.Client.Tests.Support;

/// <summary>Tests that measure the whole process, and so run when no others do: <c>[Collection(nameof(Alone))]</c>.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
