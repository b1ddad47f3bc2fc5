namespace Dhis2.Benchmarks;

/// <summary>A piece of work and what it must reach.</summary>
internal interface IBenchmark
{
    /// <summary>As <c>--only</c> names it.</summary>
    string Name { get; }

    Task<IReadOnlyList<ResultLine>> RunAsync(Shell shell);
}

/// <summary>A line of the table; without a target it is there to explain others.</summary>
internal sealed record ResultLine(string Work, string Measured, string Value, string? Target, bool IsReached, string Detail);
