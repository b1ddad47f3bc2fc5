namespace Dhis2.PowerShell.Conversion;

/// <summary>
/// The names an object has so far, in order. Objects of a list are nearly all of one shape: what has to be checked of names is checked once for a shape,
/// and not once for an object.
/// </summary>
internal sealed class ObjectShape
{
    /// <summary>The most names of a shape. An object with more is a map: no other has its names, and looking at all of them for each takes longer with each.</summary>
    public const int Deepest = 200;

    private readonly ObjectShape? _before;
    private readonly Dictionary<string, ObjectShape> _next = new(StringComparer.Ordinal);
    private ObjectShape? _usual;

    private ObjectShape(string name, ObjectShape? before)
    {
        Name = name;
        _before = before;
        Depth = before is null ? 0 : before.Depth + 1;
    }

    /// <summary>The last name.</summary>
    public string Name { get; }

    /// <summary>How many names it has.</summary>
    public int Depth { get; }

    /// <summary>The shape of an object without any.</summary>
    public static ObjectShape Empty() => new("", null);

    /// <summary>Refuses a name that no property can have.</summary>
    /// <exception cref="Dhis2InputException">It is empty.</exception>
    public static string Checked(string name) => name.Length > 0 ? name : throw Unreadable("An object has a property without a name, and PowerShell's objects take none.");

    /// <summary>The error of two names that differ by case alone: a PSObject would keep one of them and lose the other.</summary>
    public static Dhis2InputException Clash(string one, string other) =>
        Unreadable($"An object has both '{one}' and '{other}', and PowerShell's objects take no names that differ by case alone.");

    /// <summary>The shape with one name more.</summary>
    /// <exception cref="Dhis2InputException">It differs from another by case alone, or is empty.</exception>
    public ObjectShape Then(string name)
    {
        // Names come from a cache, so the same name is nearly always the same string.
        if (_usual is not null && (ReferenceEquals(_usual.Name, name) || _usual.Name == name))
            return _usual;
        if (!_next.TryGetValue(name, out var next))
            _next[name] = next = Make(Checked(name));
        return _usual = next;
    }

    /// <summary>Its names, each once.</summary>
    public IEnumerable<string> Names()
    {
        var names = new List<string>();
        for (var shape = this; shape._before is not null; shape = shape._before)
            names.Add(shape.Name);
        return names.Distinct(StringComparer.Ordinal);
    }

    private ObjectShape Make(string name)
    {
        for (var shape = this; shape?._before is not null; shape = shape._before)
        {
            if (shape.Name != name && shape.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                throw Clash(shape.Name, name);
        }
        return new ObjectShape(name, this);
    }

    // A fault of this answer and not of the session, which stays usable.
    private static Dhis2InputException Unreadable(string message) =>
        new(message, "Read it with Invoke-Dhis2Request -Raw and ConvertFrom-Json -AsHashtable.") { ErrorId = "Object" };
}
