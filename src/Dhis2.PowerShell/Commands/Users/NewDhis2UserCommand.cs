using System.Management.Automation;
using System.Security;
using Dhis2.Client.Metadata.Users;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Makes user accounts.</summary>
/// <parameter name="Confirm">Asks before each account is made. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Says which accounts would be made, and makes none. Roles, groups and org units are looked up all the same.</parameter>
[Cmdlet(VerbsCommon.New, "Dhis2User", SupportsShouldProcess = true)]
[OutputType("Dhis2.User")]
public sealed class NewDhis2UserCommand : UserCreationCmdlet
{
    /// <summary>User name, which cannot be changed later; also from the property UserName of objects in the pipeline. Example: <c>-UserName mary.banda</c>.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [BlankArgument]
    public string? UserName { get; set; }

    /// <summary>
    /// Password; also from the property Password, as a file has it. A text is taken, and better a SecureString: <c>Read-Host -AsSecureString</c>. Without one, nobody can
    /// log in with the account until <c>Set-Dhis2User</c> sets it, except by OpenID Connect or LDAP.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SecretArgument]
    public SecureString? Password { get; set; }

    /// <summary>Makes the account disabled; also from the property Disabled.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FlagArgument]
    public bool? Disabled { get; set; }

    /// <summary>Who this is to the server's provider of logins (OpenID Connect); also from the property OpenId. Example: <c>-OpenId mary@example.org</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankArgument]
    public string? OpenId { get; set; }

    /// <summary>Who this is in the directory of the server (LDAP); also from the property LdapId. Example: <c>-LdapId 'cn=mary'</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankArgument]
    public string? LdapId { get; set; }

    /// <inheritdoc/>
    protected override string ActionOn(string item) => "Make a user account";

    /// <inheritdoc/>
    protected override void ProcessInput() => Create(UserName ?? "", isInvited: false);

    private protected override NewUser Given() => base.Given() with { UserName = UserName, Password = Password, Disabled = Disabled == true, OpenId = OpenId, LdapId = LdapId };
}
