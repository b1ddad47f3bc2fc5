using Dhis2.Client.SqlViews;

namespace Dhis2.PowerShell.Conversion;

/// <summary>Makes rows of SQL views as objects with a property for each column.</summary>
internal sealed class SqlViewRows : IRowFactory<object>
{
    private Func<string?[], object> _create = _ => throw new InvalidOperationException("rows come before their columns");

    public void Columns(IReadOnlyList<string> names) => _create = RowClass.Of("Dhis2.SqlViewRow", names).Create;

    public object Create(string?[] cells) => _create(cells);
}
