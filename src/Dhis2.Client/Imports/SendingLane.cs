namespace Dhis2.Client.Imports;

/// <summary>
/// One of the ways by which rows go out, one request after the other. The rows of a place all go by the same, so that they are never in two requests at once and
/// keep their order.
/// </summary>
/// <param name="sender">Sends them.</param>
internal sealed class SendingLane<TRow>(BatchSender<TRow> sender)
{
    private RowList<LedgerEntry<TRow>> _gathered = new();

    /// <summary>Sends its rows.</summary>
    public BatchSender<TRow> Sender { get; } = sender;

    /// <summary>How many rows are gathered and not sent.</summary>
    public int Gathered => _gathered.Count;

    /// <summary>What is being sent. One that failed stays, so that whoever asks again meets the fault again.</summary>
    public Task Sending { get; set; } = Task.CompletedTask;

    /// <summary>Gathers a row.</summary>
    public void Add(LedgerEntry<TRow> entry) => _gathered.Add(entry);

    /// <summary>What has been gathered, which is for the caller to send.</summary>
    public IReadOnlyList<LedgerEntry<TRow>> Take()
    {
        var rows = _gathered;
        _gathered = new RowList<LedgerEntry<TRow>>();
        return rows;
    }
}
