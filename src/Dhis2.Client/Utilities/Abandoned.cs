namespace Dhis2.Client.Utilities;

/// <summary>Work that nobody waits for any more.</summary>
internal static class Abandoned
{
    /// <summary>Waits until it is over, and takes no notice of what became of it: there is nobody left to be told.</summary>
    public static async Task EndAsync(this Task work)
    {
        await Task.WhenAny(work).ConfigureAwait(false);
        // Looked at, so that it is not reported as a fault that nobody looked at.
        _ = work.Exception;
    }
}
