using Dhis2.Client.DataValues.Input;

namespace Dhis2.PowerShell.Commands;

// An import that ends early counts what it has not read.
public sealed partial class ImportDhis2DataValueSetCommand
{
    // The import is stopped: what is left to be read is read for so long.
    private static readonly TimeSpan s_lastRead = TimeSpan.FromSeconds(2);

    private Task _adding = Task.CompletedTask;

    /// <inheritdoc/>
    protected override void CountUnread(Exception reason)
    {
        // Ctrl+C leaves little time: what is not counted by then is told.
        using var patience = new CancellationTokenSource();
        if (StopToken.IsCancellationRequested)
            patience.CancelAfter(s_lastRead);
        while (_files.Count > 0 && !patience.IsCancellationRequested)
        {
            var path = _files.Dequeue();
            _importer.StartFile();
            CatchFileFault(() =>
            {
                using var file = Open(path);
                CountUnread(file, reason, patience.Token);
            });
        }
        if (_files.Count > 0)
            _importer.MarkUnread();
    }

    private void CountUnread(DataValueFile file, Exception reason, CancellationToken patience)
    {
        if (!StopToken.IsCancellationRequested)
        {
            Await(token => _importer.AddUnsentAsync(file, reason, token));
            return;
        }
        try
        {
            Task.Run(() => _importer.AddUnsentAsync(file, reason, patience), CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            _importer.MarkUnread();
        }
    }

    private void WaitForRest()
    {
        try
        {
            if (!_adding.Wait(s_lastRead + s_lastRead))
                _importer.MarkUnread();
        }
        catch (AggregateException)
        {
            // It ends as the command does.
        }
    }
}
