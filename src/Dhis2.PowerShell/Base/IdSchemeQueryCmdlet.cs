using System.Management.Automation;
using Dhis2.Client.DataValues;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Base;

/// <summary>The id schemes of what a cmdlet reads. C# shares parameters by inheritance alone, so cmdlets that import have a family of their own: <see cref="IdSchemeImportCmdlet"/>.</summary>
/// <typeparam name="T">What is written.</typeparam>
public abstract class IdSchemeQueryCmdlet<T> : Dhis2QueryCmdlet<T>
{
    /// <summary>
    /// What identifies everything in the data that has no scheme of its own: <c>UID</c> (default), <c>CODE</c>, <c>NAME</c>, or <c>ATTRIBUTE:</c> and the uid
    /// of a unique attribute. Example: <c>-IdScheme CODE</c>.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(IdSchemeCompleter))]
    public string? IdScheme { get; set; }

    /// <summary>
    /// What identifies data elements: <c>UID</c>, <c>CODE</c>, <c>NAME</c> or <c>ATTRIBUTE:uid</c>. Default: as <c>-IdScheme</c>. Example:
    /// <c>-DataElementIdScheme CODE</c>.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(IdSchemeCompleter))]
    public string? DataElementIdScheme { get; set; }

    /// <summary>What identifies org units: <c>UID</c>, <c>CODE</c>, <c>NAME</c> or <c>ATTRIBUTE:uid</c>. Default: as <c>-IdScheme</c>. Example: <c>-OrgUnitIdScheme CODE</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(IdSchemeCompleter))]
    public string? OrgUnitIdScheme { get; set; }

    /// <summary>
    /// What identifies category and attribute option combos: <c>UID</c>, <c>CODE</c>, <c>NAME</c> or <c>ATTRIBUTE:uid</c>. Default: as <c>-IdScheme</c>.
    /// Example: <c>-CategoryOptionComboIdScheme CODE</c>.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(IdSchemeCompleter))]
    public string? CategoryOptionComboIdScheme { get; set; }

    /// <summary>What was given of them.</summary>
    private protected IdSchemes Schemes => new() { All = IdScheme, DataElement = DataElementIdScheme, OrgUnit = OrgUnitIdScheme, CategoryOptionCombo = CategoryOptionComboIdScheme };
}
