using System.Runtime.CompilerServices;
using Dhis2.Client.DataValues.Import;

namespace Dhis2.Client.DataValues.Input;

/// <summary>
/// Data values of a file or stream, read row by row with the line each row begins on. How they are packed, in which format and encoding they are, and what separates
/// their columns is told by the content, and not by the name.
/// </summary>
public sealed class DataValueFile : IDisposable
{
    internal const int RowsAtOnce = 1000;

    private readonly InputBytes _bytes;
    private readonly DataValueFileOptions _options;

    private DataValueFile(Stream stream, string name, DataValueFileOptions options)
    {
        _bytes = new InputBytes(stream, name);
        _options = options;
        Path = name;
    }

    /// <summary>Its full path, or what the stream is called.</summary>
    public string Path { get; }

    /// <summary>How much has been read.</summary>
    public int? Percent => _bytes.Percent;

    /// <summary>Opens a file.</summary>
    /// <exception cref="Dhis2InputException">It is not there or cannot be read.</exception>
    public static DataValueFile Open(string path, DataValueFileOptions options)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 128 * 1024, FileOptions.SequentialScan | FileOptions.Asynchronous);
            return new DataValueFile(file, file.Name, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Dhis2InputException($"{path} cannot be read: {e.Message}", "Check the path and the rights on the file.", e) { Item = path };
        }
    }

    /// <summary>Reads a stream, such as the standard input. It is closed with this.</summary>
    /// <param name="stream">The bytes of a file, packed or not.</param>
    /// <param name="name">What it is called in errors and in the report.</param>
    /// <param name="options">How it is read.</param>
    public static DataValueFile Open(Stream stream, string name, DataValueFileOptions options) => new(stream, name, options);

    /// <summary>Checks what can be told without opening a file: a pipe can be opened once only.</summary>
    /// <exception cref="Dhis2InputException">It is not there.</exception>
    public static void Check(string path)
    {
        if (!File.Exists(path))
            throw new Dhis2InputException($"{path} cannot be read: it is no file.", "Check the path.") { Item = path };
    }

    /// <summary>
    /// Reads all rows. A line or row that cannot be read is given as such, and reading goes on; what breaks the file ends it. JSON is looked through before the first
    /// row is given; where it comes through a pipe, it is kept in a temporary file for that.
    /// </summary>
    /// <exception cref="Dhis2InputException">The file is broken, or says something that an import does not carry.</exception>
    public async IAsyncEnumerable<IReadOnlyList<InputItem>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = ReadRowsAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var ended = all.ConfigureAwait(false);
        while (await NextAsync(all).ConfigureAwait(false))
            yield return all.Current;
    }

    private async IAsyncEnumerable<IReadOnlyList<InputItem>> ReadRowsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var content = await _bytes.OpenAsync(cancellationToken).ConfigureAwait(false);
        var head = TextHead.Of(await content.PeekAsync(TextHead.Length, cancellationToken).ConfigureAwait(false), _options.Encoding, Path);
        if (head.IsBlank)
            throw new Dhis2InputException($"{Path} is empty.", "Give a file with data values in it.") { Item = Path };
        var format = _options.Format ?? head.Format;
        var rows = format switch
        {
            DataValueFormat.Csv => CsvRows.ReadAsync(content, head, Path, _options, cancellationToken),
            DataValueFormat.Json => ReadJsonAsync(content, head, cancellationToken),
            _ => XmlRows.ReadAsync(new StrictText(content, head.Encoding, Path), Head(), Path, cancellationToken),
        };
        await foreach (var batch in rows.ConfigureAwait(false))
            yield return batch;
    }

    private async IAsyncEnumerable<IReadOnlyList<InputItem>> ReadJsonAsync(PeekStream content, TextHead text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!_bytes.CanRepeat)
        {
            await _bytes.KeepAsync(content, cancellationToken).ConfigureAwait(false);
            content = await _bytes.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        var head = Head();
        await JsonRows.ReadHeadAsync(new StrictText(content, text.Encoding, Path), head, Path, cancellationToken).ConfigureAwait(false);
        content = await _bytes.OpenAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var rows in JsonRows.ReadAsync(new StrictText(content, text.Encoding, Path), head, Path, cancellationToken).ConfigureAwait(false))
            yield return rows;
    }

    private DataValueSetHead Head() => new(Path, _options.Schemes);

    // Faults of the disk, and of a packed file that is none or ends early.
    private async Task<bool> NextAsync(IAsyncEnumerator<IReadOnlyList<InputItem>> batches)
    {
        try
        {
            return await batches.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new Dhis2InputException($"{Path} cannot be read: {e.Message}", "Check that the file is whole, and import it again: the same rows twice do no harm.", e) { Item = Path };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();
}
