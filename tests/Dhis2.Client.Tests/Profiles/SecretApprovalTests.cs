using Dhis2.Client.Profiles;

namespace Dhis2.Client.Tests.Profiles;

/// <summary>A project's file may come from anybody: a secret of the user's vault goes to a server for the first time only when the user has agreed.</summary>
public sealed class SecretApprovalTests : IDisposable
{
    private readonly ProfileHome _home = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SecretApprovals Approvals => new(_home.Store);

    private string ApprovalsFile => Path.Combine(Path.GetDirectoryName(_home.UserFile)!, "approved-secrets.json");

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_projects_profile_needs_approval_once_for_each_vault_secret_and_server()
    {
        var profile = Project("https://one.example.org/hmis");
        Assert.Equal(["https://one.example.org"], Approvals.Missing(profile));
        await Approvals.ApproveAsync(profile, Token);
        Assert.Empty(Approvals.Missing(profile));
        // Another path of the same server is the same server; another port, scheme, host, secret or vault is not.
        Assert.Empty(Approvals.Missing(Project("https://ONE.example.org:443/other")));
        Assert.Single(Approvals.Missing(Project("https://one.example.org:8443/hmis")));
        Assert.Single(Approvals.Missing(Project("http://one.example.org/hmis")));
        Assert.Single(Approvals.Missing(Project("https://one.example.org.evil.example/hmis")));
        Assert.Single(Approvals.Missing(profile with { SecretName = "other" }));
        Assert.Single(Approvals.Missing(profile with { Vault = "Local" }));
        await Approvals.ApproveAsync(Project("https://two.example.org/"), Token);
        Assert.Empty(Approvals.Missing(profile));
    }

    [Fact]
    public async Task Approvals_are_the_users_alone()
    {
        await Approvals.ApproveAsync(Project("https://one.example.org/"), Token);
        Assert.DoesNotContain("password", File.ReadAllText(ApprovalsFile), StringComparison.OrdinalIgnoreCase);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ApprovalsFile));
    }

    [Fact]
    public void What_is_not_the_projects_or_of_no_vault_needs_none()
    {
        Assert.Empty(Approvals.Missing(Project("https://one.example.org/") with { Scope = ProfileScope.User }));
        Assert.Empty(Approvals.Missing(ProfileHome.Token("one", scope: ProfileScope.Project)));
    }

    [Fact]
    public async Task A_profile_of_the_users_own_with_the_same_secret_and_server_is_an_approval()
    {
        await _home.AddAsync(Project("https://one.example.org/a") with { Name = "own", Scope = ProfileScope.User });
        Assert.Empty(Approvals.Missing(Project("https://one.example.org/b")));
        Assert.Single(Approvals.Missing(Project("https://two.example.org/b")));
        Assert.Single(Approvals.Missing(Project("https://one.example.org/b") with { Vault = "Local" }));
    }

    [Fact]
    public async Task All_servers_that_get_something_of_the_secret_have_to_be_approved()
    {
        var profile = Project("https://dhis2.example.org/") with
        {
            Authentication = ProfileAuthentication.OAuth2,
            OAuth2 = new ProfileOAuth2 { ClientId = "c", TokenEndpoint = new Uri("https://tokens.example.org/t"), Issuer = new Uri("https://issuer.example.org/") },
        };
        await Approvals.ApproveAsync(Project("https://dhis2.example.org/"), Token);
        Assert.Equal(["https://tokens.example.org", "https://issuer.example.org"], Approvals.Missing(profile));
        await Approvals.ApproveAsync(profile, Token);
        Assert.Empty(Approvals.Missing(profile));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"version":1,"approved":"all"}""")]
    [InlineData("""{"version":1,"approved":[null,1,{"secret":1,"server":"https://one.example.org"},{"server":"https://one.example.org"}]}""")]
    public async Task A_damaged_file_approves_nothing(string text)
    {
        ProfileHome.Write(ApprovalsFile, text);
        Assert.Single(Approvals.Missing(Project("https://one.example.org/")));
        await Approvals.ApproveAsync(Project("https://one.example.org/"), Token);
        Assert.Empty(Approvals.Missing(Project("https://one.example.org/")));
    }

    private static Profile Project(string uri) =>
        new() { Name = "prod", Uri = new Uri(uri), Scope = ProfileScope.Project, SecretName = "hmis", Path = "/projects/hmis/.dhis2/profiles.json" };
}
