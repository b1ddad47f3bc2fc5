using System.Text.Json.Nodes;
using Dhis2.Client.Profiles;

namespace Dhis2.Client.Tests.Profiles;

public sealed class ProfileStoreTests : IDisposable
{
    private readonly ProfileHome _home = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task What_is_added_is_read_back_whole()
    {
        var profile = new Profile
        {
            Name = "Prod-1.a_b",
            Uri = new Uri("https://dhis2.example.org/hmis"),
            Authentication = ProfileAuthentication.OAuth2,
            SecretName = "client",
            Vault = "Local",
            IsDefault = true,
            OAuth2 = new ProfileOAuth2
            {
                ClientId = "ps",
                Grant = OAuth2Grant.Interactive,
                TokenEndpoint = new Uri("https://id.example.org/token"),
                AuthorizationEndpoint = new Uri("https://id.example.org/authorize"),
                Issuer = new Uri("https://id.example.org/"),
                Audience = "dhis2",
                Scope = "openid ALL",
                ClientKeyId = "key-1",
                ClientKeyPath = "/keys/ps.pem",
            },
        };

        await _home.AddAsync(profile);

        var read = Assert.Single(_home.Store.List());
        Assert.Equal(profile with { Uri = new Uri("https://dhis2.example.org/hmis/"), Path = _home.UserFile }, read);
    }

