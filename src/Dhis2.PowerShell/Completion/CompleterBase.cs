using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Language;
using Dhis2.Client.Sessions;
using Dhis2.PowerShell.Sessions;

namespace Dhis2.PowerShell.Completion;

/// <summary>
/// Base of the completers. A fault offers nothing: completion throws nothing, writes nothing and asks nobody to log in.
/// An empty answer is one, too: without it the engine would offer the files of the folder.
/// </summary>
public abstract class CompleterBase : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            return [.. WordCompletion.Complete(wordToComplete, Words(new CompletionRequest(commandName, parameterName, wordToComplete, fakeBoundParameters)))];
        }
        // Whatever it is, a command that is run will report it.
        catch (Exception)
        {
            return [];
        }
    }

    /// <summary>The words there are.</summary>
    private protected abstract IEnumerable<CompletionWord> Words(CompletionRequest request);
}

/// <summary>What the command line says so far.</summary>
internal sealed class CompletionRequest(string commandName, string parameter, string typed, IDictionary bound)
{
    /// <summary>The parameter whose argument is completed.</summary>
    public string Parameter { get; } = parameter;

    private const string Prefix = "Dhis2";

    // One wait for all that a completion asks for.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(1);
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>What is typed of the argument, without quotes.</summary>
    public string Typed { get; } = TypedArgument.Parse(typed).Text;

    /// <summary>What another parameter has been given; null where it has not.</summary>
    public string? this[string parameter] => bound?[parameter] is { } value && LanguagePrimitives.TryConvertTo<string>(value, out var text) ? text : null;

    /// <summary>The metadata type that the command reads; null where the command line does not say.</summary>
    public MetadataType? Type
    {
        get
        {
            if (this["Type"] is { Length: > 0 } type)
                return MetadataType.Of(type);
            var noun = commandName.Substring(commandName.IndexOf('-') + 1);
            noun = noun.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? noun.Substring(Prefix.Length) : noun;
            // Cmdlets go by the singular of their type, but for the short name of org units.
            noun = noun.StartsWith("OrgUnit", StringComparison.OrdinalIgnoreCase) ? $"organisationUnit{noun.Substring("OrgUnit".Length)}" : noun;
            return MetadataType.Known.FirstOrDefault(known => known.Singular.Equals(noun, StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>What the server of the session says: at once where it has said it before, and otherwise within a second. Null where it does not, or no session is open.</summary>
    public T? FromServer<T>(string key, Func<Dhis2Caller, CancellationToken, Task<T>> read)
        where T : class
    {
        try
        {
            var reference = LanguagePrimitives.TryConvertTo<Dhis2SessionReference>(bound?["Session"], out var given) ? given : null;
            return ServerWords.Get(SessionStore.Resolve(reference), key, read, s_longestWait - _clock.Elapsed);
        }
        catch (Dhis2Exception)
        {
            return null;
        }
    }
}
