namespace Dhis2.Sandbox.Metadata;

/// <summary>One wanted field: a property, a preset or an exclusion, with what is wanted inside and what is made of it.</summary>
internal sealed record FieldNode(string Name, IReadOnlyList<FieldNode>? Children, IReadOnlyList<Transformer> Transformers)
{
    /// <summary>:owner and the like, or *.</summary>
    public bool IsPreset => Name is "*" || Name.StartsWith(':');

    public bool IsExclusion => Name.StartsWith('!');
}

/// <summary>What is made of a field's value: <c>~rename(x)</c>.</summary>
internal sealed record Transformer(string Name, string Argument);
