using System.Management.Automation;
using Dhis2.Client.Sessions;
using Dhis2.Client.SystemInfo;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Makes a session forget what the server said, so that the next question is asked anew.</summary>
[Cmdlet(VerbsCommon.Clear, "Dhis2Cache")]
[OutputType(typeof(void))]
public sealed class ClearDhis2CacheCommand : Dhis2SessionCmdlet
{
    /// <summary>What to forget: <c>SystemInfo</c>, <c>CurrentUser</c>, <c>SystemSetting</c> or <c>Schemas</c>, the types and their properties. Default: everything. Example: <c>-Name SystemInfo</c>.</summary>
    [Parameter(Position = 0)]
    [ValidateSet(SystemInfoReader.CacheName, CurrentUserReader.CacheName, SystemSettings.CacheName, SchemaReader.CacheName)]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void Finish()
    {
        ServerWords.Forget(Caller.Session);
        foreach (var name in Name ?? new string?[] { null })
            Caller.Session.ClearCache(name);
    }
}