    [Fact]
    public async Task Names_differ_by_more_than_case()
    {
        await _home.AddAsync(ProfileHome.Token("Prod"));

        var fault = await Assert.ThrowsAsync<Dhis2InputException>(() => _home.AddAsync(ProfileHome.Token("prod")));

        Assert.Equal("ProfileExists", fault.ErrorId);
        Assert.Equal("Prod", _home.Store.Get("PROD").Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a/b")]
    [InlineData("prod\n")]
    [InlineData("*")]
    [InlineData("größe")]
    public async Task Odd_names_are_refused(string name)
    {
        var fault = await Assert.ThrowsAsync<Dhis2InputException>(() => _home.AddAsync(ProfileHome.Token(name)));

        Assert.Equal("ProfileName", fault.ErrorId);
        Assert.False(File.Exists(_home.UserFile));
    }

    [Fact]
    public async Task Unknown_keys_survive_a_change_a_rename_and_a_removal()
    {
        ProfileHome.Write(_home.UserFile, """
            {
              "$schema": "x",
              "version": 1,
              "default": "one",
              "profiles": {
                "one": { "uri": "https://one.example.org", "auth": "token", "plaintextSecret": "t", "colour": "red", "oauth2x": [1.50, {"a": null}] },
                "two": { "uri": "https://two.example.org", "secret": { "name": "s", "note": "kept" } }
              },
              "later": { "deep": [true, 12345678901234567890] }
            }
            """);

        await _home.Store.ChangeAsync("one", null, p => p with { Uri = new Uri("https://uno.example.org/") }, Stop);
        await _home.Store.ChangeAsync("two", null, p => p with { SecretName = "z" }, Stop);
        await _home.Store.RenameAsync("one", "uno", null, Stop);

        var root = JsonNode.Parse(File.ReadAllText(_home.UserFile))!;
        Assert.Equal(["uno", "two"], root["profiles"]!.AsObject().Select(p => p.Key));
        Assert.Equal("uno", (string?)root["default"]);
        Assert.Equal("https://uno.example.org/", (string?)root["profiles"]!["uno"]!["uri"]);
        Assert.Equal("red", (string?)root["profiles"]!["uno"]!["colour"]);
        Assert.Equal("[1.50,{\"a\":null}]", root["profiles"]!["uno"]!["oauth2x"]!.ToJsonString());
        Assert.Equal("{\"name\":\"z\",\"note\":\"kept\"}", root["profiles"]!["two"]!["secret"]!.ToJsonString());

        await _home.Store.RemoveAsync("uno", null, Stop);

        root = JsonNode.Parse(File.ReadAllText(_home.UserFile))!;
        Assert.Null(root["default"]);
        Assert.Equal("{\"deep\":[true,12345678901234567890]}", root["later"]!.ToJsonString());
        Assert.Equal("x", (string?)root["$schema"]);
    }

    [Fact]
    public async Task There_is_one_default_a_file()
    {
        await _home.AddAsync(ProfileHome.Token("one") with { IsDefault = true });
        await _home.AddAsync(ProfileHome.Token("two") with { IsDefault = true });

        Assert.Equal("two", Assert.Single(_home.Store.List(), p => p.IsDefault).Name);

        await _home.Store.ChangeAsync("two", null, p => p with { IsDefault = false }, Stop);

        Assert.DoesNotContain(_home.Store.List(), p => p.IsDefault);
    }

    [Fact]
    public async Task What_replaces_the_default_is_the_default_and_has_nothing_of_the_old()
    {
        await _home.AddAsync(ProfileHome.Token("one") with { IsDefault = true });

        var made = await _home.Store.AddAsync(new Profile { Name = "ONE", Uri = new Uri("https://x.example.org"), SecretName = "s" }, replace: true, Stop);

        Assert.True(made.IsDefault);
        Assert.Equal(ProfileSecretStore.Vault, made.SecretStore);
        Assert.DoesNotContain("d2p_secret", File.ReadAllText(_home.UserFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_projects_profile_goes_before_the_users_and_a_scope_chooses()
    {
        await _home.AddAsync(ProfileHome.Token("prod", uri: "https://user.example.org"));
        await _home.AddAsync(ProfileHome.Token("prod", uri: "https://project.example.org", scope: ProfileScope.Project));

        Assert.Equal("project.example.org", _home.Store.Get("prod").Uri!.Host);
        Assert.Equal("user.example.org", _home.Store.Get("prod", ProfileScope.User).Uri!.Host);
        Assert.Equal([ProfileScope.Project, ProfileScope.User], _home.Store.List().Select(p => p.Scope));

        await _home.Store.RemoveAsync("prod", null, Stop);

        Assert.Equal("user.example.org", Assert.Single(_home.Store.List()).Uri!.Host);
    }

    [Fact]
    public async Task Files_are_for_their_owner_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists and no modes.");
        if (OperatingSystem.IsWindows())
            return;
        await _home.AddAsync(ProfileHome.Token("one"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_home.UserFile));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(_home.UserFile)!));

        // One that somebody opened to all is closed by the next change.
        File.SetUnixFileMode(_home.UserFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var fault = Assert.Throws<Dhis2InputException>(() => ProfileIdentity.Plaintext(_home.Store.Get("one")));
        Assert.Equal("ReadableByOthers", fault.ErrorId);
        Assert.DoesNotContain("d2p_secret", fault.ToString(), StringComparison.Ordinal);

        await _home.AddAsync(ProfileHome.Token("two"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_home.UserFile));
        Assert.Equal("d2p_secret", ProfileIdentity.Plaintext(_home.Store.Get("one")));
    }

    [Fact]
    public async Task A_link_stays_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights on Windows.");
        var elsewhere = ProfileHome.Write(Path.Combine(_home.Home, "dotfiles", "p.json"), "{}");
        Directory.CreateDirectory(Path.GetDirectoryName(_home.UserFile)!);
        File.CreateSymbolicLink(_home.UserFile, elsewhere);

        await _home.AddAsync(ProfileHome.Token("one"));

        Assert.Equal(elsewhere, new FileInfo(_home.UserFile).LinkTarget);
        Assert.Contains("\"one\"", File.ReadAllText(elsewhere), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writers_at_once_lose_nothing_and_readers_see_whole_files()
    {
        var isWriting = true;
        var reading = Task.Run(() =>
        {
            var most = 0;
            while (Volatile.Read(ref isWriting))
            {
                var count = _home.Store.List().Count;
                Assert.True(count >= most);
                most = count;
            }
        }, Stop);

        await Parallel.ForEachAsync(Enumerable.Range(0, 100), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Stop }, async (i, _) => await _home.AddAsync(ProfileHome.Token($"p{i}")));
        Volatile.Write(ref isWriting, false);
        await reading;

        Assert.Equal(100, _home.Store.List().Count);
        Assert.Equal([".profiles.json.lock", "profiles.json"], Directory.GetFiles(Path.GetDirectoryName(_home.UserFile)!).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Waiting_for_the_lock_can_be_given_up()
    {
        await _home.AddAsync(ProfileHome.Token("one"));
        using var held = await FileLock.TakeAsync(_home.UserFile, Stop);
        using var patience = new CancellationTokenSource(200);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _home.Store.AddAsync(ProfileHome.Token("two"), false, patience.Token));

        held.Dispose();
        await _home.AddAsync(ProfileHome.Token("two"));
        Assert.Equal(2, _home.Store.List().Count);
    }

    [Fact]
    public async Task A_lock_that_cannot_be_had_for_another_reason_is_told_at_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows makes no links without leave.");
        Directory.CreateDirectory(Path.GetDirectoryName(_home.UserFile)!);
        var path = FileLock.LockFile(_home.UserFile);
        // A link to itself can be opened by nobody, ever.
        File.CreateSymbolicLink(path, path);
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => _home.AddAsync(ProfileHome.Token("one")));
        Assert.Equal("Unwritable", error.ErrorId);
    }

    [Fact]
    public async Task A_fault_of_clearing_up_hides_none_before_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows removes no folder with an open file.");
        var folder = Directory.CreateDirectory(Path.Combine(_home.Home, "gone")).FullName;
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Utilities.AtomicFile.WriteAsync(Path.Combine(folder, "a"), _ =>
        {
            Directory.Delete(folder, recursive: true);
            throw new InvalidTimeZoneException();
        }));
    }

