
namespace Dhis2.Client.Metadata.Writing;

/// <summary>Refuses what a server fails on with an error of its own workings (500), or passes over without a word.</summary>
internal static class PatchCheck
{
    private static readonly string[] s_operations = ["add", "replace", "remove", "remove-by-id"];

    /// <summary>Checks a step.</summary>
    /// <param name="operation">The step.</param>
    /// <param name="type">The type of the object.</param>
    /// <param name="schema">Its properties; null where they are not known.</param>
    /// <exception cref="Dhis2InputException">No server would do it.</exception>
    public static void Check(PatchOperation operation, MetadataType type, Schema? schema)
    {
        if (Array.IndexOf(s_operations, operation.Op) < 0)
            throw Wrong(operation, "no server has this operation", $"Use {string.Join(", ", s_operations)}.");
        if (!operation.Path.StartsWith('/') || operation.Segments.Any(part => part.Length == 0))
            throw Wrong(operation, "its path has not the form /property or /property/part", "Write it like /name, /sharing/public or /dataElements/-.");
        CheckValue(operation);
        var name = operation.Segments[0];
        if (name == "id" || PropertyNames.IsServers(name))
            throw Wrong(operation, $"the server makes '{name}' itself, and passes over what is sent for it", "Leave it out.");
        PropertyNames.Check(name, type, schema);
        if (schema?.Find(name) is { } property)
            CheckPart(operation, property);
    }

    private static void CheckValue(PatchOperation operation)
    {
        if (operation.Op is "add" or "replace" && operation.Value is null)
            throw Wrong(operation, "it has no value", "Give one, and take what is there away with remove.");
        if (operation.Op is "remove" or "remove-by-id" && operation.Value is not null)
            throw Wrong(operation, "it takes no value", "Leave the value out; an item of a list goes with remove-by-id and its id.");
        if (operation.Op == "remove-by-id" != operation.Id is not null)
            throw Wrong(operation, operation.Id is null ? "it has no id" : "it takes no id", "An item of a list goes with remove-by-id, the path of the list and the id of the item.");
    }

    private static void CheckPart(PatchOperation operation, SchemaProperty property)
    {
        var isList = property.IsCollection || property.Name == "attributeValues";
        if (operation.Op == "remove-by-id" && !(isList && operation.Segments.Count == 1))
            throw Wrong(operation, $"'{string.Join("/", operation.Segments)}' is no list", "Give the path of a list.");
        if (operation.Segments.Count == 1)
            return;
        var part = operation.Segments[1];
        if (isList && part != "-" && !part.All(char.IsDigit))
            throw Wrong(operation, $"'{property.Name}' is a list, and '{part}' no place in it", $"Write /{property.Name}/- for its end, or /{property.Name}/0.");
        if (!property.IsCollection && property.IsReference && part != "id")
            throw Wrong(operation, $"'{property.Name}' is an object of its own, and '{part}' belongs to that", "Update that object.");
    }

    private static Dhis2InputException Wrong(PatchOperation operation, string what, string advice) => new($"'{operation}' cannot be done: {what}.", advice) { Item = operation.ToString() };
}
