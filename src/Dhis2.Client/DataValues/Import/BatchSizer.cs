namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// How many rows go into the next request: grows while requests are quick. 2.40 to 2.42 are the faster the larger it is; on 2.43 a size above some hundreds hardly matters.
/// </summary>
internal sealed class BatchSizer(int? fixedSize, bool byGroup)
{
    private const int Largest = 50_000;
    private const int Smallest = 100;
    private static readonly TimeSpan s_target = TimeSpan.FromSeconds(8);

    public int Current { get; private set; } = fixedSize ?? (byGroup ? 1_000 : 5_000);

    /// <summary>Takes note of a request.</summary>
    public void Note(int rows, TimeSpan elapsed)
    {
        if (fixedSize is not null || rows < Current / 2)
            return;
        var fit = Current * (s_target.TotalSeconds / Math.Max(elapsed.TotalSeconds, 0.01));
        Current = (int)Math.Min(Math.Min(Math.Max(fit, Current / 2), Current * 2L), Largest);
        Current = Math.Max(Current, Smallest);
    }
}
