using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Metadata.Writing;

/// <summary>
/// Steps about single attribute values. Servers from 2.42 on refuse them, and none knows an attribute value by an id: so the values are read, changed here, and replaced
/// as a whole, on every version alike.
/// </summary>
internal static class AttributeValueSteps
{
    private const string Name = "attributeValues";

    /// <summary>Whether a step is about a single one of them.</summary>
    public static bool IsOne(PatchOperation operation) => operation.Segments[0] == Name && (operation.Segments.Count > 1 || operation.Op == "remove-by-id");

    /// <summary>One step in place of several: the values as these leave them.</summary>
    /// <param name="held">The object, with the values it has.</param>
    /// <param name="steps">The steps.</param>
    /// <exception cref="Dhis2InputException">A step goes by a place in the list, or its value names no attribute.</exception>
    public static PatchOperation Join(JsonElement held, IEnumerable<PatchOperation> steps)
    {
        var values = held.Items(Name).ToDictionary(value => AttributeOf(value) ?? "", value => value);
        foreach (var step in steps)
        {
            if (step.Op == "remove-by-id")
                values.Remove(step.Id!);
            else if (step.Op == "add" && step.Segments is [_, "-"])
                Put(values, step);
            else
                throw new Dhis2InputException($"'{step}' cannot be done: attribute values have no order.", $"Use add /{Name}/- with attribute and value, or remove-by-id /{Name} with the id of the attribute.") { Item = step.ToString() };
        }
        return new PatchOperation("replace", "/" + Name) { Value = JsonSerializer.SerializeToUtf8Bytes(values.Values) };
    }

    private static void Put(Dictionary<string, JsonElement> values, PatchOperation step)
    {
        var value = JsonText.Parse(step.Value!.Value.ToArray(), "the attribute value");
        values[AttributeOf(value) ?? throw new Dhis2InputException($"'{step}' names no attribute.", "Give it like @{ attribute = @{ id = 'a5cAFIwsWBM' }; value = 'x' }.") { Item = step.ToString() }] = value;
    }

    private static string? AttributeOf(JsonElement value) => value.Child("attribute")?.Text("id");
}
