using System.Management.Automation;
using Dhis2.Client.AccessTokens;
using Dhis2.PowerShell.Base;

namespace Dhis2.PowerShell.Commands;

/// <summary>Deletes personal access tokens.</summary>
/// <parameter name="Confirm">Asks before each token is removed, which it does anyway unless <c>-Force</c> or <c>-Confirm:$false</c> is given.</parameter>
/// <parameter name="WhatIf">Says which tokens would be removed, and removes none.</parameter>
[Cmdlet(VerbsCommon.Remove, "Dhis2AccessToken", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveDhis2AccessTokenCommand : Dhis2RemoveCmdlet<string>
{
    private bool _hasWarned;

    /// <summary>Ids of tokens. One that is not there, or is the token of somebody else, is an error, and the rest is removed. Example: <c>-Id W6ZkKclP1UK</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uid")]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override string ActionOn(string item) => "Remove personal access token";

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        WarnOfOwnToken();
        RemoveEach(Id.Select(id => id.ToString()), new AccessTokenStore(Caller).DeleteAsync);
    }

    // The server does not say which token a request was made with.
    private void WarnOfOwnToken()
    {
        if (_hasWarned || Caller.Session.Authentication != "Token")
            return;
        _hasWarned = true;
        WriteWarning("This session is itself proved by a personal access token, and the server does not tell by which. If it is among those removed, the session ends with it.");
    }
}
