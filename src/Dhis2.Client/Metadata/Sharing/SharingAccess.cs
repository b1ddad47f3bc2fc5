using System.Text.RegularExpressions;

namespace Dhis2;

/// <summary>What a user, or the members of a user group, may do with an object.</summary>
/// <param name="Id">Uid of the user or group.</param>
/// <param name="Name">Its name; null where the server tells none, as of users that are gone.</param>
/// <param name="Access">Eight characters: <c>rw</c> for the object, <c>rw</c> for its data, and four dashes.</param>
public sealed record SharingAccess(string Id, string? Name, string Access)
{
    private const int Length = 8;

    private static readonly Regex s_access = new("^([r-][w-]){2}----$", RegexOptions.CultureInvariant);

    /// <summary>An access as servers store it. What is left out at the end is not allowed: <c>rw</c> is <c>rw------</c>.</summary>
    /// <exception cref="Dhis2InputException">It is none. Servers store whatever they are given, also where they answer that it is wrong.</exception>
    public static string Parse(string? text)
    {
        var access = (text ?? "").Trim().PadRight(Length, '-');
        return !string.IsNullOrWhiteSpace(text) && s_access.IsMatch(access) ? access : throw new Dhis2InputException(
            $"'{text}' is no access.", "Give rw------ for seeing and changing the object, r------- for seeing it, rwrw---- with its data, -------- for nothing; dashes at the end may be left out.")
        { Item = text, ErrorId = "InvalidAccess" };
    }

    /// <summary>Whether an access lets somebody see or enter data.</summary>
    internal static bool HasData(string access) => access.Substring(2, 2) != "--";

    /// <summary>As a person says it: <c>Clerk Test (z1tRD1nXEcz) rw------</c>.</summary>
    public override string ToString() => Name is null ? $"{Id} {Access}" : $"{Name} ({Id}) {Access}";
}
