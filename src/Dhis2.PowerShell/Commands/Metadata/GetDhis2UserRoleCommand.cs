using System.Management.Automation;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads user roles.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2UserRole", SupportsPaging = true)]
[OutputType("Dhis2.UserRole")]
public sealed class GetDhis2UserRoleCommand : MetadataQueryCmdlet
{
    /// <summary>
    /// Authorities, with the wildcards <c>*</c>, <c>?</c> and <c>[a-z]</c> and in any case of letters: reads the roles that name one of them. A role with
    /// <c>ALL</c>, which grants every authority, is read where <c>ALL</c> is among them. Example: <c>-Authority F_METADATA_IMPORT, ALL</c>.
    /// </summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Authority { get; set; }

    /// <inheritdoc/>
    protected override MetadataType ObjectType { get; } = MetadataType.Of("userRoles");

    /// <inheritdoc/>
    protected override string DefaultFields => "id,code,name,displayName,description,authorities";

    /// <inheritdoc/>
    protected override string? ViewName => "Dhis2.UserRole#Overview";

    // A server takes a filter by authorities for one by their number.
    /// <inheritdoc/>
    protected override IEnumerable<string> ComparedFields => Authority is null ? [] : ["authorities"];

    /// <inheritdoc/>
    protected override bool IsWanted(object item) => HasAuthority(item) && base.IsWanted(item);

    private bool HasAuthority(object role)
    {
        if (Authority is null)
            return true;
        var held = PSObjectReader.Texts(role, "authorities");
        return Authority.Select(Wildcards.Of).Any(pattern => held.Any(pattern.IsMatch));
    }
}
