namespace Dhis2.Client.Utilities;

/// <summary>Work that nobody waits for any more.</summary>
internal static class UnawaitedTasks
{
    /// <summary>Waits until the work has ended, and ignores how: it was cancelled, or its error was told elsewhere.</summary>
    public static async Task IgnoreResultAsync(this Task work)
    {
        await Task.WhenAny(work).ConfigureAwait(false);
        // An exception that nobody reads is reported as unobserved when the task is collected.
        _ = work.Exception;
    }
}
