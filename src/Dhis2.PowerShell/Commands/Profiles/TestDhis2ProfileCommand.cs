using System.Diagnostics;
using System.Management.Automation;
using Dhis2.Client.Sessions;
using Dhis2.PowerShell.Completion;
using Dhis2.PowerShell.Errors;
using Dhis2.PowerShell.Profiles;

namespace Dhis2.PowerShell.Commands;

/// <summary>Connects with a profile, ends the session again, and says how it went.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Dhis2Profile")]
[OutputType(typeof(ProfileTest), typeof(bool))]
public sealed class TestDhis2ProfileCommand : ProfileCmdlet
{
    /// <summary>Names, with wildcards. Example: <c>-Name prod*</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Writes only whether it works.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Seconds the server may stay silent, and a connection may take: 1 to 86400, default 30.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 30;

    /// <summary>Trusts any certificate. For test servers only.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Lets the secret go over plain http to any host.</summary>
    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <inheritdoc/>
    protected override void ProcessInput() => ForEachItem(Name, name =>
    {
        foreach (var profile in Find(name))
            Write(Test(profile));
    });

    private void Write(ProfileTest test) => WriteObject(Quiet ? test.Success : test);

    private ProfileTest Test(Profile profile)
    {
        var clock = Stopwatch.StartNew();
        var test = new ProfileTest { Name = profile.Name, Scope = profile.Scope, Uri = profile.Uri };
        try
        {
            var options = new SessionOptions
            {
                Uri = profile.Uri,
                // A test opens no browser.
                Identity = ProfileAccess.Identity(this, profile, mayAsk: false),
                ConnectTimeout = TimeSpan.FromSeconds(TimeoutSec),
                ReadTimeout = TimeSpan.FromSeconds(TimeoutSec),
                // The test shows whether the profile works now, so nothing is retried.
                Retry = new RetryPolicy { MaximumRetryCount = 0 },
                SkipCertificateCheck = SkipCertificateCheck,
                AllowUnencryptedAuthentication = AllowUnencryptedAuthentication,
            };
            using var session = Await(token => SessionFactory.ConnectAsync(options, ClientEvents, token));
            return test with { Success = true, Version = session.Version, UserName = session.UserName, Elapsed = clock.Elapsed, Message = "Connected." };
        }
        catch (Dhis2Exception e)
        {
            return test with { Elapsed = clock.Elapsed, Message = e.Message, Advice = e.RecommendedAction, ErrorId = ErrorRecordFactory.Of(e).FullyQualifiedErrorId };
        }
    }
}
