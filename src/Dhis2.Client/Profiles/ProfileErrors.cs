using System.Text.RegularExpressions;

namespace Dhis2.Client.Profiles;

/// <summary>What can be wrong with profiles and with where a connection comes from: each its own error id and advice.</summary>
internal static class ProfileErrors
{
    private static readonly Regex s_name = new(@"^[A-Za-z0-9._-]{1,64}\z", RegexOptions.CultureInvariant);

    public static bool IsName(string name) => s_name.IsMatch(name);

    public static void CheckName(string name)
    {
        if (!IsName(name))
            throw Make("ProfileName", $"'{name}' cannot be the name of a profile.", "Use up to 64 letters, digits, dots, hyphens and underscores.", name);
    }

    public static Dhis2InputException NoConnection(string startFolder) => Make(
        nameof(NoConnection),
        "Nothing says which server to connect to.",
        "Give -Uri with -Credential or -Token, or -Profile, or -AuthFile; or set DHIS2_PROFILE, or DHIS2_URL with DHIS2_PAT or with DHIS2_USERNAME and DHIS2_PASSWORD; "
        + "or make a profile with New-Dhis2Profile -Default, or put a dish.json into the home folder or into that of DHIS_HOME.",
        startFolder);

    public static Dhis2InputException UnknownProfile(string name, IEnumerable<string> known, string? variable = null)
    {
        var names = string.Join(", ", known.Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(n => n, StringComparer.OrdinalIgnoreCase));
        var said = variable is null ? "" : $", which {variable} names";
        return Make(
            nameof(UnknownProfile),
            $"There is no profile '{name}'{said}.",
            names.Length == 0 ? "No profile is known from here. Make one with New-Dhis2Profile." : $"Those known from here: {names}. Make another with New-Dhis2Profile.",
            name);
    }

    public static Dhis2InputException ProfileExists(string name, string path) => Make(
        nameof(ProfileExists), $"There is a profile '{name}' already in '{path}'.", "Change it with Set-Dhis2Profile, replace it with New-Dhis2Profile -Force, or take another name.", name);

    public static Dhis2InputException TwoSecrets(string first, string second, object? item) => Make(
        nameof(TwoSecrets), $"Two secrets were given for one profile: {first} and {second}.", "Give one of them. A profile has one secret, and nobody could say which counts.", item);

    public static Dhis2InputException NoSecret(string name) => Make(
        nameof(NoSecret), $"The profile '{name}' has no secret.", "Give it one: Set-Dhis2Profile -SecretName for a secret in a vault, or -Credential or -Token with -AllowPlaintextSecret.", name);

    public static Dhis2InputException NoUserName(string name) => Make(
        nameof(NoUserName), $"The profile '{name}' has a password and no user name.", "Add it with Set-Dhis2Profile -UserName, or keep a PSCredential in the vault, which brings its own.", name);

    public static Dhis2InputException ReadableByOthers(string path) => Make(
        nameof(ReadableByOthers),
        $"'{path}' holds a secret in plain text, and others on this computer can read it; it is not used.",
        $"Take their access away: chmod 600 '{path}'. Whoever could read it may know the secret: think of changing it.",
        path);

    public static Dhis2InputException OfAnotherUser(string path) => Make(
        nameof(OfAnotherUser),
        $"'{path}' belongs to another user, who could have your secrets sent to a server of theirs; it is not used.",
        "Work in another folder, give -Uri or -Profile from there, or make the file your own when you have read it.",
        path);

    public static Dhis2InputException SecretNotApproved(Profile profile, string servers) => Make(
        nameof(SecretNotApproved),
        $"The project's profile '{profile.Name}' in '{profile.Path}' would send the secret '{profile.SecretName}' of {(profile.Vault is { } vault ? $"the vault '{vault}'" : "your vault")} to {servers}, and you have not agreed to that.",
        "If the server is right, connect once at a prompt and agree. Where nobody can be asked, make a profile of your own with the same server and secret: "
        + $"New-Dhis2Profile NAME {profile.Uri} -SecretName {profile.SecretName}{(profile.Vault is { } own ? $" -Vault {own}" : "")}; what your own profiles name is agreed to.",
        profile.Name);

    public static Dhis2InputException Damaged(string path, string what, long line, long column) => Make(
        nameof(Damaged),
        string.Format(System.Globalization.CultureInfo.InvariantCulture, "'{0}' is damaged at line {1}, column {2}: {3}", path, line, column, what),
        "Mend it with an editor, or move it away and make it anew. It was not touched.",
        path);

    public static Dhis2InputException Unreadable(string path, Exception inner) => Make(
        nameof(Unreadable), $"'{path}' cannot be read: {inner.Message}", "Check who owns it and who may read it.", path, inner);

    public static Dhis2InputException Unwritable(string path, Exception inner) => Make(
        nameof(Unwritable), $"'{path}' cannot be written: {inner.Message}", "Check who owns the folder and the file, and whether there is room.", path, inner);

    public static Dhis2InputException Locked(string path, Exception inner) => Make(
        nameof(Locked), $"'{path}' cannot be written: another process has been holding it for too long.", "Try again. If nobody else is at it, see what holds the lock file beside it.", path, inner);

    public static Dhis2InputException NewerFile(string path, int version) => Make(
        nameof(NewerFile), $"'{path}' is of format {version}; this module knows format 1.", "It was written by a newer version of this module: update this one. The file was not touched.", path);

    public static Dhis2InputException NoAuthFile(string path) => Make(
        nameof(NoAuthFile), $"The file '{path}' does not exist.", """Give the path of a JSON file such as {"dhis":{"baseurl":"https://host","username":"...","password":"..."}}.""", path);

    public static Dhis2InputException Variables(string message, string advice, string variable) => Make(nameof(Variables), message, advice, variable);

    private static Dhis2InputException Make(string id, string message, string advice, object? item, Exception? inner = null) =>
        new(message, advice, inner) { ErrorId = id, Item = item };
}
