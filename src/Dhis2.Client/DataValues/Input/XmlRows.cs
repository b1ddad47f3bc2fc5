using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Xml;
using Dhis2.Client.DataValues.Import;

namespace Dhis2.Client.DataValues.Input;

/// <summary>Reads data values from DHIS2's XML (<c>dataValueSet</c>), handing the envelope down to each row.</summary>
internal static class XmlRows
{
    private static readonly XmlReaderSettings s_settings = new() { Async = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true };

    public static async IAsyncEnumerable<IReadOnlyList<InputItem>> ReadAsync(Stream content, string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = XmlReader.Create(content, s_settings);
        DataValue? shared = null;
        var batch = new List<InputItem>(DataValueFile.RowsAtOnce);
        ExceptionDispatchInfo? fault = null;
        while (true)
        {
            try
            {
                if (!await NextAsync(reader, path, cancellationToken).ConfigureAwait(false))
                    break;
            }
            catch (Exception e) when (batch.Count > 0)
            {
                // The rows before it are good.
                fault = ExceptionDispatchInfo.Capture(e);
                break;
            }
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            if (shared is null)
                shared = Envelope(reader, path);
            else if (reader.LocalName == "dataValue")
                batch.Add(Row(reader, shared, path));
            if (batch.Count < DataValueFile.RowsAtOnce)
                continue;
            yield return batch;
            batch = new List<InputItem>(DataValueFile.RowsAtOnce);
        }
        yield return batch;
        fault?.Throw();
    }

    private static async Task<bool> NextAsync(XmlReader reader, string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await reader.ReadAsync().ConfigureAwait(false);
        }
        catch (XmlException e)
        {
            throw new Dhis2InputException($"{path}: {e.Message}", "Correct the file and import it again: the same rows twice do no harm.", e) { Item = $"{path}:{e.LineNumber}" };
        }
    }

    private static DataValue Envelope(XmlReader reader, string path)
    {
        if (reader.LocalName != "dataValueSet")
            throw new Dhis2InputException($"{path} begins with <{reader.LocalName}>, and not with <dataValueSet>.", "Give a data value set in DHIS2's XML.") { Item = path };
        return new DataValue
        {
            DataSet = reader.GetAttribute("dataSet"),
            Period = reader.GetAttribute("period"),
            OrgUnit = reader.GetAttribute("orgUnit"),
            AttributeOptionCombo = reader.GetAttribute("attributeOptionCombo"),
        };
    }

    private static InputItem Row(XmlReader reader, DataValue shared, string path)
    {
        var line = ((IXmlLineInfo)reader).LineNumber;
        var value = new DataValue { DataSet = shared.DataSet, Period = shared.Period, OrgUnit = shared.OrgUnit, AttributeOptionCombo = shared.AttributeOptionCombo };
        try
        {
            while (reader.MoveToNextAttribute())
            {
                if (reader.Prefix.Length == 0 && reader.LocalName != "xmlns" && !DataValueColumns.Set(value, reader.LocalName, reader.Value))
                    return new InputItem(path, line, $"A data value has no '{reader.LocalName}'.");
            }
        }
        catch (FormatException e)
        {
            return new InputItem(path, line, e.Message);
        }
        return new InputItem(new ImportRow(value, path, line));
    }
}
