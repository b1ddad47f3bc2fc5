using Dhis2.Sandbox.Countries;

namespace Dhis2.Sandbox.Hosting;

/// <summary>What the areas share: the country, who may log in, and the dialect.</summary>
internal sealed class SandboxState
{
    public SandboxState(SandboxOptions options)
    {
        Options = options;
        Country = Country.Load(options);
    }

    public SandboxOptions Options { get; }

    public Dialect Dialect => Options.Dialect;

    public Country Country { get; }
}
