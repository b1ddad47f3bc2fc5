namespace Dhis2.Client.Json;

/// <summary>Counts lines of what has been read, so that a row can be found again in its file.</summary>
internal sealed class LineCounter
{
    private long _consumedLines = 1;
    private int _knownTo;
    private long _knownLine = 1;

    /// <summary>The line of a position in the current buffer; positions must not go back.</summary>
    public long LineAt(ReadOnlySpan<byte> bytes, int position)
    {
        if (position < _knownTo)
        {
            _knownTo = 0;
            _knownLine = _consumedLines;
        }
        _knownLine += Count(bytes.Slice(_knownTo, position - _knownTo));
        _knownTo = position;
        return _knownLine;
    }

    /// <summary>Takes note that these bytes are gone from the buffer.</summary>
    public void Consume(ReadOnlySpan<byte> bytes)
    {
        _consumedLines += Count(bytes);
        _knownTo = 0;
        _knownLine = _consumedLines;
    }

    private static int Count(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        for (var at = bytes.IndexOf((byte)'\n'); at >= 0; at = bytes.IndexOf((byte)'\n'))
        {
            count++;
            bytes = bytes.Slice(at + 1);
        }
        return count;
    }
}
