using System.Management.Automation;
using Dhis2.Client.DataValues;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Base;

/// <summary>The id schemes of what a cmdlet reads. C# shares parameters by inheritance alone, so cmdlets that import have a family of their own: <see cref="IdSchemeImportCmdlet"/>.</summary>
/// <typeparam name="T">What is written.</typeparam>
public abstract class IdSchemeQueryCmdlet<T> : Dhis2QueryCmdlet<T>
{
    /// <summary>Id scheme of everything in the answer: UID, CODE, NAME or ATTRIBUTE:uid.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(IdSchemeCompleter))]
    public string? IdScheme { get; set; }

    /// <summary>Id scheme of data elements in the answer.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(IdSchemeCompleter))]
    public string? DataElementIdScheme { get; set; }

    /// <summary>Id scheme of org units in the answer.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(IdSchemeCompleter))]
    public string? OrgUnitIdScheme { get; set; }

    /// <summary>Id scheme of option combos in the answer.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(IdSchemeCompleter))]
    public string? CategoryOptionComboIdScheme { get; set; }

    /// <summary>What was given of them.</summary>
    private protected IdSchemes Schemes => new() { All = IdScheme, DataElement = DataElementIdScheme, OrgUnit = OrgUnitIdScheme, CategoryOptionCombo = CategoryOptionComboIdScheme };
}
