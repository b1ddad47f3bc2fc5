using System.Runtime.CompilerServices;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Input;

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
    private readonly DataValueSetHead _head;
    private Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<InputItem>>>? _rows;
    private XmlItems? _xml;

    private DataValueFile(Stream stream, string name, DataValueFileOptions options)
    {
        _bytes = new InputBytes(stream, name);
        _options = options;
        _head = new DataValueSetHead(name);
        Path = name;
    }

    /// <summary>Its full path, or what the stream is called.</summary>
    public string Path { get; }

    /// <summary>Its format; null until it has been read into.</summary>
    public DataValueFormat? Format { get; private set; }

    /// <summary>What separates its columns; null where it is no CSV, or has not been read into.</summary>
    public char? Delimiter { get; private set; }

    /// <summary>What the rows that were read asked for and an import does not carry; null for nothing.</summary>
    internal string? Notice => (_xml as AdxRows)?.Notice;

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
    /// Reads what the file says beside its rows. JSON is looked through for that; where it comes through a pipe, it is kept in a temporary file.
    /// </summary>
    /// <exception cref="Dhis2InputException">The file is broken, or says something that an import does not carry.</exception>
    public async Task<DataValueSetTerms> ReadTermsAsync(CancellationToken cancellationToken)
    {
        await WatchAsync(async () =>
        {
            _rows ??= await BeginAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
        return _xml is AdxRows ? new DataValueSetTerms { IsAdx = true } : _head.Terms;
    }

    /// <summary>
    /// Reads all rows, once. A line or row that cannot be read is given as such, and reading goes on; what breaks the file ends it.
    /// </summary>
    /// <exception cref="Dhis2InputException">The file is broken, or says something that an import does not carry.</exception>
    public async IAsyncEnumerable<IReadOnlyList<InputItem>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ReadTermsAsync(cancellationToken).ConfigureAwait(false);
        var all = _rows!(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var ended = all.ConfigureAwait(false);
        while (await WatchAsync(() => all.MoveNextAsync().AsTask()).ConfigureAwait(false))
            yield return all.Current;
    }

    // Reads up to the first row, and gives what reads on from there.
    private async Task<Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<InputItem>>>> BeginAsync(CancellationToken cancellationToken)
    {
        var content = await _bytes.OpenAsync(cancellationToken).ConfigureAwait(false);
        var text = TextHead.Of(await content.PeekAsync(TextHead.Length, cancellationToken).ConfigureAwait(false), _options.Encoding, Path);
        if (text.IsBlank)
            throw new Dhis2InputException($"{Path} is empty.", "Give a file with data values in it.") { Item = Path };
        if (text.IsWebPage)
            throw new Dhis2InputException($"{Path} is a web page, and no <dataValueSet>.", "Get the file again: a server that wants a login, or a proxy, answers with such a page.") { Item = Path };
        Format = _options.Format ?? text.Format;
        switch (Format)
        {
            case DataValueFormat.Csv:
                var delimiter = _options.Delimiter ?? text.FindDelimiter();
                Delimiter = delimiter;
                return token => CsvRows.ReadAsync(content, text, delimiter, Path, _options, token);
            case DataValueFormat.Json when text.IsList:
                throw new Dhis2InputException($"{Path} is a list, and not a data value set: an object was expected.", "Give a file of the form {\"dataValues\":[...]}, with the list in it.") { Item = Path };
            case DataValueFormat.Json:
                if (!_bytes.CanRepeat)
                {
                    await _bytes.KeepAsync(content, cancellationToken).ConfigureAwait(false);
                    content = await _bytes.OpenAsync(cancellationToken).ConfigureAwait(false);
                }
                await JsonRows.ReadHeadAsync(new StrictText(content, text.Encoding, Path), _head, Path, cancellationToken).ConfigureAwait(false);
                content = await _bytes.OpenAsync(cancellationToken).ConfigureAwait(false);
                return token => JsonRows.ReadAsync(new StrictText(content, text.Encoding, Path), _head, Path, token);
            default:
                var xml = await XmlItems.OpenAsync(new StrictText(content, text.Encoding, Path), Path, cancellationToken).ConfigureAwait(false);
                _xml = AdxRows.IsRoot(xml) ? new AdxRows(xml, Path) : new XmlRows(xml, _head, Path);
                return _xml.ReadAsync;
        }
    }

    // Faults of the disk, and of a packed file that is none or ends early.
    private async Task<bool> WatchAsync(Func<Task<bool>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            // Of damaged data the library says that their kind of packing is not known.
            throw new Dhis2InputException($"{Path} cannot be unpacked: it is damaged, or not whole.", "Get the file again from where it comes, and import it: the same rows twice do no harm.", e) { Item = Path };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Dhis2InputException($"{Path} cannot be read: {e.Message}", "Check that the file is whole, and import it again: the same rows twice do no harm.", e) { Item = Path };
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _xml?.Dispose();
        _bytes.Dispose();
    }
}
