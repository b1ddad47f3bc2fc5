using System.Management.Automation;
using Dhis2.Client.Metadata.Users;
using Dhis2.Client.SystemInfo;
using Dhis2.PowerShell.Base;

namespace Dhis2.PowerShell.Commands;

/// <summary>Base of the cmdlets that make accounts, one for each input.</summary>
public abstract class UserCreationCmdlet : Dhis2ChangeCmdlet<string>
{
    private ProvenObjects _objects = null!;

    /// <summary>First name; also from the property FirstName of objects in the pipeline. Example: <c>-FirstName Mary</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankArgument]
    public string? FirstName { get; set; }

    /// <summary>Surname; also from the property Surname. Example: <c>-Surname Banda</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("LastName")]
    [BlankArgument]
    public string? Surname { get; set; }

    /// <summary>Email address; also from the property Email. Example: <c>-Email mary@example.org</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankArgument]
    public string? Email { get; set; }

    /// <summary>Phone number; also from the property PhoneNumber. Example: <c>-PhoneNumber '+265 1 234 567'</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankArgument]
    public string? PhoneNumber { get; set; }

    /// <summary>
    /// User roles: ids, names, <c>code:X</c> or objects; a text may hold several with semicolons between them. Also from the property Role. Example:
    /// <c>-Role 'Data entry'</c>.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("UserRoles")]
    public Dhis2Reference[] Role { get; set; } = [];

    /// <summary>User groups, as <c>-Role</c>; also from the property Group. Example: <c>-Group Clerks</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("UserGroups")]
    public Dhis2Reference[] Group { get; set; } = [];

    /// <summary>Org units whose data the person enters, as <c>-Role</c>; also from the property OrgUnit. Example: <c>-OrgUnit code:OU_NORTH</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("OrganisationUnits")]
    public Dhis2Reference[] OrgUnit { get; set; } = [];

    /// <summary>Org units whose data the person sees in analyses, as <c>-Role</c>; also from the property OutputOrgUnit. Example: <c>-OutputOrgUnit Sandland</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("DataViewOrganisationUnits")]
    public Dhis2Reference[] OutputOrgUnit { get; set; } = [];

    /// <summary>Org units in which the person searches tracked entities, as <c>-Role</c>; also from the property SearchOrgUnit.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("TeiSearchOrganisationUnits")]
    public Dhis2Reference[] SearchOrgUnit { get; set; } = [];

    /// <summary>The first day on which the account does not work any more, by the server's clock; also from the property Expires. Example: <c>-Expires 2026-12-31</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankArgument]
    public TimeArgument? Expires { get; set; }

    /// <summary>Uid of the account to be; also from the property UserId. Default: a new one. Example: <c>-UserId (New-Dhis2Uid)</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankArgument]
    public string? UserId { get; set; }

    /// <summary>Rows of Import-Csv, or other objects, with properties of the names of the parameters.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Makes accounts.</summary>
    private protected UserCreator Creator { get; private set; } = null!;

    /// <inheritdoc/>
    protected override void Start()
    {
        Creator = new UserCreator(Caller);
        _objects = new ProvenObjects(Caller);
    }

    /// <summary>The account as the parameters have it; what they refer to has to exist.</summary>
    private protected virtual NewUser Given() => Await(async token => new NewUser
    {
        Id = UserId,
        FirstName = FirstName,
        Surname = Surname,
        Email = Email,
        PhoneNumber = PhoneNumber,
        Expires = Expires?.OnServer(() => ServerTimeZone.ReadAsync(Caller, token).GetAwaiter().GetResult()).Date,
        Roles = await _objects.IdsAsync("userRoles", UserReferences.Of(Role), token).ConfigureAwait(false),
        Groups = await _objects.IdsAsync("userGroups", UserReferences.Of(Group), token).ConfigureAwait(false),
        OrgUnits = await _objects.IdsAsync("organisationUnits", UserReferences.Of(OrgUnit), token).ConfigureAwait(false),
        OutputOrgUnits = await _objects.IdsAsync("organisationUnits", UserReferences.Of(OutputOrgUnit), token).ConfigureAwait(false),
        SearchOrgUnits = await _objects.IdsAsync("organisationUnits", UserReferences.Of(SearchOrgUnit), token).ConfigureAwait(false),
    });

    /// <summary>Makes the account of the parameters, and writes it. Errors name it and never its row, which may hold a password.</summary>
    private protected void Create(string name, bool isInvited) => ForEachItem([name], _ =>
    {
        NewUser user;
        try
        {
            user = Given();
        }
        catch (Dhis2Exception e) when (!IsTerminating(e))
        {
            // What could not be found does not say for whom it was wanted.
            throw e.After($"The user '{name}' was not made.");
        }
        if (!ShouldChange(user.ToString()))
            return;
        var made = Await(token => Creator.CreateAsync(user, isInvited, name, token));
        WriteResult(Await(token => UserRows.ReadAsync(Caller, made.Id, token)));
        if (made.Fault is { } fault)
            WriteError(fault, name);
    });
}
