using System.Management.Automation;
using Dhis2.Client.Metadata.Sharing;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Sets who may see and change objects.</summary>
/// <parameter name="Confirm">Asks before the sharing of each object is set. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Says for each object what would change, and changes nothing.</parameter>
/// <parameter name="PassThru">Writes the sharing of each object, as the server holds it afterwards. Default: nothing is written.</parameter>
[Cmdlet(VerbsCommon.Set, "Dhis2Sharing", SupportsShouldProcess = true)]
[OutputType(typeof(Sharing))]
public sealed class SetDhis2SharingCommand : Dhis2UpdateCmdlet<SharingUpdate>
{
    private SharingStore _store = null!;
    private SharingChange _change = null!;

    /// <summary>
    /// The type, as the Web API names its list; the singular will do. Not needed for objects that this module gave, and rows with a column <c>type</c>. Example:
    /// <c>dataElements</c>.
    /// </summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(MetadataTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Type { get; set; }

    /// <summary>The objects: ids, names, <c>code:X</c> or objects, also from the pipeline. Alias: <c>-Uid</c>. Example: <c>-Id OqYjd00phS6</c>.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uid")]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[] Id { get; set; } = [];

    /// <summary>
    /// What everybody may do: <c>r</c> and <c>w</c> for the object, then the same for its data where these are shared, too; dashes stand for what is not allowed, and may be
    /// left out at the end. Example: <c>-PublicAccess rw------</c>, <c>-PublicAccess r-r-</c>, <c>-PublicAccess --------</c>.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PublicAccess { get; set; }

    /// <summary>
    /// Users, by id, user name or <c>code:X</c>, with what they may do. Each has to exist. Example: <c>-User @{ clerk = 'rw------' }</c>, <c>-User 'clerk=r'</c>,
    /// <c>-User $sharing.Users</c>.
    /// </summary>
    [Parameter]
    [AllowEmptyCollection]
    public AccessArgument[]? User { get; set; }

    /// <summary>User groups, by id, name or <c>code:X</c>, with what their members may do. Each has to exist. Example: <c>-UserGroup @{ Clerks = 'r-------' }</c>.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public AccessArgument[]? UserGroup { get; set; }

    /// <summary>
    /// Users and user groups that lose their access: ids, names, <c>code:X</c>, or what Get-Dhis2Sharing gives. An id need not be that of somebody who still exists. Example:
    /// <c>-Remove clerk, Clerks</c>.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? Remove { get; set; }

    /// <summary>
    /// With <c>-User</c>, all users that are not given lose their access; with <c>-UserGroup</c>, all user groups. Default: they keep it. <c>-UserGroup @{} -Replace</c> takes
    /// all groups away.
    /// </summary>
    [Parameter]
    public SwitchParameter Replace { get; set; }

    /// <summary>The user who is to own the objects: an id, a user name or <c>code:X</c>. Default: the owner stays. Example: <c>-Owner admin</c>.</summary>
    [Parameter]
    [ValidateNotNull]
    public Dhis2Reference? Owner { get; set; }

    /// <inheritdoc/>
    protected override string ActionOn(SharingUpdate item) => $"Set sharing: {item.Summary}";

    /// <inheritdoc/>
    protected override void Start()
    {
        _store = new SharingStore(Caller);
        if (PublicAccess is null && User is null && UserGroup is null && Remove is null && Owner is null)
            throw new Dhis2InputException("Nothing is given that is to change.", "Give -PublicAccess, -User, -UserGroup, -Remove or -Owner.");
        if (Replace && User is null && UserGroup is null)
            throw new Dhis2InputException("-Replace says nothing without -User or -UserGroup.", "Give those that are to keep an access; @{} stands for nobody.");
        var grantees = new Grantees(Caller);
        _change = Await(async token => new SharingChange
        {
            Public = PublicAccess is null ? null : SharingAccess.Parse(PublicAccess),
            Owner = Owner is null ? null : await grantees.FindOwnerAsync(Owner, token).ConfigureAwait(false),
            Users = await grantees.FindAsync("users", User, token).ConfigureAwait(false),
            UserGroups = await grantees.FindAsync("userGroups", UserGroup, token).ConfigureAwait(false),
            ReplacesUsers = Replace && User is not null,
            ReplacesUserGroups = Replace && UserGroup is not null,
            Removed = await grantees.FindRemovedAsync(Remove ?? [], token).ConfigureAwait(false),
        });
    }

    /// <inheritdoc/>
    protected override void ProcessInput() => ForEachItem(Id, Set, reference => reference.Item);

    private void Set(Dhis2Reference reference)
    {
        var type = Await(token => TypeFinder.FindAsync(Caller, GivenType.Of(Type, reference), token));
        var id = Find([reference], type).IdOf(reference);
        var update = Await(token => _store.PrepareAsync(type, id, _change, token));
        if (update.IsDone || ShouldChange(update))
            WriteResult(Await(token => _store.SendAsync(update, reference.Item, token)));
    }
}
