namespace Dhis2.Client.DataValues.Input;

/// <summary>A property of a data value, as files and objects give it.</summary>
public sealed class DataValueColumn
{
    private readonly Action<DataValue, string?>? _set;

    internal DataValueColumn(string name, Action<DataValue, string?>? set, params string[] aliases)
    {
        Name = name;
        Aliases = aliases;
        _set = set;
    }

    /// <summary>The property by the server's own name: <c>dataElement</c>.</summary>
    public string Name { get; }

    /// <summary>Whether an import sends it. Times are the server's to set: they are taken, because its own exports have them, and left alone.</summary>
    public bool IsSent => _set is not null;

    /// <summary>Other names that it goes by.</summary>
    internal IReadOnlyList<string> Aliases { get; }

    /// <summary>Gives a data value the property.</summary>
    /// <exception cref="FormatException">The text is no value for it.</exception>
    public void Set(DataValue value, string? text) => _set?.Invoke(value, text);
}
