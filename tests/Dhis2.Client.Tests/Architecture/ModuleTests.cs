using System.Reflection;
using System.Runtime.CompilerServices;

namespace Dhis2.Client.Tests.Architecture;

/// <summary>The module uses what the client shows to everybody, and nothing internal, which is there for tests.</summary>
public sealed class ModuleTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly Assembly s_client = typeof(Session).Assembly;

    [Fact]
    public void The_module_uses_no_internal_of_the_client() => Assert.Empty(Violations().Distinct());

    [Fact]
    public void The_client_shows_its_internals_to_tests_alone() =>
        Assert.DoesNotContain("Dhis2.PowerShell", s_client.GetCustomAttributes<InternalsVisibleToAttribute>().Select(a => a.AssemblyName));

    private static IEnumerable<string> Violations() =>
        from use in CompiledTypes.UsesIn(Path.Combine(AppContext.BaseDirectory, "Dhis2.PowerShell.dll"))
        where use.Assembly == s_client.GetName().Name
        let used = s_client.GetType(use.To, throwOnError: true)!
        where !used.IsVisible || (use.Member is not null && IsInternal(used, use.Member))
        select used.IsVisible ? $"{use.From} -> {use.To}.{use.Member}" : $"{use.From} -> {use.ToTopLevel}";

    private static bool IsInternal(Type type, string name)
    {
        var members = type.GetMember(name, All);
        return members.Length > 0 && !members.Any(SignatureTests.IsVisible);
    }
}
