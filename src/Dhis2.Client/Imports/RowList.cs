using System.Collections;

namespace Dhis2.Client.Imports;

/// <summary>
/// A list that grows in pieces. The rows of a large batch in one array would be a large object, which the garbage collector takes away seldom, and all the rows
/// with it.
/// </summary>
internal sealed class RowList<T> : IReadOnlyList<T>
{
    // 64 KB of references; objects of 85,000 bytes are large.
    private const int PieceLength = 8_192;

    private readonly List<T[]> _pieces = [];

    public int Count { get; private set; }

    public T this[int index] => index < Count ? _pieces[index / PieceLength][index % PieceLength] : throw new ArgumentOutOfRangeException(nameof(index));

    public void Add(T item)
    {
        if (Count == _pieces.Count * PieceLength)
            _pieces.Add(new T[PieceLength]);
        _pieces[Count / PieceLength][Count % PieceLength] = item;
        Count++;
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return _pieces[i / PieceLength][i % PieceLength];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
