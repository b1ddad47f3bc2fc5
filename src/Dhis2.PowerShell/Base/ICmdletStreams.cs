namespace Dhis2.PowerShell.Base;

/// <summary>Where a cmdlet's events end up; called on the pipeline thread.</summary>
internal interface ICmdletStreams
{
    void WriteRequest(RequestTrace trace);

    void WriteRetry(RetryTrace trace);

    void Warn(string message);

    void WriteNotice(string message);

    void ShowProgress(ProgressTrace progress);
}
