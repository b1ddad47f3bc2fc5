using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Xml;
using Dhis2.Client.DataValues.Import;

namespace Dhis2.Client.DataValues.Input;

/// <summary>Reads data values from DHIS2's XML (<c>dataValueSet</c>), strictly, handing what stands beside the rows down to each of them.</summary>
internal sealed class XmlRows : IDisposable
{
    private static readonly XmlReaderSettings s_settings = new() { Async = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true };

    // Namespaces of XML itself: their attributes are no data.
    private static readonly string[] s_grammar = ["http://www.w3.org/2000/xmlns/", "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2001/XMLSchema-instance"];

    private readonly XmlReader _reader;
    private readonly RowReader _rows;
    private readonly string _path;

    /// <summary>Reads nothing yet.</summary>
    public XmlRows(StrictText content, DataValueSetHead head, string path)
    {
        // Of a text reader an XML reader takes the characters as they are: the encoding has been dealt with.
        _reader = XmlReader.Create(new StreamReader(content), s_settings);
        _rows = new RowReader(_reader, head, path);
        _path = path;
    }

    /// <summary>Reads up to the first row: what stands beside the rows are attributes of the element around them.</summary>
    public async Task ReadHeadAsync(CancellationToken cancellationToken)
    {
        do
        {
            // A document without an element is a fault of its own.
            if (!await NextAsync(_reader, _path, cancellationToken).ConfigureAwait(false))
                return;
            _rows.Take();
        }
        while (_reader.NodeType != XmlNodeType.Element);
    }

    /// <summary>Reads the rows.</summary>
    public async IAsyncEnumerable<IReadOnlyList<InputItem>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ExceptionDispatchInfo? fault = null;
        while (fault is null)
        {
            try
            {
                if (!await NextAsync(_reader, _path, cancellationToken).ConfigureAwait(false))
                    break;
                _rows.Take();
            }
            catch (Exception e) when (_rows.Count > 0)
            {
                // The rows read before the fault are given out first.
                fault = ExceptionDispatchInfo.Capture(e);
            }
            if (_rows.Count == DataValueFile.RowsAtOnce)
                yield return _rows.TakeBatch();
        }
        yield return _rows.TakeBatch();
        fault?.Throw();
    }

    public void Dispose() => _reader.Dispose();

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
            { Item = $"{path}:{e.LineNumber}" };
        }
        catch (XmlException e)
        {
            throw new Dhis2InputException($"{path}: {e.Message}", "Correct the file and import it again: the same rows twice do no harm.", e) { Item = $"{path}:{e.LineNumber}" };
        }
    }

    /// <summary>Makes rows of the nodes that the reader comes to. A row is whole where its element ends.</summary>
    private sealed class RowReader(XmlReader reader, DataValueSetHead head, string path)
    {
        private readonly DataValueNames _names = new();
        private List<InputItem> _batch = new(DataValueFile.RowsAtOnce);
        private InputItem? _open;

        public int Count => _batch.Count;

        public List<InputItem> TakeBatch()
        {
            var batch = _batch;
            _batch = new List<InputItem>(DataValueFile.RowsAtOnce);
            return batch;
        }

        public void Take()
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.Depth == 0:
                    ReadHead();
                    break;
                case XmlNodeType.Element when reader.Depth == 1:
                    Begin(IsRow ? Row() : Refused($"<{reader.Name}> is no <dataValue>."));
                    break;
                case XmlNodeType.Element:
                    Spoil($"A data value has its properties as attributes, and not as <{reader.Name}>.");
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    Spoil("A data value has its properties as attributes, and not as text.");
                    break;
                case XmlNodeType.EndElement when reader.Depth == 1:
                    _batch.Add(_open!.Value);
                    _open = null;
                    break;
            }
        }

        private bool IsRow => reader.LocalName == "dataValue";

        private void Begin(InputItem item)
        {
            // After reading attributes the reader must be moved back to their element.
            reader.MoveToElement();
            if (reader.IsEmptyElement)
                _batch.Add(item);
            else
                _open = item;
        }

        private void Spoil(string fault)
        {
            if (_open is not { } open)
                _batch.Add(Refused(fault));
            else if (open.Fault is null)
                _open = new InputItem(path, open.Line, fault);
        }

        private InputItem Refused(string fault) => new(path, Line, fault);

        private long Line => ((IXmlLineInfo)reader).LineNumber;

        private void ReadHead()
        {
            if (reader.LocalName != "dataValueSet")
            {
                var advice = reader.LocalName == "adx" ? "Send ADX as it is: Invoke-Dhis2Request dataValueSets POST -InFile ... -ContentType application/adx+xml." : "Give a data value set in DHIS2's XML.";
                throw new Dhis2InputException($"{path} begins with <{reader.LocalName}>, and not with <dataValueSet>.", advice) { Item = path };
            }
            while (reader.MoveToNextAttribute())
            {
                if (!IsGrammar)
                    head.Take(reader.Name, reader.Value, isText: true);
            }
            reader.MoveToElement();
            if (head.Fault is not null)
                throw head.Fault;
        }

        private bool IsGrammar => Array.IndexOf(s_grammar, reader.NamespaceURI) >= 0;

        private InputItem Row()
        {
            var line = Line;
            var value = head.NewValue();
            _names.BeginRow();
            try
            {
                while (reader.MoveToNextAttribute())
                {
                    if (IsGrammar)
                        continue;
                    if (_names.Find(reader.Name, out var column) is { } fault)
                        return new InputItem(path, line, fault);
                    column!.Set(value, reader.Value);
                }
            }
            catch (FormatException e)
            {
                return new InputItem(path, line, e.Message);
            }
            return new InputItem(new ImportRow(value, path, line));
        }
    }
}
