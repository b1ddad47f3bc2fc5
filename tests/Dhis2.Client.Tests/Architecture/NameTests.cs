namespace Dhis2.Client.Tests.Architecture;

/// <summary>What PowerShell shows as the type of an object reads <c>Dhis2.Session</c>, and not <c>Dhis2.Dhis2Session</c>.</summary>
public sealed class NameTests
{
    [Fact]
    public void No_type_of_the_namespace_Dhis2_repeats_its_name_but_exceptions()
    {
        var types = typeof(Session).Assembly.GetExportedTypes().Where(type => type.Namespace == "Dhis2").ToList();
        Assert.Contains(typeof(Session), types);
        Assert.DoesNotContain(types, type => type.Name.StartsWith("Dhis2", StringComparison.Ordinal) && !typeof(Exception).IsAssignableFrom(type));
    }
}
