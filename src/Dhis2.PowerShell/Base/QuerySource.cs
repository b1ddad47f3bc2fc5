namespace Dhis2.PowerShell.Base;

/// <summary>Where a cmdlet's objects come from; a cmdlet may have several sources, one after the other.</summary>
/// <typeparam name="T">What is read.</typeparam>
public sealed class QuerySource<T>
{
    internal QuerySource(Func<ulong, ulong, CancellationToken, IAsyncEnumerable<Page<T>>> open, bool isWhole)
    {
        Open = open;
        IsWhole = isWhole;
    }

    /// <summary>Opens it, told how many objects to skip and how many are wanted.</summary>
    internal Func<ulong, ulong, CancellationToken, IAsyncEnumerable<Page<T>>> Open { get; }

    /// <summary>It is all that the cmdlet writes, so that it skips and counts for the cmdlet.</summary>
    internal bool IsWhole { get; }
}

/// <summary>Makes the sources of a cmdlet.</summary>
public static class QuerySource
{
    /// <summary>The one list of a cmdlet: it is told what to skip and how many are wanted, and its total is the cmdlet's.</summary>
    public static QuerySource<T> Whole<T>(Func<ulong, ulong, CancellationToken, IAsyncEnumerable<Page<T>>> open) => new(open, isWhole: true);

    /// <summary>One list of several, or one that the cmdlet thins out: what is skipped and how many are wanted is counted over all of them.</summary>
    public static QuerySource<T> Part<T>(Func<CancellationToken, IAsyncEnumerable<Page<T>>> open) => new((_, _, token) => open(token), isWhole: false);

    /// <summary>A stream without pages.</summary>
    public static QuerySource<T> Stream<T>(Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<T>>> open) => new((_, _, token) => Pages(open(token), token), isWhole: false);

    private static async IAsyncEnumerable<Page<T>> Pages<T>(IAsyncEnumerable<IReadOnlyList<T>> batches, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false))
            yield return new Page<T>(batch, null);
    }
}
