using System.Management.Automation;
using Dhis2.Client.AccessTokens;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Makes a personal access token for the session's user, and shows its key this once.</summary>
/// <parameter name="Confirm">Asks before the token is made. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Says for whom a token would be made, and makes none.</parameter>
[Cmdlet(VerbsCommon.New, "Dhis2AccessToken", SupportsShouldProcess = true, DefaultParameterSetName = "ExpiresIn")]
[OutputType(typeof(NewAccessToken))]
public sealed class NewDhis2AccessTokenCommand : Dhis2ChangeCmdlet<string?>
{
    /// <summary>When the token ends; without an offset in the time zone of this machine. A time in the past is refused. Example: <c>-ExpiresAt 2027-12-31</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "ExpiresAt")]
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>
    /// How long the token lives from now, as a time or as a number of days. Without it the server gives it 30 days; none lives for ever. Example:
    /// <c>-ExpiresIn 90</c> or <c>-ExpiresIn 12:00:00</c>.
    /// </summary>
    [Parameter(ParameterSetName = "ExpiresIn")]
    [DaysArgument]
    public TimeSpan? ExpiresIn { get; set; }

    /// <summary>The only HTTP methods it is good for: GET, POST, PUT, PATCH, DELETE, in any case. Without it all. Example: <c>-AllowedMethod GET, POST</c>.</summary>
    [Parameter]
    [ValidateSet("GET", "POST", "PUT", "PATCH", "DELETE")]
    public string[] AllowedMethod { get; set; } = [];

    /// <summary>
    /// The only IPv4 and IPv6 addresses it may come from, each in full: the server knows no ranges. Behind a proxy it is the address that the proxy tells.
    /// Example: <c>-AllowedIPAddress 10.1.2.3, 2001:db8::1</c>.
    /// </summary>
    [Parameter]
    [Alias("AllowedIP")]
    [ValidateNotNullOrEmpty]
    public string[] AllowedIPAddress { get; set; } = [];

    /// <summary>
    /// The only values of the Referer header it may come with, compared to the letter. This module sends no such header, so it cannot use such a token
    /// itself. Example: <c>-AllowedReferrer 'https://dashboard.example.org/'</c>.
    /// </summary>
    [Parameter]
    [Alias("AllowedReferer")]
    [ValidateNotNullOrEmpty]
    public string[] AllowedReferrer { get; set; } = [];

    /// <summary>Writes the key as a text that everybody can read, in place of a SecureString. Example: <c>-AsPlainText</c>.</summary>
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
