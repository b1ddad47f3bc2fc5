using System.Globalization;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Dhis2.PowerShell.Base;

/// <summary>
/// Base of the cmdlets that stream what they read, with <c>-First</c>, <c>-Skip</c> and <c>-IncludeTotalCount</c>.
/// The next batch is on its way while one is written; the first object of a batch goes out before the next one is asked for,
/// so that <c>Select-Object -First 1</c> costs one request.
/// </summary>
/// <typeparam name="T">What is written.</typeparam>
public abstract class Dhis2QueryCmdlet<T> : Dhis2SessionCmdlet
{
    private bool _isCutShort;
    private bool _hasWrittenTotal;
    private long _written;
    private PageCut? _cut;

    /// <summary>What is read, for the progress bar.</summary>
    protected abstract string Activity { get; }

    /// <summary>Also ends the pipeline where objects of a source are missing after others of it went out: a part must not pass for the whole.</summary>
    protected override bool IsTerminating(Dhis2Exception fault) => _isCutShort || base.IsTerminating(fault);

    /// <summary>Everything asked for with <c>-First</c> has been written.</summary>
    protected bool IsDone => Cut.IsDone;

    // One for all sources of a cmdlet: first and skip hold for what it writes, not for each of its requests.
    private PageCut Cut => _cut ??= new PageCut(PagingParameters.Skip, PagingParameters.First);

    /// <summary>Last look at an object before it is written; false leaves it out. First and skip count what is left.</summary>
    protected virtual bool IsWanted(T item) => true;

    /// <summary>Writes pages of a list whose client was given first and skip.</summary>
    protected void WritePages(Func<CancellationToken, IAsyncEnumerable<Page<T>>> open)
    {
        long? total = null;
        Pull(open, page =>
        {
            WriteTotal(total = page.Total ?? total);
            return page.Items;
        }, new PageCut(0, PagingParameters.First), () => total);
        WriteTotal(total);
    }

    /// <summary>Writes pages of a list, counting first and skip here: for lists that <see cref="IsWanted"/> thins out.</summary>
    protected void WriteAllPages(Func<CancellationToken, IAsyncEnumerable<Page<T>>> open)
    {
        WriteTotal(null);
        Pull(open, page => page.Items, Cut, () => null);
    }

    /// <summary>Writes batches of a stream, counting first and skip here.</summary>
    protected void WriteBatches(Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<T>>> open)
    {
        WriteTotal(null);
        Pull(open, batch => batch, Cut, () => null);
    }

    private void Pull<TBatch>(Func<CancellationToken, IAsyncEnumerable<TBatch>> open, Func<TBatch, IReadOnlyList<T>> items, PageCut cut, Func<long?> total)
    {
        if (cut.IsDone && !PagingParameters.IncludeTotalCount)
            return;
        var source = new PullAhead<TBatch>(open, StopToken);
        var before = _written;
        try
        {
            source.Ask();
            while (Await(source.Asked))
            {
                WriteItems(items(source.Take()), cut, source.Ask);
                if (cut.IsDone)
                    return;
                ShowProgress(() => Progress(total()));
            }
        }
        catch (Dhis2Exception) when (_written > before)
        {
            _isCutShort = true;
            throw;
        }
        finally
        {
            source.Close();
        }
    }

    [MethodImpl(HotPath.Compiled)]
    private void WriteItems(IReadOnlyList<T> items, PageCut cut, Action askForMore)
    {
        var asked = false;
        // A plain loop over an index: this runs for every object there is.
        for (var i = 0; i < items.Count && !cut.IsDone; i++)
        {
            var item = items[i];
            if (!IsWanted(item) || !cut.Take())
                continue;
            _written++;
            WriteObject(item);
            if (cut.IsDone)
                return;
            if (!asked)
                askForMore();
            asked = true;
        }
        if (!asked && !cut.IsDone)
            askForMore();
    }

    private void WriteTotal(long? total)
    {
        if (_hasWrittenTotal || !PagingParameters.IncludeTotalCount)
            return;
        _hasWrittenTotal = true;
        WriteObject(PagingParameters.NewTotalCount((ulong)(total ?? 0), total is null ? 0.0 : 1.0));
    }

    private ProgressTrace Progress(long? total)
    {
        var wanted = total is { } all ? Math.Min((ulong)all, PagingParameters.First) : PagingParameters.First;
        var known = wanted is > 0 and < ulong.MaxValue;
        var status = known ? string.Format(CultureInfo.CurrentCulture, "{0:N0} of {1:N0}", _written, wanted) : _written.ToString("N0", CultureInfo.CurrentCulture);
        return new ProgressTrace(Activity, status, known ? (int)Math.Min(100, (ulong)_written * 100 / wanted) : null);
    }
}
