namespace Dhis2.Client.Metadata.Filters;

/// <summary>A filter of a list, as users and requests write it: <c>property:operator:value</c>, or <c>property:operator</c>.</summary>
/// <param name="Property">The property, with dots into objects that it holds: <c>categoryCombo.code</c>; or the id of an attribute.</param>
/// <param name="Operator">The operator, such as <c>eq</c> or <c>!$like</c>.</param>
/// <param name="Value">What is compared with; null for an operator that takes nothing.</param>
internal sealed record MetadataFilter(string Property, string Operator, string? Value)
{
    /// <summary>Reads a filter.</summary>
    /// <exception cref="Dhis2InputException">It has no property or no operator.</exception>
    public static MetadataFilter Parse(string text)
    {
        var parts = text.Split([':'], 3);
        return parts.Length < 2 || parts[0].Trim().Length == 0
            ? throw Wrong(text, "has not the form property:operator:value", "Write it like name:ilike:clinic or closedDate:null.")
            : new MetadataFilter(parts[0].Trim(), parts[1], parts.Length == 3 ? parts[2] : null);
    }

    /// <summary>The error of a filter that cannot be sent.</summary>
    public static Dhis2InputException Wrong(string filter, string what, string action) => new($"The filter '{filter}' {what}.", action) { Item = filter };

    /// <inheritdoc/>
    public override string ToString() => Value is null ? $"{Property}:{Operator}" : $"{Property}:{Operator}:{Value}";
}
