using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.DataValues;

/// <summary>XML: the envelope's period is a date and a duration on 2.43.</summary>
internal sealed class XmlExport(PipeWriter output, Dialect dialect) : ExportFormat(output, dialect >= Dialect.V43)
{
    private static readonly SearchValues<char> s_special = SearchValues.Create("&<\"\n\r\t");

    private readonly bool _isSparse = dialect >= Dialect.V43;
    private ExportEnvelope _envelope = new();

    public override byte[] Encode(string? id) => Encoding.UTF8.GetBytes(Escaped(id ?? ""));

    public override void Begin(ExportEnvelope envelope)
    {
        _envelope = envelope;
        Say("<?xml version='1.0' encoding='UTF-8'?><dataValueSet xmlns=\"http://dhis2.org/schema/dxf/2.0\"");
        SayField("dataSet", envelope.DataSet);
        SayField("period", _isSparse ? envelope.Period?.Duration : envelope.Period?.Iso);
        SayField("orgUnit", envelope.OrgUnit);
        SayField("attributeOptionCombo", envelope.AttributeCombo);
        Say(">");
    }

    public override void End() => Say("</dataValueSet>");

    protected override void Write(in ExportRow row, ref Span<byte> rest)
    {
        Put(ref rest, "<dataValue dataElement=\""u8);
        Put(ref rest, row.Element);
        PutId(ref rest, "\" period=\""u8, row.Period, _envelope.Period is not null);
        PutId(ref rest, "\" orgUnit=\""u8, row.OrgUnit, _envelope.OrgUnit is not null);
        PutId(ref rest, "\" categoryOptionCombo=\""u8, row.OptionCombo, false);
        PutId(ref rest, "\" attributeOptionCombo=\""u8, row.AttributeCombo, _envelope.AttributeCombo is not null);
        PutValue(row, ref rest);
        Put(ref rest, "\" storedBy=\""u8);
        PutText(ref rest, Escaped(row.Stored?.StoredBy ?? "admin"));
        Put(ref rest, "\" created=\""u8);
        PutTime(ref rest, row.Stored?.Created ?? GeneratedValues.WrittenAt);
        Put(ref rest, "\" lastUpdated=\""u8);
        PutTime(ref rest, row.Stored?.LastUpdated ?? GeneratedValues.WrittenAt);
        PutField(ref rest, "\" comment=\""u8, row.Stored?.Comment);
        PutFlags(row.Stored, ref rest);
    }

    private void PutFlags(StoredValue? stored, ref Span<byte> rest)
    {
        if (stored?.FollowUp == true)
            Put(ref rest, "\" followUp=\"true"u8);
        else if (!_isSparse)
            Put(ref rest, "\" followUp=\"false"u8);
        Put(ref rest, stored?.Deleted == true ? "\" deleted=\"true\"/>"u8 : "\"/>"u8);
    }

    private static void PutValue(in ExportRow row, ref Span<byte> rest)
    {
        if (row.Stored is not null)
        {
            PutField(ref rest, "\" value=\""u8, row.Stored.Value);
            return;
        }
        Put(ref rest, "\" value=\""u8);
        PutNumber(ref rest, row);
    }

    private void PutId(ref Span<byte> rest, ReadOnlySpan<byte> name, byte[] id, bool isHoisted)
    {
        if (_isSparse && isHoisted)
            return;
        Put(ref rest, name);
        Put(ref rest, id);
    }

    private static void PutField(ref Span<byte> rest, ReadOnlySpan<byte> name, string? text)
    {
        if (text is null)
            return;
        Put(ref rest, name);
        PutText(ref rest, Escaped(text));
    }

    private void SayField(string name, string? text)
    {
        if (text is not null)
            Say($" {name}=\"{Escaped(text)}\"");
    }

    private static string Escaped(string text) => !text.AsSpan().ContainsAny(s_special) ? text
        : new StringBuilder(text).Replace("&", "&amp;").Replace("<", "&lt;").Replace("\"", "&quot;")
            .Replace("\n", "&#xa;").Replace("\r", "&#xd;").Replace("\t", "&#x9;").ToString();
}
