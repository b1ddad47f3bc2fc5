using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.DataValues;

/// <summary>JSON: up to 2.42 every row is whole, nulls too; 2.43 leaves out what is empty and what the envelope says.</summary>
internal sealed class JsonExport(PipeWriter output, Dialect dialect) : ExportFormat(output, dialect >= Dialect.V43)
{
    private readonly bool _isSparse = dialect >= Dialect.V43;
    private ExportEnvelope _envelope = new();
    private bool _hasRows;

    public override byte[] Encode(string? id) => id is null ? "null"u8.ToArray() : Encoding.UTF8.GetBytes(Quoted(id));

    public override void Begin(ExportEnvelope envelope)
    {
        _envelope = envelope;
        Say("{");
        if (envelope.IsWhole)
        {
            var completed = envelope.CompleteDate is { } day ? $"\"{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}T00:00:00.000+0000\"" : "null";
            Say($"\"dataSet\":{Quoted(envelope.DataSet)},\"completeDate\":{completed},\"period\":{Quoted(envelope.Period!.Iso)},\"orgUnit\":{Quoted(envelope.OrgUnit)},");
        }
        else
        {
            SayField("dataSet", envelope.DataSet);
            SayField("period", envelope.Period?.Iso);
            SayField("orgUnit", envelope.OrgUnit);
            SayField("attributeOptionCombo", envelope.AttributeCombo);
            foreach (var (field, scheme) in envelope.Schemes)
                SayField(field, scheme);
        }
        Say("\"dataValues\":[");
    }

    public override void End() => Say("]}");

    protected override void Write(in ExportRow row, ref Span<byte> rest)
    {
        Put(ref rest, _hasRows ? ",{\"dataElement\":"u8 : "{\"dataElement\":"u8);
        _hasRows = true;
        Put(ref rest, row.Element);
        PutId(ref rest, ",\"period\":"u8, row.Period, _envelope.Period is not null);
        PutId(ref rest, ",\"orgUnit\":"u8, row.OrgUnit, _envelope.OrgUnit is not null);
        PutId(ref rest, ",\"categoryOptionCombo\":"u8, row.OptionCombo, false);
        PutId(ref rest, ",\"attributeOptionCombo\":"u8, row.AttributeCombo, _envelope.AttributeCombo is not null);
        PutValue(row, ref rest);
        Put(ref rest, ",\"storedBy\":\""u8);
        PutText(ref rest, row.Stored?.StoredBy ?? "admin");
        Put(ref rest, "\",\"created\":\""u8);
        PutTime(ref rest, row.Stored?.Created ?? GeneratedValues.WrittenAt);
        Put(ref rest, "\",\"lastUpdated\":\""u8);
        PutTime(ref rest, row.Stored?.LastUpdated ?? GeneratedValues.WrittenAt);
        Put(ref rest, "\""u8);
        PutField(ref rest, ",\"comment\":"u8, row.Stored?.Comment);
        PutFlags(row.Stored, ref rest);
    }

    private static string Quoted(string? text) => text is null ? "null" : JsonSerializer.Serialize(text, SandboxJson.Options);

    private void PutFlags(StoredValue? stored, ref Span<byte> rest)
    {
        if (!_isSparse)
            Put(ref rest, stored?.FollowUp == true ? ",\"followup\":true"u8 : ",\"followup\":false"u8);
        else if (stored?.FollowUp == true)
            Put(ref rest, ",\"followup\":true"u8);
        Put(ref rest, stored?.Deleted == true ? ",\"deleted\":true}"u8 : "}"u8);
    }

    private void PutValue(in ExportRow row, ref Span<byte> rest)
    {
        if (row.Stored is not null)
        {
            PutField(ref rest, ",\"value\":"u8, row.Stored.Value);
            return;
        }
        Put(ref rest, ",\"value\":\""u8);
        PutNumber(ref rest, row);
        Put(ref rest, "\""u8);
    }

    private void PutId(ref Span<byte> rest, ReadOnlySpan<byte> name, byte[] id, bool isHoisted)
    {
        if (_isSparse && isHoisted)
            return;
        Put(ref rest, name);
        Put(ref rest, id);
    }

    private void PutField(ref Span<byte> rest, ReadOnlySpan<byte> name, string? text)
    {
        if (text is null && _isSparse)
            return;
        Put(ref rest, name);
        if (text is null)
        {
            Put(ref rest, "null"u8);
            return;
        }
        Put(ref rest, "\""u8);
        Put(ref rest, JsonEncodedText.Encode(text, SandboxJson.Options.Encoder).EncodedUtf8Bytes);
        Put(ref rest, "\""u8);
    }

    private void SayField(string name, string? text)
    {
        if (text is not null)
            Say($"\"{name}\":{Quoted(text)},");
    }
}
