using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dhis2.Client.Imports;
using Dhis2.Client.Imports.Journals;
using Dhis2.Client.Profiles;

namespace Dhis2;

/// <summary>
/// The journal of an import: a file that says of each row whether it has left, and what became of it, so that the same import can go on after its process has
/// been killed. The ledger alone writes it. Lines of JSON are appended to it; its owner alone can read it, and one import at a time can use it.
/// </summary>
public sealed class ImportJournal : IDisposable
{
    private const int LargestBlock = 256 * 1024;

    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FileStream _file;
    private readonly IJournalFormat _format;

    // Whole lines that are not in the file yet.
    private readonly MemoryStream _lines = new();

    // Rows that are settled without a word: one line for many.
    private readonly List<long> _settled = [];
    private ImportCounts _settledCounts;
    private Exception? _fault;

    private ImportJournal(FileStream file, string path, IJournalFormat format, EarlierRuns earlier, bool isResumed)
    {
        _file = file;
        _format = format;
        Path = path;
        Earlier = earlier;
        IsResumed = isResumed;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Whether an earlier run began it.</summary>
    public bool IsResumed { get; }

    /// <summary>Whether the import has come to its end: then nothing is to be sent any more.</summary>
    public bool IsFinished => Earlier.IsFinished;

    internal EarlierRuns Earlier { get; }

    /// <summary>Why it could not be written to its end; null when it could.</summary>
    internal string? Fault => _fault?.Message;

    /// <summary>Opens the journal of an import, or begins one where there is none.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="format">How problems are written.</param>
    /// <param name="head">Tells what the import is; called when nobody else can use the journal any more.</param>
    /// <exception cref="Dhis2InputException">It is of another import, another import is using it, it is damaged, or it cannot be written.</exception>
    internal static ImportJournal Open(string path, IJournalFormat format, Func<JournalHead> head)
    {
        FileStream? file = null;
        try
        {
            file = PrivateFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);
            var reader = new JournalReader(path, file, format);
            reader.Read();
            var now = head();
            if (reader.Head is { } begun && now.DifferenceFrom(begun) is { } difference)
                throw JournalErrors.OtherImport(path, difference, reader.Earlier.IsFinished);
            if (reader.Head is null)
                PrivateFile.Restrict(file);
            // What a killed process left of a line goes, so that the next one begins where a line begins.
            file.SetLength(reader.End);
            file.Seek(0, SeekOrigin.End);
            var journal = new ImportJournal(file, path, format, reader.Earlier, reader.Head is not null);
            journal.Begin(reader.Head is null ? now : null);
            return journal;
        }
        catch (IOException e) when (FileLock.IsHeldByAnother(e) && file is null)
        {
            throw JournalErrors.InUse(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw JournalErrors.Unusable(path, e);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file. What has not been written by then is lost, as it is when the process is killed.</summary>
    public void Dispose()
    {
        try
        {
            _file.Dispose();
        }
        catch (IOException)
        {
            // A disk that was full before is full still, and that has been told.
        }
    }

    /// <summary>Rows are about to leave with a request: when this returns, the disk knows of it.</summary>
    /// <exception cref="Dhis2InputException">It cannot be written: the rows must not leave.</exception>
    internal void AddSent(IEnumerable<long> rows)
    {
        AddRows("sent", rows);
        Flush(toDisk: true);
        if (_fault is not null)
            throw JournalErrors.Unusable(Path, _fault);
    }

    /// <summary>Nothing of a request with these rows was stored.</summary>
    internal void AddUnstored(IEnumerable<long> rows) => AddRows("unstored", rows);

    /// <summary>The run gives up finding out what became of these rows.</summary>
    internal void AddUnknown(IEnumerable<long> rows) => AddRows("unknown", rows);

    /// <summary>Rows are settled, of which nothing has to be told.</summary>
    internal void AddSettled(IEnumerable<long> rows, ImportCounts counts)
    {
        if (_fault is not null)
            return;
        _settled.AddRange(rows);
        _settledCounts += counts;
    }

    /// <summary>A row is settled with a problem, or a warning of one that is settled.</summary>
    internal void Add(long row, ImportProblem problem) => Line(writer =>
    {
        writer.WriteString("row", RowNumber.Format([row]));
        _format.Write(writer, problem);
    });

    /// <summary>Every row of the import is settled.</summary>
    internal void Finish(ImportCounts counts)
    {
        WriteSettled();
        Line(writer =>
        {
            writer.WriteString("end", Now());
            Write(writer, counts);
        });
        Flush(toDisk: true);
    }

    /// <summary>Writes what has been gathered. A fault is remembered: what is settled is settled, and a later run looks it up.</summary>
    internal void Flush(bool toDisk)
    {
        // A line behind one that was cut off would be damage.
        if (_fault is not null)
            return;
        try
        {
            WriteSettled();
            _file.Write(_lines.GetBuffer(), 0, (int)_lines.Length);
            _file.Flush(toDisk);
            _lines.SetLength(0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            _fault = e;
            _lines.SetLength(0);
        }
    }

    private static string Now() => DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter writer, ImportCounts counts)
    {
        foreach (var (name, count) in new[] { ("imported", counts.Imported), ("updated", counts.Updated), ("deleted", counts.Deleted), ("unchanged", counts.Unchanged), ("skipped", counts.Skipped), ("rejected", counts.Rejected) })
        {
            if (count > 0)
                writer.WriteNumber(name, count);
        }
    }

    private void Begin(JournalHead? head)
    {
        if (head is not null)
            Line(head.Write, isObject: true);
        Line(writer => writer.WriteString("run", Now()));
        Flush(toDisk: true);
        if (_fault is not null)
            throw JournalErrors.Unusable(Path, _fault);
    }

    private void WriteSettled()
    {
        if (_settled.Count == 0)
            return;
        var (rows, counts) = (RowNumber.Format(_settled), _settledCounts);
        _settled.Clear();
        _settledCounts = default;
        AddLine(writer =>
        {
            writer.WriteString("settled", rows);
            Write(writer, counts);
        });
    }

    private void AddRows(string name, IEnumerable<long> rows)
    {
        var text = RowNumber.Format(rows);
        if (text.Length > 0)
            Line(writer => writer.WriteString(name, text));
    }

    private void Line(Action<Utf8JsonWriter> write, bool isObject = false)
    {
        if (_fault is not null)
            return;
        AddLine(write, isObject);
        if (_lines.Length > LargestBlock)
            Flush(toDisk: false);
    }

    private void AddLine(Action<Utf8JsonWriter> write, bool isObject = false)
    {
        using (var writer = new Utf8JsonWriter(_lines, s_readable))
        {
            if (!isObject)
                writer.WriteStartObject();
            write(writer);
            if (!isObject)
                writer.WriteEndObject();
        }
        _lines.WriteByte((byte)'\n');
    }
}
