using System.Globalization;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using Dhis2.Client.Utilities;

namespace Dhis2.PowerShell.Base;

/// <summary>
/// Base of the cmdlets that stream what they read, with <c>-First</c>, <c>-Skip</c> and <c>-IncludeTotalCount</c>.
/// The next batch is on its way while one is written; the first object of a batch goes out before the next one is asked for,
/// so that <c>Select-Object -First 1</c> costs one request.
/// </summary>
/// <typeparam name="T">What is written.</typeparam>
/// <parameter name="First">Writes only the first so many objects and stops reading there. Default: all. Example: <c>-First 100</c>.</parameter>
/// <parameter name="IncludeTotalCount">
/// Writes the total number of objects before them, where the server tells it; otherwise says that it is unknown. With <c>-First 0</c>, writes the total
/// alone.
/// </parameter>
/// <parameter name="Skip">Leaves out so many objects at the start. Default: 0. Example: <c>-Skip 100</c>.</parameter>
public abstract class Dhis2QueryCmdlet<T> : Dhis2SessionCmdlet
{
    private bool _isCutShort;
    private bool _hasWrittenTotal;
    private long _written;
    private PageCut? _cut;
    private ulong? _wanted;

    /// <summary>What is read, for the progress bar.</summary>
    protected abstract string Activity { get; }

    /// <summary>Also ends the pipeline where objects of a source are missing after others of it went out: a part must not pass for the whole.</summary>
    protected override bool IsTerminating(Dhis2Exception fault) => _isCutShort || base.IsTerminating(fault);

    private protected override ProgressTrace Waiting => _written == 0 ? base.Waiting with { Activity = Activity } : Progress(_wanted);

    /// <summary>Nothing more is to be read: all that was asked for with <c>-First</c> has been written, and the total too where it was asked for.</summary>
    protected bool IsDone => Cut.IsDone && (_hasWrittenTotal || !PagingParameters.IncludeTotalCount);

    // One for all sources of a cmdlet: first and skip hold for what it writes, not for each of its requests.
    private PageCut Cut => _cut ??= new PageCut(PagingParameters.Skip, PagingParameters.First);

    /// <summary>Last look at an object before it is written; false leaves it out. First and skip count what is left.</summary>
    protected virtual bool IsWanted(T item) => true;

    /// <summary>Writes what a source has, as far as it is still wanted: skip, first and the total hold for all sources of the cmdlet together.</summary>
    protected void Write(QuerySource<T> source)
    {
        if (!source.IsWhole)
            WriteTotal(null);
        if (IsDone)
            return;
        var skip = source.IsWhole ? Cut.HandOverSkip() : 0;
        // The total comes with a page, so at least one object is asked for.
        var first = Math.Max(Cut.Left, 1);
        Pull(token => source.Open(skip, first, token), source.IsWhole, skip);
    }

    private void Pull(Func<CancellationToken, IAsyncEnumerable<Page<T>>> open, bool isWhole, ulong skip)
    {
        var pages = new PullAhead<Page<T>>(open, StopToken);
        var before = _written;
        _wanted = null;
        try
        {
            pages.Ask();
            while (Await(pages.Asked))
            {
                var page = pages.Take();
                if (isWhole)
                    WriteTotal(page.Total);
                if (isWhole && page.Total is { } total)
                    _wanted = (ulong)total > skip ? (ulong)total - skip : 0;
                WriteItems(page.Items, Cut, pages.Ask);
                if (Cut.IsDone)
                    break;
                ShowProgress(() => Progress(_wanted));
            }
            WriteTotal(null);
        }
        catch (Dhis2Exception) when (_written > before)
        {
            _isCutShort = true;
            throw;
        }
        finally
        {
            pages.Close();
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

    // Percent of the objects to be written; skipped ones do not count.
    private ProgressTrace Progress(ulong? there)
    {
        var wanted = Math.Min(there ?? ulong.MaxValue, PagingParameters.First);
        var known = wanted is > 0 and < ulong.MaxValue;
        var status = known ? string.Format(CultureInfo.CurrentCulture, "{0:N0} of {1:N0}", _written, wanted) : _written.ToString("N0", CultureInfo.CurrentCulture);
        return new ProgressTrace(Activity, status, known ? (int)Math.Min(100, (ulong)_written * 100 / wanted) : null);
    }
}
