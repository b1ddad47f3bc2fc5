using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Dhis2.Client.Profiles;

namespace Dhis2.PowerShell.Completion;

/// <summary>Completes names of profiles.</summary>
public sealed class ProfileNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            var here = ScriptBlock.Create("$ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath").InvokeReturnAsIs();
            var profiles = new ProfileStore(new ProfilePlaces(here.ToString()!)).List();
            // The project's goes before the user's of the same name.
            return WordCompletion.Complete(wordToComplete, profiles.GroupBy(p => p.Name, StringComparer.OrdinalIgnoreCase).Select(g => (g.Key, $"{g.First().Uri} ({g.First().Scope})")));
        }
        catch (Dhis2Exception)
        {
            // A damaged file is for a command to report: here there is nothing to offer.
            return [];
        }
    }
}
