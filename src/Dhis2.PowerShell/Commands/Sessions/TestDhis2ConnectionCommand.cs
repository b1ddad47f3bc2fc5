using System.Globalization;
using System.Management.Automation;
using Dhis2.Client.Sessions;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Errors;

namespace Dhis2.PowerShell.Commands;

/// <summary>Tries a session: server, version, user, round trip and clock, asked anew each time.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Dhis2Connection")]
[OutputType(typeof(ConnectionTest), typeof(bool))]
public sealed class TestDhis2ConnectionCommand : Dhis2SessionCmdlet
{
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(2);

    /// <summary>How many round trips to take the time of; the median is shown. Default: 3. Example: <c>-Count 20</c>.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int Count { get; set; } = 3;

    /// <summary>How long to wait for each answer, in seconds. Default: 30. Example: <c>-TimeoutSec 5</c>.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 30;

    /// <summary>Writes true or false and nothing more. Example: <c>-Quiet</c>.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void Finish()
    {
        var result = Run();
        if (result.ClockDifference is { } difference && difference.Duration() > s_tolerance)
            WriteWarning(Warning(result.Uri, difference));
        WriteObject(Quiet ? result.Success : result);
    }

    // A failed connection is a result of the test, and no error.
    private ConnectionTest Run()
    {
        var tester = new ConnectionTester(Caller, TimeSpan.FromSeconds(TimeoutSec));
        try
        {
            return Await(token => tester.RunAsync(Count, token));
        }
        catch (Dhis2Exception e)
        {
            return tester.Blank() with { Reason = ErrorRecordFactory.NameOf(e), Message = $"{e.Message} {e.RecommendedAction}".TrimEnd() };
        }
    }

    private static string Warning(Uri server, TimeSpan difference) => string.Format(
        CultureInfo.InvariantCulture,
        "The clock of {0} is {1:0.#} minutes {2} that of this machine. Tokens then end too early or too late, and \"since\" asks for the wrong changes: have the clock that is wrong set by a time service.",
        server, difference.Duration().TotalMinutes, difference > TimeSpan.Zero ? "ahead of" : "behind");
}
