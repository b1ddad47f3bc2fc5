using System.Runtime.CompilerServices;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Http;

namespace Dhis2.Client.DataValues.Input;

/// <summary>A file of data values, read row by row with the line each row begins on.</summary>
public sealed class DataValueFile : IDisposable
{
    internal const int RowsAtOnce = 1000;

    private readonly FileStream _file;
    private readonly Stream _content;
    private readonly DataValueFileOptions _options;
    private readonly bool _isPacked;

    private DataValueFile(FileStream file, bool packed, DataValueFormat format, DataValueFileOptions options)
    {
        _file = file;
        _content = Unpacked(file, packed);
        _isPacked = packed;
        Format = format;
        _options = options;
    }

    /// <summary>The format it is read as.</summary>
    public DataValueFormat Format { get; }

    /// <summary>Its full path.</summary>
    public string Path => _file.Name;

    /// <summary>How much has been read.</summary>
    public int? Percent => _file is { CanSeek: true, Length: > 0 } ? (int)(100 * _file.Position / _file.Length) : null;

    /// <summary>Opens a file; one whose name ends in <c>.gz</c> is unpacked on the way.</summary>
    /// <exception cref="Dhis2InputException">It is not there, cannot be read, or its format cannot be told.</exception>
    public static DataValueFile Open(string path, DataValueFileOptions options)
    {
        FileStream? file = null;
        try
        {
            file = OpenStream(path);
            return new DataValueFile(file, IsPacked(path), FormatOf(path, options), options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new Dhis2InputException($"{path} cannot be read: {e.Message}", "Check the path and the rights on the file.", e) { Item = path };
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>Checks what can be told without opening a file: a pipe can be opened once only.</summary>
    /// <exception cref="Dhis2InputException">It is not there, or its format cannot be told.</exception>
    public static void Check(string path, DataValueFileOptions options)
    {
        if (!File.Exists(path))
            throw new Dhis2InputException($"{path} cannot be read: it is no file.", "Check the path.") { Item = path };
        FormatOf(path, options);
    }

    /// <summary>
    /// Reads all rows. A line or row that cannot be read is given as such, and reading goes on; what breaks the file ends it. JSON is looked through before the first
    /// row is given, except from a pipe.
    /// </summary>
    /// <exception cref="Dhis2InputException">The file is broken, or says something that an import does not carry.</exception>
    public async IAsyncEnumerable<IReadOnlyList<InputItem>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerable<IReadOnlyList<InputItem>> batches = Format switch
        {
            DataValueFormat.Csv => CsvRows.ReadAsync(_content, Path, _options, cancellationToken),
            DataValueFormat.Json => ReadJsonAsync(cancellationToken),
            _ => XmlRows.ReadAsync(_content, Head(), Path, cancellationToken),
        };
        var all = batches.GetAsyncEnumerator(cancellationToken);
        await using var ended = all.ConfigureAwait(false);
        while (await NextAsync(all).ConfigureAwait(false))
            yield return all.Current;
    }

    private async IAsyncEnumerable<IReadOnlyList<InputItem>> ReadJsonAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var head = Head();
        if (_file.CanSeek)
        {
            using var file = OpenStream(Path);
            using var content = Unpacked(file, _isPacked);
            await JsonRows.ReadHeadAsync(content, head, Path, cancellationToken).ConfigureAwait(false);
        }
        await foreach (var rows in JsonRows.ReadAsync(_content, head, isHeadRead: _file.CanSeek, Path, cancellationToken).ConfigureAwait(false))
            yield return rows;
    }

    private DataValueSetHead Head() => new(Path, _options.Schemes);

    private static FileStream OpenStream(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 128 * 1024, FileOptions.SequentialScan | FileOptions.Asynchronous);

    private static Stream Unpacked(FileStream file, bool isPacked) => isPacked ? new GzipReader(file) : file;

    // Faults of the disk, and of a .gz that is none or ends early.
    private async Task<bool> NextAsync(IAsyncEnumerator<IReadOnlyList<InputItem>> batches)
    {
        try
        {
            return await batches.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new Dhis2InputException($"{Path} cannot be read: {e.Message}", "Check that the file is whole, and import it again: the same rows twice do no harm.", e) { Item = Path };
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _content.Dispose();
        _file.Dispose();
    }

    private static bool IsPacked(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    private static DataValueFormat FormatOf(string path, DataValueFileOptions options) =>
        options.Format ?? ByName(IsPacked(path) ? path.Substring(0, path.Length - 3) : path) ?? throw Unclear(path);

    private static DataValueFormat? ByName(string path) => System.IO.Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".csv" or ".tsv" or ".txt" => DataValueFormat.Csv,
        ".json" => DataValueFormat.Json,
        ".xml" => DataValueFormat.Xml,
        _ => null,
    };

    private static Dhis2InputException Unclear(string path) => new(
        $"The format of {path} cannot be told by its name.", "Use a name that ends in .csv, .json or .xml, or say -Format Csv, Json or Xml.")
    { Item = path };
}
