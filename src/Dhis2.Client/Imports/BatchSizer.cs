namespace Dhis2.Client.Imports;

/// <summary>How many rows go into the next request: grows while requests are quick, and never beyond what the server or a proxy has refused as too large.</summary>
internal sealed class BatchSizer(int? fixedSize, int start)
{
    private const int Largest = 50_000;
    private const int Smallest = 100;

    // So many rows are a few kilobytes: what refuses them, or has no time for them, has another reason, and the next request may fare better.
    private const int LowestCeiling = 50;

    private static readonly TimeSpan s_target = TimeSpan.FromSeconds(10);

    private volatile int _current = fixedSize ?? start;
    private volatile int _ceiling = int.MaxValue;

    /// <summary>Rows of the next request.</summary>
    public int Current => Math.Min(_current, _ceiling);

    /// <summary>Rows that a request may have at most.</summary>
    public int Ceiling => _ceiling;

    /// <summary>Takes note of a request.</summary>
    public void Note(int rows, TimeSpan elapsed)
    {
        // Of what was gathered before the size changed, it says nothing.
        if (rows < Current / 2 || rows > Current)
            return;
        if (fixedSize is { } size)
        {
            _current = Math.Min(_current + Math.Max(1, _current / 4), size);
            return;
        }
        var fit = _current * (s_target.TotalSeconds / Math.Max(elapsed.TotalSeconds, 0.01));
        _current = Math.Max((int)Math.Min(Math.Min(Math.Max(fit, _current / 2), _current * 2L), Largest), Smallest);
    }

    /// <summary>A server had no time for a request of so many rows: the next are smaller, and grow again while they are quick.</summary>
    public void Shrink(int rows) => _current = Math.Min(_current, Math.Max(LowestCeiling, rows / 2));

    /// <summary>A request of so many rows was too much.</summary>
    public void LowerCeiling(int rows) => _ceiling = Math.Max(LowestCeiling, Math.Min(_ceiling, rows / 2));
}
