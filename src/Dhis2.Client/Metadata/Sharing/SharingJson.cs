using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Metadata.Sharing;

/// <summary>Reads sharing off the server's JSON, and writes it.</summary>
internal static class SharingJson
{
    /// <summary>The fields of an object that are read.</summary>
    public const string Fields = "id,name,displayName,sharing";

    private static readonly string[] s_known = ["owner", "public", "users", "userGroups"];

    public static Dhis2.Sharing Read(MetadataType type, JsonElement item)
    {
        var sharing = item.Child("sharing");
        return new Dhis2.Sharing
        {
            Type = type.Plural,
            Id = item.Text("id") ?? "",
            Name = item.Text("name") ?? item.Text("displayName"),
            Owner = sharing?.Text("owner"),
            Public = sharing?.Text("public"),
            External = sharing?.Flag("external") == true,
            Users = Accesses(sharing?.Child("users")),
            UserGroups = Accesses(sharing?.Child("userGroups")),
        };
    }

    /// <summary>The whole of it, with whatever else the server has in it: a server empties what a body leaves out.</summary>
    public static byte[] Write(JsonElement held, Dhis2.Sharing wanted) => JsonBytes.OfObject(writer =>
    {
        foreach (var member in held.EnumerateObject().Where(member => Array.IndexOf(s_known, member.Name) < 0))
            member.WriteTo(writer);
        if (wanted.Owner is not null)
            writer.WriteString("owner", wanted.Owner);
        if (wanted.Public is not null)
            writer.WriteString("public", wanted.Public);
        Write(writer, "users", wanted.Users);
        Write(writer, "userGroups", wanted.UserGroups);
    });

    private static IReadOnlyList<SharingAccess> Accesses(JsonElement? map) => map is not { } accesses ? [] :
        [.. accesses.EnumerateObject().Select(one => new SharingAccess(one.Value.Text("id") ?? one.Name, one.Value.Text("displayName"), one.Value.Text("access") ?? ""))];

    private static void Write(Utf8JsonWriter writer, string name, IEnumerable<SharingAccess> accesses)
    {
        writer.WriteStartObject(name);
        foreach (var one in accesses)
        {
            writer.WriteStartObject(one.Id);
            writer.WriteString("id", one.Id);
            writer.WriteString("access", one.Access);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }
}
