using Dhis2.Client.Grids;

namespace Dhis2.PowerShell.Conversion;

/// <summary>Makes rows of SQL views as objects with a property for each column.</summary>
internal sealed class SqlViewRows : IRowFactory<object>
{
    private static readonly string[] s_typeNames = ["Dhis2.SqlViewRow"];

    private Func<string?[], object> _create = _ => throw new InvalidOperationException("rows come before their columns");

    public void Columns(IReadOnlyList<string> names) => _create = RowClass<string>.Of(s_typeNames, names).Create;

    public object Create(string?[] cells) => _create(cells);
}
