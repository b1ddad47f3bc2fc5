namespace Dhis2.PowerShell.Conversion;

/// <summary>
/// The names an object has so far, in order. Objects of a list are nearly all of one shape: what has to be checked of names is checked once for a shape,
/// and not once for an object.
/// </summary>
internal sealed class ObjectShape
{
    private readonly ObjectShape? _before;
    private readonly Dictionary<string, ObjectShape> _next = new(StringComparer.Ordinal);
    private ObjectShape? _usual;

    private ObjectShape(string name, ObjectShape? before)
    {
        Name = name;
        _before = before;
    }

    /// <summary>The last name.</summary>
    public string Name { get; }

    /// <summary>The shape of an object without any.</summary>
    public static ObjectShape Empty() => new("", null);

    /// <summary>The shape with one name more.</summary>
    /// <exception cref="Dhis2ClientException">It differs from another by case alone: a PSObject would keep one of them and lose the other.</exception>
    public ObjectShape Then(string name)
    {
        // Names come from a cache, so the same name is nearly always the same string.
        if (_usual is not null && (ReferenceEquals(_usual.Name, name) || _usual.Name == name))
            return _usual;
        if (!_next.TryGetValue(name, out var next))
            _next[name] = next = Make(name);
        return _usual = next;
    }

    private ObjectShape Make(string name)
    {
        for (var shape = this; shape?._before is not null; shape = shape._before)
        {
            if (shape.Name != name && shape.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                throw new Dhis2ClientException(
                    $"An object has both '{shape.Name}' and '{name}', and PowerShell's objects take no names that differ by case alone.",
                    "Read it with Invoke-Dhis2Request -Raw and ConvertFrom-Json -AsHashtable.");
            }
        }
        return new ObjectShape(name, this);
    }
}
