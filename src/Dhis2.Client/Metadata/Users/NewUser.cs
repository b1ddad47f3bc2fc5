using System.Security;
using System.Text.Json;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Json;

namespace Dhis2.Client.Metadata.Users;

/// <summary>An account that is to be made. What it refers to is given by ids.</summary>
public sealed record NewUser
{
    /// <summary>Uid of the account; null takes a new one.</summary>
    public string? Id { get; init; }

    /// <summary>User name; only an invitation can do without one, and the person chooses it.</summary>
    public string? UserName { get; init; }

    /// <summary>First name.</summary>
    public string? FirstName { get; init; }

    /// <summary>Surname.</summary>
    public string? Surname { get; init; }

    /// <summary>Password; null for an account that nobody can log in with by a password of the server.</summary>
    public SecureString? Password { get; init; }

    /// <summary>Email address.</summary>
    public string? Email { get; init; }

    /// <summary>Phone number.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>Who this is to the server's provider of logins (OpenID Connect).</summary>
    public string? OpenId { get; init; }

    /// <summary>Who this is in a directory (LDAP).</summary>
    public string? LdapId { get; init; }

    /// <summary>Whether the account is disabled from the start.</summary>
    public bool Disabled { get; init; }

    /// <summary>The first day on which the account does not work any more; null for none.</summary>
    public DateTime? Expires { get; init; }

    /// <summary>User roles.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>User groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Org units whose data the person enters.</summary>
    public IReadOnlyList<string> OrgUnits { get; init; } = [];

    /// <summary>Org units whose data the person sees.</summary>
    public IReadOnlyList<string> OutputOrgUnits { get; init; } = [];

    /// <summary>Org units in which the person searches tracked entities.</summary>
    public IReadOnlyList<string> SearchOrgUnits { get; init; } = [];

    /// <summary>How a person calls it.</summary>
    public override string ToString() => UserName ?? Email ?? $"{FirstName} {Surname}";

    /// <summary>Refuses what servers answer with an error of their database, or would make a half account of.</summary>
    internal void Check(bool isInvited)
    {
        if (Id is not null && !Uid.IsValid(Id))
            throw new Dhis2InputException($"'{Id}' cannot be a uid: a uid is a letter and ten letters or digits.", "Leave it out, or make one with New-Dhis2Uid.") { Item = Id };
        var missing = new[] { ("user name", isInvited || Given(UserName)), ("first name", Given(FirstName)), ("surname", Given(Surname)), ("email address", !isInvited || Given(Email)), ("role", Roles.Count > 0) }
            .Where(one => !one.Item2).Select(one => one.Item1).ToList();
        if (missing.Count > 0)
            throw new Dhis2InputException($"The user '{this}' has no {string.Join(", no ", missing)}.", "Give what is missing: servers refuse the account without it.") { Item = ToString() };
    }

    // The flat form: from 2.42 on there is no other one.
    internal RequestBody Body(string id) => RequestBody.Of(
        JsonBytes.OfObject(writer =>
        {
            writer.WriteString("id", id);
            foreach (var (name, value) in new[] { ("username", UserName), ("firstName", FirstName), ("surname", Surname), ("password", Password?.Reveal()), ("email", Email), ("phoneNumber", PhoneNumber), ("openId", OpenId), ("ldapId", LdapId) })
            {
                if (Given(value))
                    writer.WriteString(name, value);
            }
            if (Disabled)
                writer.WriteBoolean("disabled", true);
            foreach (var (name, ids) in References())
                WriteReferences(writer, name, ids);
        }),
        "application/json");

    internal IEnumerable<(string Property, IReadOnlyList<string> Ids)> References() =>
        [(UserFields.Roles, Roles), (UserFields.OrgUnits, OrgUnits), (UserFields.OutputOrgUnits, OutputOrgUnits), (UserFields.SearchOrgUnits, SearchOrgUnits)];

    private static bool Given(string? text) => !string.IsNullOrWhiteSpace(text);

    private static void WriteReferences(Utf8JsonWriter writer, string name, IReadOnlyList<string> ids)
    {
        writer.WriteStartArray(name);
        foreach (var id in ids)
            writer.WriteReference(id);
        writer.WriteEndArray();
    }
}
