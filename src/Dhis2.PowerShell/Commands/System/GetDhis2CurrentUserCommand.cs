using System.Management.Automation;
using System.Text;
using Dhis2.Client.SystemInfo;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Shows the account of the session: who it is, and what it may do and see.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2CurrentUser")]
[OutputType("Dhis2.CurrentUser")]
public sealed class GetDhis2CurrentUserCommand : Dhis2SessionCmdlet
{
    /// <summary>Properties to read, as the Web API writes them. Alias: <c>-Property</c>. Default: all. Example: <c>-Fields id, 'organisationUnits[id,name]'</c>.</summary>
    [Parameter(Position = 0)]
    [Alias("Property")]
    [ValidateNotNullOrEmpty]
    public string[]? Fields { get; set; }

    /// <summary>
    /// Asks the server now, and remembers its answer anew. Default: what the session remembers, up to 300 seconds old (<c>Connect-Dhis2 -CacheTtlSec</c>).
    /// Example: <c>-Refresh</c>.
    /// </summary>
    [Parameter]
    public SwitchParameter Refresh { get; set; }

    /// <inheritdoc/>
    protected override void Finish()
    {
        var fields = Fields is null ? null : string.Join(",", Fields.Select(f => f.Trim()));
        var json = Await(token => CurrentUserReader.ReadAsync(Caller, fields, Refresh, token));
        var user = (PSObject)PSObjectReader.Read(Encoding.UTF8.GetBytes(json), "Dhis2.CurrentUser", "me")!;
        // The view shows the default properties; properties chosen by the user are shown as they are.
        if (fields is null)
            user.TypeNames.Insert(0, "Dhis2.CurrentUser#Overview");
        WriteObject(user);
    }
}
