using System.Globalization;

namespace Dhis2.Client.Imports.Journals;

/// <summary>What can be wrong with the journal of an import: each its own error id and advice.</summary>
internal static class JournalErrors
{
    public static Dhis2InputException NotAJournal(string path) => Make(
        nameof(NotAJournal), $"'{path}' is there and is no journal of an import; it was not touched.", "Give the path of a file that does not exist, or that of a journal.", path);

    public static Dhis2InputException NewerJournal(string path, long? version) => Make(
        nameof(NewerJournal), $"The journal '{path}' is of format {version}; this module knows format 1.", "Go on with the version of the module that began the import.", path);

    public static Dhis2InputException OtherImport(string path, string difference, bool isFinished) => Make(
        "JournalOfOtherImport",
        $"The journal '{path}' is not of this import: {difference}.",
        isFinished
            ? "The import that it is of has come to its end: delete it, or give the path of another."
            : "To finish the import that it is of, give the same files, options and server as then. To begin another, give the path of another journal, or delete this one: rows that were sent are sent again then, which does no harm.",
        path);

    public static Dhis2InputException Damaged(string path, long line, string what, Exception? inner = null) => Make(
        "JournalDamaged",
        string.Format(CultureInfo.InvariantCulture, "The journal '{0}' is damaged at line {1}: {2}", path, line, what),
        "Nobody can say any more which rows are stored. Import the whole file again with another journal: the same rows twice do no harm.",
        path,
        inner);

    public static Dhis2InputException InUse(string path, Exception inner) => Make(
        "JournalInUse", $"Another import is using the journal '{path}'.", "Wait for its end. Two imports of the same rows at once would send them twice.", path, inner);

    public static Dhis2InputException Unusable(string path, Exception inner) => Make(
        "JournalUnusable",
        $"The journal '{path}' cannot be read or written: {inner.Message}",
        "Check the folder, the rights on the file, and whether there is room. Nothing is sent that the journal does not know of.",
        path,
        inner);

    private static Dhis2InputException Make(string id, string message, string advice, string path, Exception? inner = null) => new(message, advice, inner) { ErrorId = id, Item = path };
}
