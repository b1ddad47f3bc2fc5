using System.Diagnostics;
using System.Globalization;
using Dhis2.Client.Http;

namespace Dhis2.Client.Imports;

/// <summary>
/// Gathers rows into batches and sends one while the next is gathered. Rows are added by one thread at a time; batches are sent by another.
/// </summary>
internal sealed class BatchEngine<TRow>
{
    private readonly Dhis2Caller _caller;
    private readonly IImportProtocol<TRow> _protocol;
    private readonly BatchSizer _sizer;
    private readonly BatchSender<TRow> _sender;
    private List<LedgerEntry<TRow>> _gathered = [];
    private Task _sending = Task.CompletedTask;
    private long _sent;
    private string? _end;

    /// <summary>An engine for one import.</summary>
    /// <param name="caller">The session.</param>
    /// <param name="protocol">What is special about the rows.</param>
    /// <param name="ledger">Where each row is accounted for.</param>
    /// <param name="sizer">The size of requests.</param>
    /// <param name="pause">Between two looks at a store that may still change.</param>
    public BatchEngine(Dhis2Caller caller, IImportProtocol<TRow> protocol, Ledger<TRow> ledger, BatchSizer sizer, TimeSpan pause)
    {
        _caller = caller;
        _protocol = protocol;
        Ledger = ledger;
        _sizer = sizer;
        _sender = new BatchSender<TRow>(caller, protocol, ledger, sizer, pause);
    }

    public Ledger<TRow> Ledger { get; }

    /// <summary>Requests that carried rows.</summary>
    public int Requests => _sender.Requests;

    /// <summary>What is being done, for progress.</summary>
    public required string Activity { get; init; }

    /// <summary>How much of the input has been read, in per cent, when the source can tell.</summary>
    public Func<int?>? Percent { get; set; }

    /// <summary>Adds an entered row. True when a batch is full: then call <see cref="FlushAsync"/>. After the end it is not sent, and stays in the ledger as such.</summary>
    public bool Add(LedgerEntry<TRow> entry)
    {
        if (Volatile.Read(ref _end) is not null)
            return false;
        _gathered.Add(entry);
        return _gathered.Count >= _sizer.Current;
    }

    /// <summary>What has been gathered and is not sent.</summary>
    public List<LedgerEntry<TRow>> TakeGathered()
    {
        var rows = _gathered;
        _gathered = new List<LedgerEntry<TRow>>(Math.Min(_sizer.Current, rows.Count));
        return rows;
    }

    /// <summary>Waits for the batch under way, then starts to send what has been gathered.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _sending.ConfigureAwait(false);
        if (_gathered.Count == 0)
            return;
        var rows = TakeGathered();
        _sending = Task.Run(() => SendAsync(rows, cancellationToken), cancellationToken);
    }

    /// <summary>Sends what is left, and waits for its end.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await _sending.ConfigureAwait(false);
    }

    /// <summary>Says what ended the import: whatever is not sent by now was not sent for it.</summary>
    public void EndBy(Exception reason) => _end ??= Reason(reason);

    /// <summary>Waits for the batch under way, whatever comes of it, and closes the ledger.</summary>
    public async Task<(ImportCounts Counts, IReadOnlyList<ImportProblem> Problems)> CloseAsync()
    {
        try
        {
            await _sending.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whoever flushed has met it, and it must not keep the account from being told.
        catch (Exception e)
#pragma warning restore CA1031
        {
            EndBy(e);
        }
        return Ledger.Close(_end is null ? "the import had ended." : $"the import had ended: {_end}");
    }

    private async Task SendAsync(List<LedgerEntry<TRow>> rows, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            foreach (var batch in await _protocol.PrepareAsync(rows, cancellationToken).ConfigureAwait(false))
                await _sender.SendAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2Exception e)
        {
            EndBy(e);
            await _sender.SettleDoubtAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }
        _sizer.Note(rows.Count, watch.Elapsed);
        _sent += rows.Count;
        var status = string.Format(CultureInfo.InvariantCulture, "{0:N0} rows sent, {1:N0} rejected", _sent, Ledger.Counts.Rejected);
        _caller.Events?.OnProgress(new ProgressTrace(Activity, status, Percent?.Invoke()));
    }

    private static string Reason(Exception e) => e is OperationCanceledException ? "it was cancelled." : e.Message;
}
