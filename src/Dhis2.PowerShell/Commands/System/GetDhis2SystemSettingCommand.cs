using System.Management.Automation;
using Dhis2.Client.SystemInfo;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Reads settings of the server: all, or some by their keys.</summary>
[Cmdlet(VerbsCommon.Get, "Dhis2SystemSetting")]
[OutputType(typeof(SystemSetting))]
public sealed class GetDhis2SystemSettingCommand : Dhis2SessionCmdlet
{
    private bool _gotKeys;
    private bool _hasAsked;

    /// <summary>
    /// Keys, with wildcards; without wildcards in any letter case. Tab completes them from the server. Default: all settings. Example:
    /// <c>-Key keyUiLocale, 'keyEmail*'</c>.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SettingKeyCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Key { get; set; }

    /// <summary>
    /// Asks the server now, and remembers its answer anew. Default: what the session remembers, up to 300 seconds old (<c>Connect-Dhis2 -CacheTtlSec</c>).
    /// Example: <c>-Refresh</c>.
    /// </summary>
    [Parameter]
    public SwitchParameter Refresh { get; set; }

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        _gotKeys |= Key is { Length: > 0 };
        ForEachItem(Key, key =>
        {
            if (WildcardPattern.ContainsWildcardCharacters(key))
                WriteMatching(Wildcards.Of(key));
            else
                WriteOne(key);
        });
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        // An empty pipeline asks for nothing, and not for everything.
        if (!_gotKeys && !MyInvocation.ExpectingInput)
            WriteMatching(WildcardPattern.Get("*", WildcardOptions.None));
    }

    private void WriteMatching(WildcardPattern pattern)
    {
        foreach (var (key, value) in Listed().Where(s => pattern.IsMatch(s.Key)).OrderBy(s => s.Key, StringComparer.OrdinalIgnoreCase))
            WriteObject(SettingArgument.Make(key, value));
    }

    private void WriteOne(string key)
    {
        var listed = Listed();
        // Keys are case-sensitive on the server, and nobody remembers that one begins with a capital.
        var name = listed.ContainsKey(key) ? key : listed.Keys.FirstOrDefault(k => k.Equals(key, StringComparison.OrdinalIgnoreCase));
        if (name is not null)
            WriteObject(SettingArgument.Make(name, listed[name]));
        else if (Await(token => SystemSettings.ReadUnlistedAsync(Caller, key, Refresh, token)) is { } value)
            WriteObject(SettingArgument.Make(key, value));
        else
            WriteError(SystemSettings.Unknown(Caller.Session, [key]));
    }

    private IReadOnlyDictionary<string, string> Listed()
    {
        // All keys of one call are answered by one request.
        var refresh = Refresh && !_hasAsked;
        _hasAsked = true;
        return Await(token => SystemSettings.ReadAsync(Caller, refresh, token));
    }
}
