using System.Management.Automation;
using Dhis2.Client.Metadata.Users;
using Dhis2.PowerShell.Base;

namespace Dhis2.PowerShell.Commands;

/// <summary>Sends people a mail by which they choose a new password.</summary>
/// <parameter name="Confirm">Asks before each mail is sent. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Says whom a mail would be sent to, and sends none.</parameter>
[Cmdlet(VerbsCommon.Reset, "Dhis2UserPassword", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class ResetDhis2UserPasswordCommand : Dhis2ChangeCmdlet<UserMail>
{
    /// <summary>The accounts: ids, user names, <c>code:X</c> or objects, also from the pipeline. Alias: <c>-Uid</c>. Example: <c>-Id mary.banda</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uid")]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override string ActionOn(UserMail item) => "Send a mail to choose a new password";

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        var creator = new UserCreator(Caller);
        ForEachItem(Id, reference =>
        {
            var id = Find([reference], MetadataType.Of("users")).IdOf(reference);
            var mail = Await(token => creator.PrepareMailAsync(id, token));
            if (ShouldChange(mail))
                Await(token => creator.ResetPasswordAsync(mail, reference.Item, token));
        }, reference => reference.Item);
    }
}
