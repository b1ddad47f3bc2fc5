using System.Management.Automation;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads user accounts.</summary>
/// <parameter name="Query">
/// A text to search for: the server finds it anywhere in name, user name and email, in any case of letters. A text with <c>=</c>, or a hashtable, gives query
/// parameters that have no parameter here. Example: <c>-Query mary</c>, <c>-Query @{ selfRegistered = $true }</c>.
/// </parameter>
/// <parameter name="Name">
/// Names, with the wildcards <c>*</c>, <c>?</c> and <c>[a-z]</c>; upper and lower case are the same. First name and surname, as the server joins them, and the
/// user name are compared. Example: <c>-Name 'mary*'</c>.
/// </parameter>
/// <parameter name="Identity">
/// Ids, codes, names or user names: what has the shape of an id is one, <c>code:X</c> is the code X, and anything else is a name or user name, with wildcards in
/// any case of letters. One without wildcards that nobody has is an error. Not with <c>-Id</c>, <c>-Name</c> or the pipeline. Example:
/// <c>Get-Dhis2User admin, 'mary*'</c>.
/// </parameter>
/// <parameter name="Id">
/// The users: what has the shape of an id is one, <c>code:X</c> is the code X, and any other text a whole name or user name, letter case included; or objects
/// with an id, such as other cmdlets give them. One that stands for nobody, for several or for something else is an error of its own. Also from the pipeline.
/// Alias: <c>-Uid</c>. Example: <c>-Id admin</c>.
/// </parameter>
[Cmdlet(VerbsCommon.Get, "Dhis2User", DefaultParameterSetName = "List", SupportsPaging = true)]
[OutputType("Dhis2.User")]
public sealed class GetDhis2UserCommand : MetadataQueryCmdlet
{
    /// <summary>User groups, as behind <c>-Id</c>: reads their members. Example: <c>-Group Clerks</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RelatedCompleter))]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? Group { get; set; }

    /// <summary>User roles, as behind <c>-Id</c>: reads the users that have one of them. Example: <c>-Role Superuser</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RelatedCompleter))]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? Role { get; set; }

    /// <summary>Org units, as behind <c>-Id</c>: reads the users that enter data for one of them itself, not below it. Example: <c>-OrgUnit 'North District 1'</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RelatedCompleter))]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? OrgUnit { get; set; }

    /// <summary>Reads accounts that are disabled; <c>-Disabled:$false</c> those that are not.</summary>
    [Parameter]
    public SwitchParameter Disabled { get; set; }

    /// <summary>Reads accounts with which nobody has logged in for so many months, 1 to 1200, and somebody has before. Example: <c>-InactiveMonths 6</c>.</summary>
    [Parameter(ParameterSetName = "Inactive", Mandatory = true)]
    [ValidateRange(1, 1200)]
    public int? InactiveMonths { get; set; }

    /// <summary>Reads accounts with which nobody has ever logged in.</summary>
    [Parameter(ParameterSetName = "NeverLoggedIn", Mandatory = true)]
    public SwitchParameter NeverLoggedIn { get; set; }

    /// <inheritdoc/>
    protected override MetadataType ObjectType { get; } = MetadataType.Of("users");

    /// <inheritdoc/>
    protected override string DefaultFields => "id,username,name,email,disabled,lastLogin,userRoles[id,name]";

    /// <inheritdoc/>
    protected override string? ViewName => "Dhis2.User#Overview";

    /// <inheritdoc/>
    protected override IEnumerable<string> OwnFilters
    {
        get
        {
            if (MyInvocation.BoundParameters.ContainsKey(nameof(Disabled)))
                yield return Disabled ? "disabled:eq:true" : "disabled:eq:false";
            if (NeverLoggedIn)
                yield return "lastLogin:null";
        }
    }

    // Servers pass over a query parameter userGroups, and answer with everybody.
    /// <inheritdoc/>
    protected override IEnumerable<RelatedObjects> Related =>
    [
        new("userGroups.id", "userGroups", Group) { IsCollection = true },
        new("userRoles.id", "userRoles", Role) { IsCollection = true },
        new("organisationUnits.id", "organisationUnits", OrgUnit) { IsCollection = true },
    ];

    /// <inheritdoc/>
    protected override QueryParameters FurtherParameters()
    {
        var parameters = ServerText.Bare(Query) is string text && text.IndexOf('=') < 0 ? new QueryParameters { { "query", text } } : base.FurtherParameters();
        return parameters.Add("inactiveMonths", InactiveMonths);
    }
}
