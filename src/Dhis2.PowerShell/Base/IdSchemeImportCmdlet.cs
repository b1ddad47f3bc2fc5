using System.Management.Automation;
using Dhis2.Client.DataValues;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Base;

/// <summary>The id schemes of what a cmdlet imports; see <see cref="IdSchemeQueryCmdlet{T}"/>.</summary>
public abstract class IdSchemeImportCmdlet : Dhis2ImportCmdlet
{
    /// <summary>Id scheme of everything in the rows: UID, CODE, NAME or ATTRIBUTE:uid.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(IdSchemeCompleter))]
    public string? IdScheme { get; set; }

    /// <summary>Id scheme of data elements.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(IdSchemeCompleter))]
    public string? DataElementIdScheme { get; set; }

    /// <summary>Id scheme of org units.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(IdSchemeCompleter))]
    public string? OrgUnitIdScheme { get; set; }

    /// <summary>Id scheme of option combos.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(IdSchemeCompleter))]
    public string? CategoryOptionComboIdScheme { get; set; }

    /// <summary>What was given of them.</summary>
    private protected IdSchemes Schemes => new() { All = IdScheme, DataElement = DataElementIdScheme, OrgUnit = OrgUnitIdScheme, CategoryOptionCombo = CategoryOptionComboIdScheme };
}
