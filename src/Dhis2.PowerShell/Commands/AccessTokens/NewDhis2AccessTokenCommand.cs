using System.Management.Automation;
using Dhis2.Client.AccessTokens;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Makes a personal access token for the session's user, and shows its key this once.</summary>
[Cmdlet(VerbsCommon.New, "Dhis2AccessToken", SupportsShouldProcess = true, DefaultParameterSetName = "ExpiresIn")]
[OutputType(typeof(NewAccessToken))]
public sealed class NewDhis2AccessTokenCommand : Dhis2ChangeCmdlet<string?>
{
    /// <summary>When it ends.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "ExpiresAt")]
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>How long it lives, as a time or in days; 30 days unless given.</summary>
    [Parameter(ParameterSetName = "ExpiresIn")]
    [DaysArgument]
    public TimeSpan? ExpiresIn { get; set; }

    /// <summary>The only HTTP methods it is good for.</summary>
    [Parameter]
    [ValidateSet("GET", "POST", "PUT", "PATCH", "DELETE")]
    public string[] AllowedMethod { get; set; } = [];

    /// <summary>The only addresses it may come from.</summary>
    [Parameter]
    [Alias("AllowedIP")]
    [ValidateNotNullOrEmpty]
    public string[] AllowedIPAddress { get; set; } = [];

    /// <summary>The only values of the Referer header it may come with.</summary>
    [Parameter]
    [Alias("AllowedReferer")]
    [ValidateNotNullOrEmpty]
    public string[] AllowedReferrer { get; set; } = [];

    /// <summary>Writes the key as a text that everybody can read.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override string ActionOn(string? item) => "Make a personal access token";

    /// <inheritdoc/>
    protected override void Finish()
    {
        var request = new AccessTokenRequest { Expires = End(), Methods = AllowedMethod, IPAddresses = AllowedIPAddress, Referrers = AllowedReferrer };
        if (!ShouldChange(Caller.Session.UserName))
            return;
        var token = Await(stop => new AccessTokenStore(Caller).CreateAsync(request, stop));
        WriteResult(AsPlainText ? WithPlainKey(token) : token);
    }

    private DateTimeOffset? End()
    {
        if (ParameterSetName == "ExpiresAt")
            return ExpiresAt;
        var now = DateTimeOffset.UtcNow;
        // An end beyond the last possible date becomes that date.
        return ExpiresIn is { } life ? life < DateTimeOffset.MaxValue - now ? now + life : DateTimeOffset.MaxValue : null;
    }

    private static PSObject WithPlainKey(NewAccessToken token)
    {
        var shown = new PSObject(token.WithoutKey());
        // The type name selects the view that shows the key; with -AsPlainText the key may be serialised, too.
        shown.TypeNames.Insert(0, typeof(NewAccessToken).FullName + "#PlainText");
        shown.Properties.Add(new PSNoteProperty("Key", token.Key.ToPlainText()));
        return shown;
    }
}
