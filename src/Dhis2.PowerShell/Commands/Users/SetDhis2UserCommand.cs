using System.Management.Automation;
using System.Security;
using Dhis2.Client.Metadata.Users;
using Dhis2.Client.SystemInfo;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Changes user accounts: enables, disables and ends them, sets passwords, and changes roles, groups and org units.</summary>
/// <parameter name="Confirm">Asks before each account is changed. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Says for each account what would change, and changes nothing.</parameter>
/// <parameter name="PassThru">Writes each account as the server holds it afterwards. Default: nothing is written.</parameter>
[Cmdlet(VerbsCommon.Set, "Dhis2User", SupportsShouldProcess = true)]
[OutputType("Dhis2.User")]
public sealed class SetDhis2UserCommand : Dhis2UpdateCmdlet<UserUpdate>
{
    private UserUpdater _updater = null!;
    private UserChange _change = null!;

    /// <summary>The accounts: ids, user names, <c>code:X</c> or objects, also from the pipeline. Alias: <c>-Uid</c>. Example: <c>-Id mary.banda</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uid")]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[] Id { get; set; } = [];

    /// <summary>Lets the accounts be used again.</summary>
    [Parameter]
    public SwitchParameter Enable { get; set; }

    /// <summary>Lets nobody log in with the accounts.</summary>
    [Parameter]
    public SwitchParameter Disable { get; set; }

    /// <summary>The first day on which the accounts do not work any more, by the server's clock. Example: <c>-Expires 2026-12-31</c>.</summary>
    [Parameter]
    [ValidateNotNull]
    public TimeArgument? Expires { get; set; }

    /// <summary>Lets the accounts work without end.</summary>
    [Parameter]
    public SwitchParameter NeverExpires { get; set; }

    /// <summary>The new password, the same for all accounts. Example: <c>-Password (Read-Host -AsSecureString)</c>.</summary>
    [Parameter]
    [SecretArgument]
    [ValidateNotNull]
    public SecureString? Password { get; set; }

    /// <summary>User roles that are added: ids, names, <c>code:X</c> or objects. Example: <c>-AddRole 'Data entry'</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? AddRole { get; set; }

    /// <summary>User roles that are taken away, as <c>-AddRole</c>. Example: <c>-RemoveRole Reader</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? RemoveRole { get; set; }

    /// <summary>User groups that the accounts are added to, as <c>-AddRole</c>. Example: <c>-AddGroup Clerks</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? AddGroup { get; set; }

    /// <summary>User groups that the accounts are taken out of, as <c>-AddRole</c>. Example: <c>-RemoveGroup Clerks</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? RemoveGroup { get; set; }

    /// <summary>All org units whose data the people are to enter; others are taken away. Example: <c>-OrgUnit code:OU_NORTH</c>.</summary>
    [Parameter]
    [ValidateNotNull]
    public Dhis2Reference[]? OrgUnit { get; set; }

    /// <summary>Org units whose data the people are to enter as well. Example: <c>-AddOrgUnit code:OU_NORTH</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? AddOrgUnit { get; set; }

    /// <summary>Org units whose data the people are not to enter any more. Example: <c>-RemoveOrgUnit code:OU_NORTH</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? RemoveOrgUnit { get; set; }

    /// <summary>All org units whose data the people are to see in analyses; others are taken away. Example: <c>-OutputOrgUnit Sandland</c>.</summary>
    [Parameter]
    [ValidateNotNull]
    public Dhis2Reference[]? OutputOrgUnit { get; set; }

    /// <summary>All org units in which the people are to search tracked entities; others are taken away.</summary>
    [Parameter]
    [ValidateNotNull]
    public Dhis2Reference[]? SearchOrgUnit { get; set; }

    /// <inheritdoc/>
    protected override string ActionOn(UserUpdate item) => $"Change the account: {item.Summary}";

    /// <inheritdoc/>
    protected override void Start()
    {
        if (Enable && Disable)
            throw new Dhis2InputException("-Enable and -Disable exclude each other.", "Give one of them.");
        if (NeverExpires && Expires is not null)
            throw new Dhis2InputException("-Expires and -NeverExpires exclude each other.", "Give one of them.");
        if (Password is { Length: 0 })
            throw new Dhis2InputException("The password is empty.", "Give one, or leave -Password out.");
        _updater = new UserUpdater(Caller);
        var objects = new ProvenObjects(Caller);
        _change = new UserChange
        {
            Disabled = Disable ? true : Enable ? false : null,
            Expires = Expires?.OnServer(() => Await(token => ServerTimeZone.ReadAsync(Caller, token))).Date,
            NeverExpires = NeverExpires,
            Password = Password,
            Roles = Members(objects, "userRoles", null, AddRole, RemoveRole),
            Groups = Members(objects, "userGroups", null, AddGroup, RemoveGroup),
            OrgUnits = Members(objects, "organisationUnits", OrgUnit, AddOrgUnit, RemoveOrgUnit),
            OutputOrgUnits = Members(objects, "organisationUnits", OutputOrgUnit, null, null),
            SearchOrgUnits = Members(objects, "organisationUnits", SearchOrgUnit, null, null),
        };
        if (_change == new UserChange())
            throw new Dhis2InputException("Nothing is given that is to change.", "Give -Enable, -Disable, -Expires, -NeverExpires, -Password, or roles, groups and org units.");
    }

    /// <inheritdoc/>
    protected override void ProcessInput() => ForEachItem(Id, Change, reference => reference.Item);

    private UserMembers Members(ProvenObjects objects, string list, Dhis2Reference[]? all, Dhis2Reference[]? added, Dhis2Reference[]? removed) => all is null && added is null && removed is null ? UserMembers.None : Await(async token => new UserMembers
    {
        All = all is null ? null : await objects.IdsAsync(list, UserReferences.Of(all), token).ConfigureAwait(false),
        Added = await objects.IdsAsync(list, UserReferences.Of(added), token).ConfigureAwait(false),
        Removed = await objects.IdsAsync(list, UserReferences.Of(removed), token).ConfigureAwait(false),
    });

    private void Change(Dhis2Reference reference)
    {
        var id = Find([reference], MetadataType.Of("users")).IdOf(reference);
        var update = Await(token => _updater.PrepareAsync(id, _change, token));
        if (!update.IsDone)
        {
            if (!ShouldChange(update))
                return;
            Await(token => _updater.SendAsync(update, reference.Item, token));
        }
        if (PassThru)
            WriteResult(Await(token => UserRows.ReadAsync(Caller, id, token)));
    }
}
