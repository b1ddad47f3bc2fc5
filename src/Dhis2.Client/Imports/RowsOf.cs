using System.Collections;

namespace Dhis2.Client.Imports;

/// <summary>The rows of entries, without a copy of the list.</summary>
internal sealed class RowsOf<TRow>(IReadOnlyList<LedgerEntry<TRow>> entries) : IReadOnlyList<TRow>
{
    public int Count => entries.Count;

    public TRow this[int index] => entries[index].Row;

    public IEnumerator<TRow> GetEnumerator()
    {
        for (var i = 0; i < entries.Count; i++)
            yield return entries[i].Row;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
