using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Xml;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Input;

namespace Dhis2.Client.DataValues.Input;

/// <summary>Reads rows from the nodes of a user's XML file, of whatever kind, and says where it is broken.</summary>
internal abstract class XmlItems : IDisposable
{
    private static readonly XmlReaderSettings s_settings = new() { Async = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true };

    // Namespaces of XML itself: their attributes are no data.
    private static readonly string[] s_grammar = ["http://www.w3.org/2000/xmlns/", "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2001/XMLSchema-instance"];

    private List<InputItem> _batch = new(DataValueFile.RowsAtOnce);

    /// <summary>Rows of a document.</summary>
    /// <param name="reader">The document, at its root. Closed with this.</param>
    /// <param name="path">The file.</param>
    protected XmlItems(XmlReader reader, string path)
    {
        Reader = reader;
        Path = path;
    }

    /// <summary>The document.</summary>
    protected XmlReader Reader { get; }

    /// <summary>The file.</summary>
    protected string Path { get; }

    /// <summary>The line that the reader is at.</summary>
    protected long Line => ((IXmlLineInfo)Reader).LineNumber;

    /// <summary>Whether the attribute that the reader is at is one of XML itself.</summary>
    protected bool IsGrammar => Array.IndexOf(s_grammar, Reader.NamespaceURI) >= 0;

    /// <summary>Reads a document up to its root.</summary>
    /// <exception cref="Dhis2InputException">It is broken before it begins.</exception>
    public static async Task<XmlReader> OpenAsync(StrictText content, string path, CancellationToken cancellationToken)
    {
        // Of a text reader an XML reader takes the characters as they are: the encoding has been dealt with.
        var reader = XmlReader.Create(new StreamReader(content), s_settings);
        // A document without an element is a fault of its own.
        while (reader.NodeType != XmlNodeType.Element && await NextAsync(reader, path, cancellationToken).ConfigureAwait(false))
        {
        }
        return reader;
    }

    /// <summary>Reads the rows.</summary>
    public async IAsyncEnumerable<IReadOnlyList<InputItem>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ExceptionDispatchInfo? fault = null;
        while (fault is null)
        {
            try
            {
                if (!await NextAsync(Reader, Path, cancellationToken).ConfigureAwait(false))
                    break;
                Take();
            }
            catch (Exception e) when (_batch.Count > 0)
            {
                // The rows read before the fault are given out first.
                fault = ExceptionDispatchInfo.Capture(e);
            }
            if (_batch.Count == DataValueFile.RowsAtOnce)
                yield return TakeBatch();
        }
        yield return TakeBatch();
        fault?.Throw();
    }

    /// <inheritdoc/>
    public void Dispose() => Reader.Dispose();

    /// <summary>Takes the node that the reader is at, of those behind the root.</summary>
    protected abstract void Take();

    /// <summary>Gives out a row.</summary>
    protected void Add(InputItem item) => _batch.Add(item);

    /// <summary>An element that is no row.</summary>
    protected InputItem Refused(string fault) => new(Path, Line, fault);

    private List<InputItem> TakeBatch()
    {
        var batch = _batch;
        _batch = new List<InputItem>(DataValueFile.RowsAtOnce);
        return batch;
    }

    private static async Task<bool> NextAsync(XmlReader reader, string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await reader.ReadAsync().ConfigureAwait(false);
        }
        catch (XmlException e) when (e.Message.Contains("DTD", StringComparison.Ordinal))
        {
            throw new Dhis2InputException(
                $"{path} has a document type (<!DOCTYPE ...>), which may draw other files in: it is refused.", "Take it out of the file: a data value set has none.", e)
            { Item = $"{path}:{((IXmlLineInfo)reader).LineNumber}" };
        }
        catch (XmlException e)
        {
            throw new Dhis2InputException($"{path}: {e.Message}", "Correct the file and import it again: the same rows twice do no harm. In a value, & is written as &amp; and < as &lt;.", e) { Item = $"{path}:{e.LineNumber}" };
        }
    }
}