    [Fact]
    public async Task A_project_file_of_another_user_is_not_read()
    {
        await _home.AddAsync(ProfileHome.Token("mine"));
        await _home.AddAsync(ProfileHome.Token("theirs", scope: ProfileScope.Project) with { IsDefault = true });
        var store = new ProfileStore(new ProfilePlaces(_home.Work, name => _home.Variables.GetValueOrDefault(name), _home.Home) { IsOwn = path => path != _home.ProjectFile });
        foreach (var read in new Action[] { () => new ConnectionResolver(store).Resolve(), () => store.Get("theirs"), () => store.List() })
        {
            var error = Assert.Throws<Dhis2InputException>(read);
            Assert.Equal(("OfAnotherUser", (object)_home.ProjectFile), (error.ErrorId, error.Item));
        }
        Assert.Equal("mine", store.Get("mine", ProfileScope.User).Name);
    }

    [Fact]
    public void Whose_a_file_is_can_be_told()
    {
        Assert.True(FileOwner.IsMe(ProfileHome.Write(Path.Combine(_home.Home, "a"), "")));
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.UserName == "root", "Who may do everything owns all that is sure to be there.");
        Assert.False(FileOwner.IsMe("/etc/passwd"));
    }

    [Fact]
    public async Task A_refresh_token_goes_into_the_file_only_where_secrets_may()
    {
        await _home.AddAsync(new Profile { Name = "closed", Uri = new Uri("https://x.example.org"), Authentication = ProfileAuthentication.OAuth2, SecretName = "s", OAuth2 = new ProfileOAuth2 { ClientId = "c" } });
        await _home.AddAsync(new Profile { Name = "open", Uri = new Uri("https://x.example.org"), Authentication = ProfileAuthentication.OAuth2, AllowsPlaintext = true, OAuth2 = new ProfileOAuth2 { ClientId = "c" } });

        var closed = new ProfileRefreshTokens(_home.Store, _home.Store.Get("closed"));
        var open = new ProfileRefreshTokens(_home.Store, _home.Store.Get("open"));
        await closed.SaveAsync("refresh-1", Stop);
        await open.SaveAsync("refresh-2", Stop);

        Assert.False(closed.IsAllowed);
        Assert.DoesNotContain("refresh-1", File.ReadAllText(_home.UserFile), StringComparison.Ordinal);
        Assert.Null(await closed.LoadAsync(Stop));
        Assert.Equal("refresh-2", await open.LoadAsync(Stop));

        // Another process, a newer one.
        await new ProfileRefreshTokens(_home.Store, _home.Store.Get("open")).SaveAsync("refresh-3", Stop);
        Assert.Equal("refresh-3", await open.LoadAsync(Stop));

        // One that the server refuses is forgotten where it is still the one that is kept.
        await open.ForgetAsync("refresh-2", Stop);
        Assert.Equal("refresh-3", await open.LoadAsync(Stop));
        await open.ForgetAsync("refresh-3", Stop);
        Assert.DoesNotContain("refresh", File.ReadAllText(_home.UserFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_prints_no_secret()
    {
        var profile = await _home.AddAsync(ProfileHome.Token("one") with { RefreshToken = "refresh-3" });

        var text = profile + System.Text.Json.JsonSerializer.Serialize(profile) + _home.Resolve("one") + new ProfileTest { Name = "x" };

        Assert.DoesNotContain("d2p_secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("refresh-3", text, StringComparison.Ordinal);
    }
}
