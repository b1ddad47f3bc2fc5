using System.Xml;
using Dhis2.Client.DataValues.Import;

namespace Dhis2.Client.DataValues.Input;

/// <summary>
/// Reads data values from DHIS2's XML (<c>dataValueSet</c>), strictly, handing what stands beside the rows down to each of them. A row is whole where its element ends.
/// </summary>
internal sealed class XmlRows : XmlItems
{
    private readonly DataValueSetHead _head;
    private readonly DataValueNames _names = new();
    private InputItem? _open;

    /// <summary>Reads the root: what stands beside the rows are its attributes.</summary>
    /// <exception cref="Dhis2InputException">It is no data value set, or says what an import does not carry.</exception>
    public XmlRows(XmlReader reader, DataValueSetHead head, string path)
        : base(reader, path)
    {
        _head = head;
        ReadHead();
    }

    /// <inheritdoc/>
    protected override void Take()
    {
        switch (Reader.NodeType)
        {
            case XmlNodeType.Element when Reader.Depth == 1:
                Begin(IsRow ? Row() : Refused($"<{Reader.Name}> is no <dataValue>."));
                break;
            case XmlNodeType.Element:
                Spoil($"A data value has its properties as attributes, and not as <{Reader.Name}>.");
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA:
                Spoil("A data value has its properties as attributes, and not as text.");
                break;
            case XmlNodeType.EndElement when Reader.Depth == 1:
                Add(_open!.Value);
                _open = null;
                break;
        }
    }

    private bool IsRow => Reader.LocalName == "dataValue";

    private void Begin(InputItem item)
    {
        // After reading attributes the reader must be moved back to their element.
        Reader.MoveToElement();
        if (Reader.IsEmptyElement)
            Add(item);
        else
            _open = item;
    }

    private void Spoil(string fault)
    {
        if (_open is not { } open)
            Add(Refused(fault));
        else
            _open = new InputItem(Path, open.Line, open.Fault ?? fault);
    }

    private void ReadHead()
    {
        if (Reader.LocalName != "dataValueSet")
            throw new Dhis2InputException($"{Path} begins with <{Reader.LocalName}>, and not with <dataValueSet>.", "Give a data value set in DHIS2's XML, or ADX.") { Item = Path };
        while (Reader.MoveToNextAttribute())
        {
            if (!IsGrammar)
                _head.Take(Reader.Name, Reader.Value, isText: true);
        }
        Reader.MoveToElement();
        if (_head.Fault is not null)
            throw _head.Fault;
    }

    private InputItem Row()
    {
        var line = Line;
        var value = _head.NewValue();
        string? refusal = null;
        _names.BeginRow();
        try
        {
            while (Reader.MoveToNextAttribute())
            {
                if (IsGrammar)
                    continue;
                if (_names.Find(Reader.Name, out var column) is { } fault)
                    return new InputItem(Path, line, fault);
                column!.Set(value, Reader.Value, ref refusal);
            }
        }
        catch (FormatException e)
        {
            return new InputItem(Path, line, e.Message);
        }
        return refusal is null ? new InputItem(new ImportRow(value, Path, line)) : new InputItem(Path, line, refusal, value);
    }
}
