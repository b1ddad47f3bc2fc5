using System.Globalization;

namespace Dhis2.Docs.Cmdlets;

/// <summary>A cmdlet as it is compiled.</summary>
/// <param name="Verb">The verb of its name.</param>
/// <param name="Noun">The noun of its name.</param>
/// <param name="Parameters">In the order in which PowerShell shows them in a syntax.</param>
/// <param name="Sets">The names of its parameter sets, the default one first; one without a name where it has none.</param>
/// <param name="HasDefaultSet">Whether the cmdlet names the set that counts where the parameters given do not tell.</param>
internal sealed record CmdletModel(string Verb, string Noun, IReadOnlyList<CmdletParameter> Parameters, IReadOnlyList<string> Sets, bool HasDefaultSet)
{
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The parameters of a set as PowerShell shows them: by position, then those that must be given, then the others.</summary>
    public IEnumerable<(CmdletParameter Parameter, SetUse Use)> ParametersOf(string set) => Parameters
        .Select(parameter => (Parameter: parameter, Use: parameter.In(set)))
        .Where(entry => entry.Use is not null)
        .Select(entry => (entry.Parameter, Use: entry.Use!))
        .OrderBy(entry => entry.Use.Position ?? int.MaxValue)
        .ThenBy(entry => !entry.Use.IsRequired);
}

/// <summary>A parameter of a cmdlet.</summary>
/// <param name="Name">Without the dash.</param>
/// <param name="Type">What it takes.</param>
/// <param name="Text">What a person reads about it, as Markdown.</param>
/// <param name="Aliases">In the order in which they are declared.</param>
/// <param name="TakesWildcards">Whether it is declared to take wildcards.</param>
/// <param name="Default">The value that it has where none is given; empty where it has none.</param>
/// <param name="Uses">What it is in each of its sets.</param>
internal sealed record CmdletParameter(
    string Name, Type Type, string Text, IReadOnlyList<string> Aliases, bool TakesWildcards, string Default, IReadOnlyList<SetUse> Uses)
{
    /// <summary>What it is in this set; null where it does not belong to it.</summary>
    public SetUse? In(string set) => Uses.FirstOrDefault(use => use.Set == set) ?? Uses.FirstOrDefault(use => use.Set == SetUse.All);
}

/// <summary>What a parameter is in a parameter set.</summary>
/// <param name="Set">The set, or <see cref="All"/>.</param>
/// <param name="Position">Its position; null where it goes by its name alone.</param>
/// <param name="IsRequired">Whether it must be given.</param>
/// <param name="ByValue">Whether it takes objects from the pipeline.</param>
/// <param name="ByPropertyName">Whether it takes properties of its name from the pipeline.</param>
/// <param name="TakesRemaining">Whether it takes the arguments that no other parameter takes.</param>
internal sealed record SetUse(string Set, int? Position = null, bool IsRequired = false, bool ByValue = false, bool ByPropertyName = false, bool TakesRemaining = false)
{
    /// <summary>The name that PowerShell has for all sets.</summary>
    public const string All = "__AllParameterSets";

    /// <summary>The position in digits; null where it has none.</summary>
    public string? PositionText => Position?.ToString(CultureInfo.InvariantCulture);
}
