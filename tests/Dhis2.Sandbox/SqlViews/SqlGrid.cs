namespace Dhis2.Sandbox.SqlViews;

/// <summary>What a column's values are to the database; to a client all are strings.</summary>
internal enum SqlKind
{
    Text,
    Number,
    Date,
    Boolean,
}

internal sealed record SqlColumn(string Name, SqlKind Kind);

/// <summary>Columns, and rows that are made one at a time when asked for: a grid of millions holds none.</summary>
/// <param name="Fill">Adds the fields of the row at a place, from 0.</param>
internal sealed record SqlGrid(IReadOnlyList<SqlColumn> Columns, int Count, Action<int, SqlRow> Fill)
{
    /// <summary>A grid of rows that are at hand.</summary>
    public static SqlGrid Of(IReadOnlyList<SqlColumn> columns, IReadOnlyList<string?[]> rows) => new(columns, rows.Count, (index, row) =>
    {
        foreach (var field in rows[index])
            row.Add(field);
    });

    /// <summary>The rows that pass.</summary>
    public SqlGrid Where(Func<SqlRow, bool> passes)
    {
        var row = new SqlRow();
        var found = new List<int>();
        for (var i = 0; i < Count; i++)
        {
            row.Clear();
            Fill(i, row);
            if (passes(row))
                found.Add(i);
        }
        return this with { Count = found.Count, Fill = (index, target) => Fill(found[index], target) };
    }

    /// <summary>Some of the columns.</summary>
    public SqlGrid Select(IReadOnlyList<int> columns)
    {
        var whole = new SqlRow();
        return new SqlGrid([.. columns.Select(c => Columns[c])], Count, (index, row) =>
        {
            whole.Clear();
            Fill(index, whole);
            foreach (var column in columns)
                row.Add(whole, column);
        });
    }

    /// <summary>The place of a column, or -1.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name == name)
                return i;
        }
        return -1;
    }
}
