using System.Management.Automation;
using Dhis2.Client.Profiles;

namespace Dhis2.PowerShell.Completion;

/// <summary>Completes names of profiles.</summary>
public sealed class ProfileNameCompleter : CompleterBase
{
    private protected override IEnumerable<CompletionWord> Words(CompletionRequest request)
    {
        var here = ScriptBlock.Create("$ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath").InvokeReturnAsIs();
        var profiles = new ProfileStore(new ProfilePlaces(here.ToString()!)).List();
        // The project's goes before the user's of the same name.
        return profiles.GroupBy(p => p.Name, StringComparer.OrdinalIgnoreCase).Select(g => CompletionWord.Of(g.Key, $"{g.First().Uri} ({g.First().Scope})"));
    }
}
