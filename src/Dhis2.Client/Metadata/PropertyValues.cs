namespace Dhis2.Client.Metadata;

/// <summary>Objects of which a property is one of some values. However many these are, they are asked for in requests of a length that servers take.</summary>
/// <param name="Property">The property, as filters name it: <c>parent.id</c>.</param>
/// <param name="Values">The values.</param>
public sealed record PropertyValues(string Property, IReadOnlyList<string> Values)
{
    internal string Filter => Values.Count == 1 ? $"{Property}:eq:{Values[0]}" : $"{Property}:in:[{string.Join(",", Values)}]";

    internal (PropertyValues First, PropertyValues Second) Halve()
    {
        var half = Values.Count / 2;
        return (this with { Values = [.. Values.Take(half)] }, this with { Values = [.. Values.Skip(half)] });
    }
}
