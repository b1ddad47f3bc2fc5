using System.Management.Automation;
using Dhis2.Client.Metadata.Users;

namespace Dhis2.PowerShell.Commands;

/// <summary>Invites people to accounts by mail, and sends invitations again.</summary>
/// <parameter name="InputObject">Rows of Import-Csv, or other objects, with properties of the names of the parameters: new accounts. Objects of Get-Dhis2User, and texts: accounts that are invited again.</parameter>
/// <parameter name="Confirm">Asks before each invitation is sent. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Says whom a mail would be sent to, and sends none.</parameter>
[Cmdlet(VerbsCommunications.Send, "Dhis2UserInvitation", SupportsShouldProcess = true)]
[OutputType("Dhis2.User")]
public sealed class SendDhis2UserInvitationCommand : UserCreationCmdlet
{
    /// <summary>Accounts that are invitations still, and are sent their mail again: ids, user names, <c>code:X</c> or objects. Example: <c>-Id mary.banda</c>.</summary>
    [Parameter]
    [Alias("Uid")]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? Id { get; set; }

    /// <summary>User name of a new account; without it, the person chooses one. Also from the property UserName of objects in the pipeline. Example: <c>-UserName mary.banda</c>.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [BlankArgument]
    public string? UserName { get; set; }

    /// <inheritdoc/>
    protected override string ActionOn(string item) => "Send an invitation";

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        if (Id is not null)
            InviteAgain(Id);
        else if (InputObject is { } input && (input.BaseObject is string || MetadataReference.TypeOf(input) == "users"))
            InviteAgain([new Dhis2Reference(input)]);
        else
            Create(UserName ?? Email ?? "", isInvited: true);
    }

    private protected override NewUser Given() => base.Given() with { UserName = UserName };

    private void InviteAgain(IEnumerable<Dhis2Reference> references) => ForEachItem(references, reference =>
    {
        var id = Find([reference], MetadataType.Of("users")).IdOf(reference);
        var mail = Await(token => Creator.PrepareMailAsync(id, token));
        if (!ShouldChange(mail.Title))
            return;
        Await(token => Creator.InviteAgainAsync(mail, reference.Item, token));
        WriteResult(Await(token => UserRows.ReadAsync(Caller, id, token)));
    }, reference => reference.Item);
}
