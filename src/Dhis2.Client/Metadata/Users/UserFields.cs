using System.Net;
using System.Security;
using System.Text.Json;

namespace Dhis2.Client.Metadata.Users;

/// <summary>The properties of accounts that are written and compared.</summary>
internal static class UserFields
{
    public const string Roles = "userRoles";
    public const string Groups = "userGroups";
    public const string OrgUnits = "organisationUnits";
    public const string OutputOrgUnits = "dataViewOrganisationUnits";
    public const string SearchOrgUnits = "teiSearchOrganisationUnits";

    /// <summary>What is read of an account.</summary>
    public const string Compared = "id,username,name,disabled,accountExpiry,passwordLastUpdated,userRoles[id],userGroups[id],organisationUnits[id],dataViewOrganisationUnits[id],teiSearchOrganisationUnits[id]";

    /// <summary>What a property of several objects is called in questions and errors.</summary>
    public static string NameOf(string property) => property switch
    {
        Roles => "role",
        Groups => "group",
        OrgUnits => "org unit",
        OutputOrgUnits => "org unit for output",
        _ => "org unit for search",
    };

    /// <summary>A secret as it is sent.</summary>
    public static string Reveal(this SecureString secret) => new NetworkCredential("", secret).Password;

    /// <summary>Writes an object that has an id alone.</summary>
    public static void WriteReference(this Utf8JsonWriter writer, string id)
    {
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteEndObject();
    }
}
