using Dhis2.Client.Sessions;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Accounts as cmdlets write them.</summary>
internal static class UserRows
{
    private const string Fields = "id,username,name,email,disabled,lastLogin,userRoles[id,name]";

    /// <summary>Reads an account; null where there is none that may be seen.</summary>
    public static async Task<object?> ReadAsync(Dhis2Caller caller, string id, CancellationToken cancellationToken)
    {
        var type = MetadataType.Of("users");
        var reader = new MetadataReader<object>(caller, fields => new PSObjectBuilder(FieldList.Parse(fields), "Dhis2.User#Overview", type.TypeName)!, item => PSObjectReader.Text(item, "id"));
        await foreach (var page in reader.ReadAsync(new MetadataQuery { Type = type, Ids = [id], Fields = Fields }, onMissing: null, cancellationToken).ConfigureAwait(false))
        {
            if (page.Items.Count > 0)
                return page.Items[0];
        }
        return null;
    }
}
