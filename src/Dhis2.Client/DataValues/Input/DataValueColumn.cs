namespace Dhis2.Client.DataValues.Input;

/// <summary>A property of a data value, as files and objects give it.</summary>
public sealed class DataValueColumn
{
    private readonly Action<DataValue, string?>? _set;
    private readonly Func<string?, string?>? _read;

    internal DataValueColumn(string name, Action<DataValue, string?>? set, params string[] aliases)
    {
        Name = name;
        Aliases = aliases;
        _set = set;
    }

    /// <summary>A property that is an id or a period.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="read">Reads it from what is written.</param>
    /// <param name="set">Sets it.</param>
    /// <param name="aliases">Its other names.</param>
    internal DataValueColumn(string name, Func<string?, string?> read, Action<DataValue, string?> set, params string[] aliases)
        : this(name, set, aliases) => _read = read;

    /// <summary>The property by the server's own name: <c>dataElement</c>.</summary>
    public string Name { get; }

    /// <summary>Whether an import sends it. Times are the server's to set: they are taken, because its own exports have them, and left alone.</summary>
    public bool IsSent => _set is not null;

    /// <summary>Whether it is an id or a period.</summary>
    internal bool IsId => _read is not null;

    /// <summary>Other names that it goes by.</summary>
    internal IReadOnlyList<string> Aliases { get; }

    /// <summary>
    /// Gives a data value the property. An id or period that is none is set as it is written, so that the row can be told whole: that it is none will be seen again
    /// by whoever reads it from there.
    /// </summary>
    /// <param name="value">The data value.</param>
    /// <param name="text">What is written.</param>
    /// <param name="fault">Why the row is refused; one that was found before stays.</param>
    /// <exception cref="FormatException">The text is no value for it, and the data value cannot hold it.</exception>
    public void Set(DataValue value, string? text, ref string? fault)
    {
        try
        {
            Set(value, text);
        }
        catch (FormatException e) when (_read is not null)
        {
            fault ??= e.Message;
            _set!(value, text);
        }
    }

    /// <summary>Gives a data value the property.</summary>
    /// <exception cref="FormatException">The text is no value for it.</exception>
    internal void Set(DataValue value, string? text) => _set?.Invoke(value, _read is null ? text : _read(text));
}
