using Dhis2.Client.Sessions;

namespace Dhis2.Client.Profiles;

/// <summary>
/// Finds out which server is meant. From the first rung to the last: a profile by name, <c>DHIS2_PROFILE</c>, <c>DHIS2_URL</c> with
/// its secret, the project's default profile, the user's, <c>dish.json</c>. A rung that is there and wrong is an error: falling through
/// to the next could mean another server.
/// </summary>
public sealed class ConnectionResolver(ProfileStore store)
{
    private const string UrlVariable = "DHIS2_URL";
    private const string TokenVariable = "DHIS2_PAT";
    private const string UserVariable = "DHIS2_USERNAME";
    private const string PasswordVariable = "DHIS2_PASSWORD";
    private const string ProfileVariable = "DHIS2_PROFILE";

    private Func<string, string?> Variable => store.Places.Variable;

    /// <summary>Finds the connection.</summary>
    /// <param name="profile">The name of a profile, when the user gave one.</param>
    /// <exception cref="Dhis2InputException">Nothing says which server is meant, or what does is wrong.</exception>
    public ConnectionSource Resolve(string? profile = null)
    {
        if (profile is not null)
            return ConnectionSource.Of(store.Get(profile));
        var source = OfProfileVariable() ?? OfVariables() ?? OfDefault(ProfileScope.Project) ?? OfDefault(ProfileScope.User) ?? OfDish()
            ?? throw ProfileErrors.NoConnection(store.Places.StartFolder);
        return source.Warning is null ? source with { Warning = LoneSecret() } : source;
    }

    private ConnectionSource? OfProfileVariable()
    {
        if (Variable(ProfileVariable) is not { } name)
            return null;
        var profile = store.TryGet(name) ?? throw ProfileErrors.UnknownProfile(name, store.List().Select(p => p.Name), ProfileVariable);
        var source = ConnectionSource.Of(profile);
        return source with { Source = $"{ProfileVariable}: {source.Source}" };
    }

    private ConnectionSource? OfVariables()
    {
        if (Variable(UrlVariable) is not { } address)
            return null;
        var (token, user, password) = (Variable(TokenVariable), Variable(UserVariable), Variable(PasswordVariable));
        if (token is not null && password is not null)
            throw ProfileErrors.TwoSecrets(TokenVariable, PasswordVariable, UrlVariable);
        var profile = new Profile { Uri = CheckAddress(address), PlaintextSecret = token ?? password };
        if (token is not null)
            return new ConnectionSource(profile with { Authentication = ProfileAuthentication.Token }, $"{UrlVariable} and {TokenVariable}");
        if (user is not null && password is not null)
            return new ConnectionSource(profile with { Authentication = ProfileAuthentication.Basic, UserName = user }, $"{UrlVariable}, {UserVariable} and {PasswordVariable}");
        throw Half(user, password);
    }

    private ConnectionSource? OfDefault(ProfileScope scope)
    {
        if (store.Default(scope) is not { } profile)
            return null;
        var source = ConnectionSource.Of(profile);
        return source with { Source = $"default {source.Source}" };
    }

    private ConnectionSource? OfDish()
    {
        string?[] folders = [Variable("DHIS_HOME"), store.Places.Home];
        return folders.Where(f => !string.IsNullOrEmpty(f)).Select(f => ConnectionSource.TryOfAuthFile(Path.Combine(store.Places.StartFolder, f!, "dish.json"))).FirstOrDefault(s => s is not null);
    }

    private static Uri CheckAddress(string address)
    {
        var isAddress = Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
        try
        {
            return ServerUri.Check(isAddress ? uri : null, allowUnencrypted: true);
        }
        catch (Dhis2InputException e)
        {
            // An address that cannot be parsed is not shown: it may hold a password.
            throw ProfileErrors.Variables(isAddress ? $"{UrlVariable}: {e.Message}" : $"{UrlVariable} is no address of a server.", e.RecommendedAction!, UrlVariable);
        }
    }

    private static Dhis2InputException Half(string? user, string? password)
    {
        if (user is null && password is null)
            return ProfileErrors.Variables($"{UrlVariable} is set, and no secret for it.", $"Set {TokenVariable}, or {UserVariable} and {PasswordVariable}; or unset {UrlVariable} to use a profile.", UrlVariable);
        var (there, missing) = user is null ? (PasswordVariable, UserVariable) : (UserVariable, PasswordVariable);
        return ProfileErrors.Variables($"{UrlVariable} and {there} are set, and {missing} is not.", $"Set {missing}, too, or {TokenVariable} instead of both.", missing);
    }

    // A warning and no error: other programs read the same variables, but the user should know that this one was ignored.
    private string? LoneSecret() =>
        Variable(TokenVariable) is not null && Variable(UrlVariable) is null && Variable(ProfileVariable) is null ? $"{TokenVariable} is set and {UrlVariable} is not: it is not used." : null;
}
