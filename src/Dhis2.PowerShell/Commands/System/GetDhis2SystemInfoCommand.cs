using System.Management.Automation;
using System.Text;
using Dhis2.Client.Sessions;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Shows what a server says of itself: version, revision, database, times of the last analytics runs.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2SystemInfo")]
[OutputType("Dhis2.SystemInfo")]
public sealed class GetDhis2SystemInfoCommand : Dhis2SessionCmdlet
{
    /// <summary>
    /// Asks the server now, and remembers its answer anew. Default: what the session remembers, up to 300 seconds old (<c>Connect-Dhis2 -CacheTtlSec</c>).
    /// Example: <c>-Refresh</c>.
    /// </summary>
    [Parameter]
    public SwitchParameter Refresh { get; set; }

    /// <inheritdoc/>
    protected override void Finish()
    {
        var info = Await(token => SystemInfoReader.ReadAsync(Caller, Refresh, token));
        WriteObject(PSObjectReader.Read(Encoding.UTF8.GetBytes(info.Json), "Dhis2.SystemInfo", "system/info"));
    }
}
