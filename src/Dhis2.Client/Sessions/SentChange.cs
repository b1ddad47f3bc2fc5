namespace Dhis2.Client.Sessions;

/// <summary>
/// One change of what a server holds. An answer that is lost, and the fault of a server or of a proxy before it, say nothing of whether the change was made: then
/// it is looked up.
/// </summary>
internal static class SentChange
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(3);

    /// <summary>Whether a request may have been carried out, although this came of it.</summary>
    public static bool MayBeDone(Dhis2Exception fault) => fault is Dhis2TimeoutException or Dhis2ConnectionException { NeverSent: false } or Dhis2ApiException { StatusCode: >= 500 };

    /// <summary>Makes a change; it returns where the change was made, by the server's answer or by what the server holds.</summary>
    /// <param name="caller">Who makes it.</param>
    /// <param name="send">Sends it.</param>
    /// <param name="look">Says what the server holds in place of what was wanted, as a sentence; null where it holds that.</param>
    /// <param name="change">The change, as what follows "whether": <c>the data value was deleted</c>.</param>
    /// <param name="item">What it is about.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Dhis2NotDoneException">No answer came, and the server does not hold what was wanted.</exception>
    /// <exception cref="Dhis2UnknownOutcomeException">Neither an answer nor a look tells whether it was made.</exception>
    public static async Task MakeAsync(Dhis2Caller caller, Func<Task> send, Func<Task<string?>> look, string change, object item, CancellationToken cancellationToken)
    {
        try
        {
            await send().ConfigureAwait(false);
        }
        catch (Dhis2Exception e) when (MayBeDone(e))
        {
            if (await LookAsync(caller, look, e, change, item, cancellationToken).ConfigureAwait(false) is not { } found)
                return;
            throw e is Dhis2ApiException ? e.After(found) : new Dhis2NotDoneException($"{Sentence(e)} {found}", "Try again.", e) { Item = item };
        }
    }

    /// <summary>Waits before a second look where the server may be at work on the change still; it is not where the fault is its own answer.</summary>
    /// <returns>Whether another look may find something else.</returns>
    public static async Task<bool> PauseAsync(Dhis2Caller caller, Dhis2Exception fault, CancellationToken cancellationToken)
    {
        if (!MayBeDone(fault) || fault is Dhis2ApiException { StatusCode: 500 })
            return false;
        await caller.Session.Options.Delay(s_pause, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>The error of a change of which nothing tells whether it was made.</summary>
    public static Dhis2UnknownOutcomeException Unknown(Dhis2Exception? fault, Dhis2Exception unread, string change, object item) => new(
        $"It is not known whether {change}.{(fault is null ? "" : " " + Sentence(fault))} What the server holds could not be read: {unread.Message}",
        "See what the server holds as soon as it answers, before you try again.",
        fault ?? unread)
    { Item = item };

    // The words of servers and networks may end without a stop.
    private static string Sentence(Dhis2Exception fault) => fault.Message.EndsWith('.') ? fault.Message : fault.Message + ".";

    // One look proves that the change was made. That it was not, two prove with a pause between them.
    private static async Task<string?> LookAsync(Dhis2Caller caller, Func<Task<string?>> look, Dhis2Exception fault, string change, object item, CancellationToken cancellationToken)
    {
        try
        {
            var found = await look().ConfigureAwait(false);
            return found is not null && await PauseAsync(caller, fault, cancellationToken).ConfigureAwait(false) ? await look().ConfigureAwait(false) : found;
        }
        catch (Dhis2Exception unread)
        {
            throw Unknown(fault, unread, change, item);
        }
    }
}
