using System.Text;
using System.Xml;
using Dhis2.Client.DataValues.Import;

namespace Dhis2.Client.DataValues.Input;

/// <summary>
/// Reads data values from ADX (IHE's Aggregate Data Exchange), each with what its element and its group say, so that the same can be written again. A value is whole
/// where its element ends: that of an element which is no number is in its <c>annotation</c>.
/// </summary>
internal sealed class AdxRows : XmlItems
{
    private const int GroupDepth = 1;
    private const int ValueDepth = 2;
    private const string Namespace = "urn:ihe:qrph:adx:2015";

    private readonly StringBuilder _annotation = new();
    private AdxGroup? _group;
    private long _groups;
    private string? _groupFault;
    private DataValue? _value;
    private AdxValue? _adx;
    private string? _fault;
    private bool _isWhole;
    private long _line;
    private bool _hasAnnotation;
    private bool _isInAnnotation;

    /// <summary>Reads the root.</summary>
    /// <exception cref="Dhis2InputException">It is not of ADX's namespace: servers would read nothing of it, and call that a success.</exception>
    public AdxRows(XmlReader reader, string path)
        : base(reader, path)
    {
        if (reader.NamespaceURI != Namespace)
            throw new Dhis2InputException($"{path} begins with <adx> outside of the namespace {Namespace}.", $"Begin it with <adx xmlns=\"{Namespace}\">.") { Item = path };
    }

    /// <summary>What groups asked for that an import does not carry; null for nothing.</summary>
    public string? Notice { get; private set; }

    /// <summary>Whether a root element is one of ADX.</summary>
    public static bool IsRoot(XmlReader reader) => reader.LocalName == "adx";

    /// <inheritdoc/>
    protected override void Take()
    {
        switch (Reader.NodeType)
        {
            case XmlNodeType.Element when Reader.Depth == GroupDepth:
                BeginGroup();
                break;
            case XmlNodeType.Element when Reader.Depth == ValueDepth:
                BeginValue();
                break;
            case XmlNodeType.Element:
                BeginPart();
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                TakeText();
                break;
            case XmlNodeType.EndElement when Reader.Depth == ValueDepth:
                EndValue();
                break;
        }
    }

    private bool IsNamed(string name) => Reader.LocalName == name && Reader.NamespaceURI == Namespace;

    private void BeginGroup()
    {
        if (!IsNamed("group"))
        {
            _groupFault = $"<{Reader.Name}> is no <group> of ADX.";
            _group = AdxGroup.Of(++_groups, []);
            Add(Refused(_groupFault));
            return;
        }
        _group = AdxGroup.Of(++_groups, Attributes());
        _groupFault = _group.Period switch
        {
            null => "Its group has no period.",
            { } period when IsoPeriod.ToServer(period) == period => $"The period '{period}' of its group is none of ADX: it has the first day of a period and its length, such as 2024-01-01/P1M.",
            _ => null,
        };
        if (_group.IsCompleted)
            Notice ??= "A group of the file has a completeDate, which an import of ADX does not carry: no data set was marked as complete. Do so with Set-Dhis2DataSetCompletion.";
    }

    private void BeginValue()
    {
        (_line, _fault, _isWhole, _hasAnnotation) = (Line, _groupFault, true, false);
        _annotation.Clear();
        if (!IsNamed("dataValue"))
            Refuse($"<{Reader.Name}> is no <dataValue> of ADX.");
        else
            ReadValue();
        if (Reader.IsEmptyElement)
            EndValue();
    }

    private void ReadValue()
    {
        try
        {
            _adx = new AdxValue(_group!);
            _value = _group!.NewValue();
            foreach (var (name, text) in Attributes())
                _adx.Take(_value, name, text, ref _fault);
        }
        catch (FormatException e)
        {
            Refuse(e.Message);
        }
    }

    // For something that a data value cannot hold: without it the value would be another one.
    private void Refuse(string fault)
    {
        _fault ??= fault;
        _isWhole = false;
    }

    private void BeginPart()
    {
        _isInAnnotation = IsNamed("annotation");
        _hasAnnotation |= _isInAnnotation;
        // The times are the server's to set.
        if (!_isInAnnotation && Reader.LocalName is not ("created" or "lastUpdated"))
            Refuse($"A data value of ADX has no <{Reader.Name}>.");
    }

    private void TakeText()
    {
        if (_isInAnnotation && Reader.Depth == ValueDepth + 2)
            _annotation.Append(Reader.Value);
        else if (Reader.Depth == ValueDepth + 1)
            Refuse("A data value of ADX has its value as an attribute or in an <annotation>, and not as text.");
        else if (Reader.Depth <= ValueDepth)
            Add(Refused("Text stands between the elements."));
    }

    private void EndValue()
    {
        if (!_isWhole)
        {
            Add(new InputItem(Path, _line, _fault!));
            return;
        }
        _adx!.SetValue(_value!, _hasAnnotation ? _annotation.ToString() : null);
        var row = new ImportRow(_value!, Path, _line) { Adx = _adx };
        Add(_fault is null ? new InputItem(row) : new InputItem(Path, _line, _fault, row.Told));
    }

    private List<(string Name, string Text)> Attributes()
    {
        var attributes = new List<(string Name, string Text)>(Reader.AttributeCount);
        while (Reader.MoveToNextAttribute())
        {
            if (!IsGrammar)
                attributes.Add((Reader.Name, Reader.Value));
        }
        Reader.MoveToElement();
        return attributes;
    }
}
