using Dhis2.Client.Profiles;

namespace Dhis2.Client.Tests.Profiles;

public sealed class ConnectionResolverTests : IDisposable
{
    private readonly ProfileHome _home = new();

    public void Dispose() => _home.Dispose();

    // Every rung is there; taking the highest away shows the next.
    [Fact]
    public async Task The_rungs_come_in_their_order()
    {
        await _home.AddAsync(ProfileHome.Token("named", uri: "https://profile.example.org"));
        await _home.AddAsync(ProfileHome.Token("variable", uri: "https://dhis2-profile.example.org"));
        await _home.AddAsync(ProfileHome.Token("user", uri: "https://user.example.org") with { IsDefault = true });
        await _home.AddAsync(ProfileHome.Token("project", uri: "https://project.example.org", scope: ProfileScope.Project) with { IsDefault = true });
        _home.Variables["DHIS2_PROFILE"] = "variable";
        _home.Variables["DHIS2_URL"] = "https://dhis2-url.example.org";
        _home.Variables["DHIS2_PAT"] = "d2p_secret";
        _home.Variables["DHIS_HOME"] = Path.Combine(_home.Home, "dhis");
        Dish(Path.Combine(_home.Home, "dhis"), "https://dhis-home.example.org");
        Dish(_home.Home, "https://home.example.org");

        Expect("profile.example.org", "profile 'named' of the user", "named");
        Expect("dhis2-profile.example.org", "DHIS2_PROFILE: profile 'variable' of the user");
        _home.Variables["DHIS2_PROFILE"] = "";
        Expect("dhis2-url.example.org", "DHIS2_URL and DHIS2_PAT");
        _home.Variables["DHIS2_PAT"] = null;
        _home.Variables["DHIS2_USERNAME"] = "admin";
        _home.Variables["DHIS2_PASSWORD"] = "district";
        Expect("dhis2-url.example.org", "DHIS2_URL, DHIS2_USERNAME and DHIS2_PASSWORD");
        _home.Variables["DHIS2_URL"] = null;
        Expect("project.example.org", "default profile 'project' of the project");
        await _home.Store.ChangeAsync("project", null, p => p with { IsDefault = false }, TestContext.Current.CancellationToken);
        Expect("user.example.org", "default profile 'user' of the user");
        await _home.Store.ChangeAsync("user", null, p => p with { IsDefault = false }, TestContext.Current.CancellationToken);
        Expect("dhis-home.example.org", "file '");
        _home.Variables["DHIS_HOME"] = null;
        Expect("home.example.org", "file '");
        File.Delete(Path.Combine(_home.Home, "dish.json"));
        var fault = Assert.Throws<Dhis2InputException>(() => _home.Resolve());
        Assert.Equal("NoConnection", fault.ErrorId);
        foreach (var way in new[] { "-Uri", "-Profile", "-AuthFile", "DHIS2_PROFILE", "DHIS2_URL", "DHIS2_PAT", "DHIS2_USERNAME", "DHIS2_PASSWORD", "New-Dhis2Profile", "dish.json", "DHIS_HOME" })
            Assert.Contains(way, fault.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody", null, "'nobody'")]
    [InlineData(null, "nobody", "DHIS2_PROFILE")]
    public async Task An_unknown_profile_is_an_error_and_no_other_is_taken(string? given, string? variable, string said)
    {
        await _home.AddAsync(ProfileHome.Token("user") with { IsDefault = true });
        _home.Variables["DHIS2_PROFILE"] = variable;

        var fault = Assert.Throws<Dhis2InputException>(() => _home.Resolve(given));

        Assert.Equal("UnknownProfile", fault.ErrorId);
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.Contains("user", fault.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_default_that_is_not_there_is_an_error()
    {
        ProfileHome.Write(_home.UserFile, """{ "default": "gone", "profiles": {} }""");

        Assert.Equal("UnknownProfile", Assert.Throws<Dhis2InputException>(() => _home.Resolve()).ErrorId);
    }

    [Theory]
    [InlineData(null, null, null, "Variables", "no secret")]
    [InlineData(null, "admin", null, "Variables", "DHIS2_PASSWORD is not")]
    [InlineData(null, null, "district", "Variables", "DHIS2_USERNAME is not")]
    [InlineData("d2p_secret", "admin", "district", "TwoSecrets", "DHIS2_PAT and DHIS2_PASSWORD")]
    [InlineData("d2p_secret", null, "district", "TwoSecrets", "DHIS2_PAT and DHIS2_PASSWORD")]
    public async Task An_address_without_one_whole_secret_is_an_error(string? token, string? user, string? password, string id, string said)
    {
        await _home.AddAsync(ProfileHome.Token("user") with { IsDefault = true });
        _home.Variables["DHIS2_URL"] = "https://dhis2.example.org";
        _home.Variables["DHIS2_PAT"] = token;
        _home.Variables["DHIS2_USERNAME"] = user;
        _home.Variables["DHIS2_PASSWORD"] = password;

        var fault = Assert.Throws<Dhis2InputException>(() => _home.Resolve());

        Assert.Equal(id, fault.ErrorId);
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("d2p_secret", fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("district", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_name_beside_a_token_does_no_harm()
    {
        _home.Variables["DHIS2_URL"] = "https://dhis2.example.org";
        _home.Variables["DHIS2_PAT"] = "d2p_secret";
        _home.Variables["DHIS2_USERNAME"] = "admin";

        Assert.Equal(ProfileAuthentication.Token, _home.Resolve().Profile.Authentication);
    }

    [Theory]
    [InlineData("dhis2.example.org")]
    [InlineData("https://admin:district@dhis2.example.org")]
    [InlineData("https://dhis2.example.org/api/me")]
    [InlineData("admin:district")]
    public void A_wrong_address_names_its_variable_and_shows_no_secret(string address)
    {
        _home.Variables["DHIS2_URL"] = address;
        _home.Variables["DHIS2_PAT"] = "d2p_secret";

        var fault = Assert.Throws<Dhis2InputException>(() => _home.Resolve());

        Assert.StartsWith("DHIS2_URL", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("district", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_without_an_address_is_not_passed_over_in_silence()
    {
        await _home.AddAsync(ProfileHome.Token("user") with { IsDefault = true });
        _home.Variables["DHIS2_PAT"] = "d2p_secret";

        var source = _home.Resolve();

        Assert.Equal("user", source.Profile.Name);
        Assert.Contains("DHIS2_PAT is set and DHIS2_URL is not", source.Warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"dhis":{"baseurl":"https://x.example.org","username":"admin","password":"district"}}""", ProfileAuthentication.Basic)]
    [InlineData("""{"other":1,"dhis":{"baseurl":"https://x.example.org/","username":"admin","password":"district","more":[]}}""", ProfileAuthentication.Basic)]
    [InlineData("""{"dhis":{"baseurl":"https://x.example.org","token":"district"}}""", ProfileAuthentication.Token)]
    public void Files_of_the_older_kind_are_read(string text, ProfileAuthentication authentication)
    {
        var profile = ConnectionSource.OfAuthFile(ProfileHome.Write(Path.Combine(_home.Home, "auth.json"), text))!.Profile;

        Assert.Equal(new Uri("https://x.example.org/"), profile.Uri);
        Assert.Equal(authentication, profile.Authentication);
        Assert.Equal("district", profile.PlaintextSecret);
    }

    [Theory]
    [InlineData("""{"dhis":{"baseurl":"https://x.example.org","username":"admin","password":"district","token":"t"}}""", "TwoSecrets", "password and token")]
    [InlineData("""{"dhis":{"baseurl":"https://x.example.org","username":"admin"}}""", "Damaged", "line 1, column 9: username and password are wanted")]
    [InlineData("""{"dhis":{"baseurl":"https://x.example.org"}}""", "Damaged", "username and password are wanted")]
    [InlineData("""{"dhis":{"username":"admin","password":"district"}}""", "Damaged", "baseurl is missing")]
    [InlineData("""{"dhis":{"baseurl":"nowhere","username":"admin","password":"district"}}""", "Damaged", "line 1, column 20: baseurl is no web address")]
    [InlineData("""{"baseurl":"https://x.example.org"}""", "Damaged", "there is no object \"dhis\"")]
    [InlineData("""{"dhis":{"baseurl":"https://admin:district@x.example.org","token":"t"}}""", "Damaged", "user name or password in it")]
    [InlineData("baseurl=x", "Damaged", "line 1, column 1: this is not JSON")]
    public void A_wrong_file_of_the_older_kind_is_an_error(string text, string id, string said)
    {
        var fault = Assert.Throws<Dhis2InputException>(() => ConnectionSource.OfAuthFile(ProfileHome.Write(Path.Combine(_home.Home, "auth.json"), text)));

        Assert.Equal(id, fault.ErrorId);
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("district", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_users_file_lies_where_the_platform_keeps_settings()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "These are the places of Linux.");
        _home.Variables.Clear();
        Assert.Equal(Path.Combine(_home.Home, ".config", "dhis2", "profiles.json"), _home.Places.UserFile);
        _home.Variables["XDG_CONFIG_HOME"] = "not/rooted";
        Assert.Equal(Path.Combine(_home.Home, ".config", "dhis2", "profiles.json"), _home.Places.UserFile);
        _home.Variables["XDG_CONFIG_HOME"] = "/settings";
        Assert.Equal("/settings/dhis2/profiles.json", _home.Places.UserFile);
        _home.Variables["DHIS2_CONFIG_HOME"] = "/elsewhere";
        Assert.Equal("/elsewhere/profiles.json", _home.Places.UserFile);
    }

    [Fact]
    public void The_nearest_project_is_found_walking_up_and_the_users_folder_is_none()
    {
        Assert.Null(_home.Places.ProjectFile);
        Assert.Equal(Path.Combine(_home.Work, ".dhis2", "profiles.json"), _home.Places.ProjectFileToWrite);
        ProfileHome.Write(_home.ProjectFile, "{}");
        Assert.Equal(_home.ProjectFile, _home.Places.ProjectFile);
        var nearer = ProfileHome.Write(Path.Combine(_home.Work, ".dhis2", "profiles.json"), "{}");
        Assert.Equal(nearer, _home.Places.ProjectFile);
        _home.Variables["DHIS2_CONFIG_HOME"] = Path.GetDirectoryName(nearer);
        Assert.Equal(_home.ProjectFile, _home.Places.ProjectFile);
    }

    [Fact]
    public void A_git_checkout_is_known()
    {
        Assert.False(ProfilePlaces.IsInGitCheckout(_home.ProjectFile));
        Directory.CreateDirectory(Path.Combine(_home.Project, ".git"));
        Assert.True(ProfilePlaces.IsInGitCheckout(_home.ProjectFile));
    }

    private void Expect(string host, string source, string? profile = null)
    {
        var found = _home.Resolve(profile);
        Assert.Equal(host, found.Profile.Uri!.Host);
        Assert.StartsWith(source, found.Source, StringComparison.Ordinal);
        Assert.DoesNotContain("d2p_secret", found.ToString(), StringComparison.Ordinal);
    }

    private static void Dish(string folder, string address) =>
        ProfileHome.Write(Path.Combine(folder, "dish.json"), $$$"""{"dhis":{"baseurl":"{{{address}}}","username":"admin","password":"district"}}""");
}
