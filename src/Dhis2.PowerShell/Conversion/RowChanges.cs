using System.Management.Automation;
using System.Reflection;

namespace Dhis2.PowerShell.Conversion;

/// <summary>What was changed in a row of named fields since it was read.</summary>
internal static class RowChanges
{
    /// <summary>The properties that were set, by their paths, with what they hold now.</summary>
    /// <exception cref="Dhis2InputException">Something was changed in an item of a list, of which no path tells which it is.</exception>
    public static IEnumerable<(string Path, object? Value)> Of(Row row)
    {
        foreach (var (name, value) in Columns(row))
        {
            if (row.Before is { } before && before.TryGetValue(name, out var old))
            {
                // One that was changed in place and set again is the same object.
                if ((value is object[] or PSObject && ReferenceEquals(old, value)) || !JsonBody.ToUtf8(old).AsSpan().SequenceEqual(JsonBody.ToUtf8(value)))
                    yield return ("/" + name, value);
            }
            else if (value is Row part)
            {
                foreach (var (path, inner) in Of(part))
                    yield return ($"/{name}{path}", inner);
            }
            else if (value is object[] items && items.OfType<Row>().Any(item => Of(item).Any()))
            {
                throw new Dhis2InputException($"An item of '{name}' was changed, and belongs to that list or to another object.", $"Set the whole list, as in $row.{name} = ..., or change the other object.") { Item = row };
            }
        }
        foreach (var added in PSObject.AsPSObject(row).Properties.Where(property => property is PSNoteProperty { IsInstance: true }))
            yield return ("/" + added.Name, added.Value);
    }

    /// <summary>Properties that hold what can be changed in place without the row knowing: lists, and objects of which not each field was named.</summary>
    public static IEnumerable<(string Name, object Value)> Containers(Row row) =>
        from column in Columns(row)
        where column.Value is object[] or PSObject && row.Before?.ContainsKey(column.Name) != true
        select (column.Name, column.Value!);

    private static IEnumerable<(string Name, object? Value)> Columns(Row row) =>
        row.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(property => (property.Name, (object?)property.GetValue(row)));
}
