using Dhis2.Client.DataValues.Import;
using Dhis2.PowerShell.Base;

namespace Dhis2.PowerShell.Commands;

// The journal of -CheckpointPath.
public sealed partial class ImportDhis2DataValueSetCommand
{
    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // An import that ends here is written to the journal first.
        base.Dispose(disposing);
        if (disposing)
            _journal?.Dispose();
    }

    private void CheckCheckpoint()
    {
        if (CheckpointPath is null)
            return;
        if (ParameterSetName == ObjectSet)
            throw new Dhis2InputException("-CheckpointPath is for files: what comes through the pipeline cannot be read again when the import goes on.", "Name the files with -Path, or write the rows to a file first: Export-Csv.") { Item = "-CheckpointPath" };
        if (Async)
            throw new Dhis2InputException("-CheckpointPath and -Async exclude each other: rows that a task of the server imports are in the task's report.", "Leave out one of them.") { Item = "-CheckpointPath" };
    }

    private void OpenJournal(string path, ImportOptions options)
    {
        if (_importer.IsIncomplete)
            throw new Dhis2InputException("With -CheckpointPath every file has to be there when the import begins: the journal is of all of them.", "Check the paths.") { Item = "-CheckpointPath" };
        var full = CmdletPaths.ToWrite(this, path);
        var (caller, fileOptions) = (Caller, FileOptions());
        string[] files = [.. _files];
        if (files.Contains(StandardInput))
            throw new Dhis2InputException("-CheckpointPath is for files: standard input cannot be read again when the import goes on.", "Write it to a file first.") { Item = "-CheckpointPath" };
        _journal = Await(token => Task.FromResult(DataValueJournal.Open(full, caller, options, fileOptions, files, token)));
        _importer.UseJournal(_journal);
        if (!_journal.IsFinished)
            return;
        WriteWarning($"The journal '{full}' is of an import that has come to its end: no row is sent, and its report is written again. To import the files again, delete the journal or give another.");
        _files.Clear();
    }
}
