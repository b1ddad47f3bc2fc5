using System.Management.Automation;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Makes one report of the reports of several imports, above all of the shares of a partitioned one.</summary>
[Cmdlet(VerbsCommon.Join, "Dhis2ImportReport")]
[OutputType(typeof(JoinedImportReport))]
public sealed class JoinDhis2ImportReportCommand : Dhis2Cmdlet
{
    private readonly List<ImportShare> _shares = [];

    /// <summary>Reports, as imports write them, or as they come back from Import-Clixml, ConvertFrom-Json, a job or another machine.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public PSObject[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessInput() => ForEachItem(InputObject, item => _shares.Add(ImportShareArgument.Parse(item)), item => item);

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (_shares.Count == 0)
            return;
        var report = JoinedImportReport.Of(_shares);
        WriteWithErrors(report, () =>
        {
            if (report.MissingShares.Count > 0)
            {
                WriteError(new Dhis2InputException(
                    $"There is no report of {(report.MissingShares.Count == 1 ? "the share" : "the shares")} {string.Join(", ", report.MissingShares)}: nothing is known of their rows.",
                    "See what became of those workers; import their shares again with -Partition, and join all reports.")
                { ErrorId = "MissingShare" }, report);
            }
        });
    }
}
