using Dhis2.Client.DataValues.Input;
using Dhis2.Client.Imports.Journals;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Import;

/// <summary>Opens the journal of an import of data values.</summary>
public static class DataValueJournal
{
    /// <summary>Opens the journal of an import, or begins one where there is none. The files are read through once, for a journal holds for their content alone.</summary>
    /// <param name="path">Where the journal is.</param>
    /// <param name="caller">The session.</param>
    /// <param name="options">How the rows are imported.</param>
    /// <param name="fileOptions">How the files are read.</param>
    /// <param name="files">The files, in the order in which they are imported.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Dhis2InputException">The journal is of another import, in use, damaged or cannot be written; or a file cannot be read.</exception>
    public static ImportJournal Open(string path, Dhis2Caller caller, ImportOptions options, DataValueFileOptions fileOptions, IReadOnlyList<string> files, CancellationToken cancellationToken) =>
        ImportJournal.Open(path, DataValueProblemFormat.Instance, () => new JournalHead
        {
            Module = typeof(DataValueJournal).Assembly.GetName().Version!.ToString(3),
            Server = caller.Session.Uri.ToString(),
            Version = caller.Session.Version,
            Options = [.. options.Meaning().Concat(fileOptions.Meaning())],
            Files = [.. files.Select(file => JournalSource.Of(file, cancellationToken))],
        });
}
