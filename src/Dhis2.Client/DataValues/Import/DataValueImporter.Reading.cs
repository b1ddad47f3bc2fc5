using System.Runtime.ExceptionServices;
using Dhis2.Client.DataValues.Input;

namespace Dhis2.Client.DataValues.Import;

// Reads sources to their end, also where the import ends before.
public sealed partial class DataValueImporter
{
    // Whoever stopped an import waits for so long until it is known how many rows it leaves.
    private static readonly TimeSpan s_lastRead = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Adds all rows of a source, sending as they come. When sending ends the import, or somebody stops it, the rest is read and counted as not sent before the exception is
    /// thrown; of a source that takes long, as much as there is time for.
    /// </summary>
    /// <param name="source">The rows.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="send">What to do with a full batch, when it is not <see cref="FlushAsync"/>.</param>
    public async Task AddAllAsync(IAsyncEnumerable<IReadOnlyList<InputItem>> source, CancellationToken cancellationToken, Func<CancellationToken, Task>? send = null)
    {
        ExceptionDispatchInfo? end = null;
        using var reading = new CancellationTokenSource();
        using var stopping = cancellationToken.Register(() => reading.CancelAfter(s_lastRead));
        try
        {
            await foreach (var items in source.WithCancellation(reading.Token).ConfigureAwait(false))
            {
                foreach (var item in items)
                {
                    if (Add(item) && end is null)
                        end = await EndOfAsync(send ?? FlushAsync, cancellationToken).ConfigureAwait(false);
                }
                if (end is null && cancellationToken.IsCancellationRequested)
                    end = End(new OperationCanceledException(cancellationToken));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            MarkUnread();
            throw;
        }
        end?.Throw();
    }

    // What ended the import while a batch was sent; null where it goes on.
    private async Task<ExceptionDispatchInfo?> EndOfAsync(Func<CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        try
        {
            await send(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is Dhis2Exception || (e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            return End(e);
        }
    }

    private ExceptionDispatchInfo End(Exception reason)
    {
        EndBy(reason);
        return ExceptionDispatchInfo.Capture(reason);
    }

    /// <summary>
    /// Adds all rows of a file. One that says how it is to be imported (id schemes, strategy, a trial, a completion) is sent so, by itself and in its place: what came
    /// before it goes out first.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="started">Where rows go out in tasks of the server: told of each.</param>
    /// <exception cref="Dhis2InputException">The file is broken, or says what does not go together with the import.</exception>
    public async Task AddFileAsync(DataValueFile file, CancellationToken cancellationToken, Action<ServerTask>? started = null)
    {
        var terms = await TermsOfAsync(file, cancellationToken).ConfigureAwait(false);
        if (!terms.AreOwn)
        {
            await AddAllAsync(file.ReadAsync(CancellationToken.None), cancellationToken, Send).ConfigureAwait(false);
            return;
        }
        if (terms.CompleteDate is not null && started is not null)
            throw new Dhis2InputException($"{file.Path} asks for the completion of its data set, which waits for its rows, and rows of tasks are not waited for.", "Import it without -Async.") { Item = file.Path };
        var lane = LaneOf(terms.ApplyTo(_main.Options, file.Path));
        ExceptionDispatchInfo? end = null;
        try
        {
            await SendAllAsync(started, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is Dhis2Exception or OperationCanceledException)
        {
            end = End(e);
        }
        (_lane, _terms) = (lane, terms.AreToBeTold ? terms : null);
        try
        {
            await AddOwnAsync(file, terms, started, Send, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            (_lane, _terms) = (_main, null);
        }
        end?.Throw();

        Task Send(CancellationToken token) => started is null ? FlushAsync(token) : StartTasksAsync(token, started);
    }

    private async Task<DataValueSetTerms> TermsOfAsync(DataValueFile file, CancellationToken cancellationToken)
    {
        try
        {
            return await file.ReadTermsAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            MarkUnread();
            throw;
        }
    }

    /// <summary>Adds the rows of a file that are not to be sent any more, because the import has ended.</summary>
    public Task AddUnsentAsync(DataValueFile file, Exception reason, CancellationToken cancellationToken)
    {
        EndBy(reason);
        return AddFileAsync(file, cancellationToken);
    }
}
