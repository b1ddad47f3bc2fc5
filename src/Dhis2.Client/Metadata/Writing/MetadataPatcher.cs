using System.Text.Json;
using Dhis2.Client.Json;
using Dhis2.Client.Metadata.Schemas;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Writing;

/// <summary>Changes single properties of objects. The server makes all steps of a change, or none.</summary>
/// <param name="caller">Who asks.</param>
public sealed class MetadataPatcher(Dhis2Caller caller)
{
    private const string ContentType = "application/json-patch+json";

    /// <summary>Checks steps by the properties of a type.</summary>
    /// <exception cref="Dhis2InputException">No server would do one of them.</exception>
    public async Task CheckAsync(MetadataType type, IEnumerable<PatchOperation> operations, CancellationToken cancellationToken)
    {
        var schema = await SchemaReader.FindAsync(caller, type, cancellationToken).ConfigureAwait(false);
        foreach (var operation in operations)
            PatchCheck.Check(operation, type, schema);
    }

    /// <summary>Of some properties those that the server holds otherwise.</summary>
    /// <param name="target">The object.</param>
    /// <param name="values">The properties, with their values as JSON.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<string>> FindDifferentAsync(NamedObject target, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values, CancellationToken cancellationToken)
    {
        var held = await ObjectAddress.ReadAsync(caller, target.Type, target.Id, string.Join(",", values.Keys), cancellationToken).ConfigureAwait(false);
        return [.. values.Where(value => !JsonCover.Covers(held.TryGetProperty(value.Key, out var found) ? found : null, JsonText.Parse(value.Value.ToArray(), "the row"))).Select(value => value.Key)];
    }

    /// <summary>Changes an object.</summary>
    /// <param name="target">The object.</param>
    /// <param name="operations">The steps, which have been checked.</param>
    /// <param name="item">What the user gave.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Dhis2ApiException">The server refuses it; nothing of it was done.</exception>
    /// <exception cref="Dhis2NotDoneException">The answer was lost, and the object is not as it was to be.</exception>
    /// <exception cref="Dhis2UnknownOutcomeException">The answer was lost, and what the server holds does not tell whether it was changed.</exception>
    public async Task PatchAsync(NamedObject target, IReadOnlyList<PatchOperation> operations, object item, CancellationToken cancellationToken)
    {
        var steps = await WithAttributeValuesAsync(target, operations, cancellationToken).ConfigureAwait(false);
        var request = ObjectAddress.Change(caller, target.Type, target.Id, "PATCH", Body(steps), ContentType);
        await SentChange.MakeAsync(caller, () => caller.ReadAsync(request, cancellationToken), LookAsync, $"the {target} was changed", item, cancellationToken).ConfigureAwait(false);

        async Task<string?> LookAsync()
        {
            var fields = string.Join(",", steps.Select(step => step.Segments[0]).Distinct());
            var held = await ObjectAddress.ReadAsync(caller, target.Type, target.Id, fields, cancellationToken).ConfigureAwait(false);
            return PatchProof.IsDone(held, steps) ? null : $"The server does not hold the {target} as it was to be changed.";
        }
    }

    private async Task<IReadOnlyList<PatchOperation>> WithAttributeValuesAsync(NamedObject target, IReadOnlyList<PatchOperation> operations, CancellationToken cancellationToken)
    {
        if (!operations.Any(AttributeValueSteps.IsOne))
            return operations;
        var held = await ObjectAddress.ReadAsync(caller, target.Type, target.Id, "attributeValues", cancellationToken).ConfigureAwait(false);
        return [.. operations.Where(operation => !AttributeValueSteps.IsOne(operation)), AttributeValueSteps.Join(held, operations.Where(AttributeValueSteps.IsOne))];
    }

    private static byte[] Body(IReadOnlyList<PatchOperation> operations)
    {
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory))
        {
            writer.WriteStartArray();
            foreach (var operation in operations)
            {
                writer.WriteStartObject();
                writer.WriteString("op", operation.Op);
                writer.WriteString("path", operation.Path);
                if (operation.Value is { } value)
                {
                    writer.WritePropertyName("value");
                    writer.WriteRawValue(value.Span);
                }
                if (operation.Id is not null)
                    writer.WriteString("id", operation.Id);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        return memory.ToArray();
    }
}
