using System.Globalization;
using System.Security;
using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Json;

namespace Dhis2.Client.Metadata.Users;

/// <summary>One request that changes an account, and how to tell from the account whether it was done.</summary>
/// <param name="What">What it does, as a question says it: <c>add the role X</c>.</param>
/// <param name="Path">The path behind that of the account; empty for the account itself.</param>
/// <param name="Method">The method.</param>
/// <param name="Body">The body; null sends none.</param>
/// <param name="IsDone">Whether an account is as it is to be; null where it does not tell.</param>
internal sealed record UserStep(string What, string Path, string Method, Func<RequestBody>? Body, Func<JsonElement, bool?> IsDone)
{
    private static readonly string s_day = "yyyy-MM-dd";

    /// <summary>A secret that is sent, and that an answer may repeat.</summary>
    public SecureString? Secret { get; init; }

    /// <summary>The query.</summary>
    public QueryParameters Query { get; init; } = [];

    public static UserStep Enable(bool isDisabled) => new(isDisabled ? "disable it" : "enable it", isDisabled ? "disabled" : "enabled", "POST", null, user => user.Flag("disabled") == isDisabled);

    /// <summary>Lets an account end on a day, or not at all.</summary>
    public static UserStep Expire(DateTime? day)
    {
        if (day is not { } end)
            return new UserStep("let it not expire", "unexpired", "POST", null, user => user.Text("accountExpiry") is null);
        var text = end.ToString(s_day, CultureInfo.InvariantCulture);
        return new UserStep($"let it expire on {text}", "expired", "POST", null, user => user.Text("accountExpiry")?.StartsWith(text, StringComparison.Ordinal)) { Query = { { "date", text } } };
    }

    /// <summary>Sets a password. A server tells of it only when it was last changed.</summary>
    public static UserStep SetPassword(SecureString password, string? changedBefore) => new(
        "set its password",
        "",
        "PATCH",
        () => RequestBody.Of(PasswordPatch(password), "application/json-patch+json"),
        user => user.Text("passwordLastUpdated") != changedBefore ? true : null)
    { Secret = password };

    /// <summary>Adds and takes away roles, groups or org units. (<c>DELETE /api/userRoles/{id}/users/{id}</c> answers that it is done, and does nothing.)</summary>
    public static UserStep Change(string property, IReadOnlyList<string> additions, IReadOnlyList<string> deletions)
    {
        var name = UserFields.NameOf(property);
        var parts = additions.Select(id => $"add the {name} {id}").Concat(deletions.Select(id => $"take the {name} {id} away"));
        return new UserStep(string.Join(", ", parts), property, "POST", () => RequestBody.Of(MemberBody(additions, deletions), "application/json"), IsChanged);

        bool? IsChanged(JsonElement user)
        {
            var held = Ids(user, property);
            return additions.All(held.Contains) && !deletions.Any(held.Contains);
        }
    }

    /// <summary>The ids of the objects that an account has in a property.</summary>
    public static HashSet<string> Ids(JsonElement user, string property) => [.. user.Items(property).Select(one => one.Text("id") ?? "")];

    private static byte[] PasswordPatch(SecureString password)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            json.WriteStartObject();
            json.WriteString("op", "add");
            json.WriteString("path", "/password");
            json.WriteString("value", password.Reveal());
            json.WriteEndObject();
            json.WriteEndArray();
        }
        return stream.ToArray();
    }

    private static byte[] MemberBody(IReadOnlyList<string> additions, IReadOnlyList<string> deletions) => JsonBytes.OfObject(writer =>
    {
        foreach (var (name, ids) in new[] { ("additions", additions), ("deletions", deletions) })
        {
            writer.WriteStartArray(name);
            foreach (var id in ids)
                writer.WriteReference(id);
            writer.WriteEndArray();
        }
    });
}
