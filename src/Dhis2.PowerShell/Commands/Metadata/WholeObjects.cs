using System.Management.Automation;
using System.Text;
using Dhis2.Client.Sessions;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Whole metadata objects, as they are given to be written, and as they are read back.</summary>
internal static class WholeObjects
{
    /// <summary>The type that is meant: the one that a parameter names, or else that of the object.</summary>
    /// <exception cref="Dhis2InputException">Neither tells.</exception>
    public static string TypeOf(string? type, Dhis2Reference reference) => type ?? reference.Type
        ?? throw new Dhis2InputException($"'{reference}' does not say of which type it is.", "Give -Type, such as dataElements; only objects that this module read know their type.") { Item = reference.Item };

    /// <summary>An object as JSON; a text is JSON already.</summary>
    /// <exception cref="Dhis2InputException">It is a row of named fields, or nothing that can be sent.</exception>
    public static byte[] ToJson(PSObject item) => item.BaseObject switch
    {
        Row => throw new Dhis2InputException(
            $"'{item}' was read by named fields and is a part of its object: sent as the whole, it would empty all the rest.",
            "Send what was changed in it with Update-Dhis2Metadata, or read whole objects with -Fields :owner.")
        { ErrorId = "NotWhole", Item = item },
        string text => Encoding.UTF8.GetBytes(text),
        _ => JsonBody.ToUtf8(item),
    };

    /// <summary>Whether an object is one that this process read from a server without naming each field, and not one made of it elsewhere.</summary>
    public static bool IsAsRead(PSObject item, MetadataType type) => item.BaseObject is PSCustomObject && item.TypeNames.Contains(type.TypeName);

    /// <summary>Reads an object as a whole.</summary>
    public static async Task<object?> ReadAsync(Dhis2Caller caller, MetadataType type, string id, CancellationToken cancellationToken)
    {
        var reader = new MetadataReader<object>(caller, fields => new PSObjectBuilder(FieldList.Parse(fields), type.TypeName)!, item => PSObjectReader.Text(item, "id"));
        await foreach (var page in reader.ReadAsync(new MetadataQuery { Type = type, Ids = [id], Fields = ":owner" }, onMissing: null, cancellationToken).ConfigureAwait(false))
        {
            if (page.Items.Count > 0)
                return page.Items[0];
        }
        return null;
    }
}
