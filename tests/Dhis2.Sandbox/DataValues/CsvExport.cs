using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.DataValues;

/// <summary>CSV: one shape in all versions, except that a missing mark of deletion is null up to 2.42 and false later.</summary>
internal sealed class CsvExport(PipeWriter output, Dialect dialect) : ExportFormat(output, dialect >= Dialect.V43)
{
    private static readonly SearchValues<char> s_special = SearchValues.Create(",\"\r\n");

    private readonly bool _isLatest = dialect >= Dialect.V43;

    public override byte[] Encode(string? id) => Encoding.UTF8.GetBytes(Quoted(id));

    public override void Begin(ExportEnvelope envelope) =>
        Say("dataelement,period,orgunit,categoryoptioncombo,attributeoptioncombo,value,storedby,lastupdated,comment,followup,deleted\n");

    public override void End()
    {
    }

    protected override void Write(in ExportRow row, ref Span<byte> rest)
    {
        foreach (var id in (ReadOnlySpan<byte[]>)[row.Element, row.Period, row.OrgUnit, row.OptionCombo, row.AttributeCombo])
        {
            Put(ref rest, id);
            Put(ref rest, ","u8);
        }
        if (row.Stored is null)
            PutNumber(ref rest, row);
        else
            PutText(ref rest, Quoted(row.Stored.Value));
        Put(ref rest, ","u8);
        PutText(ref rest, Quoted(row.Stored?.StoredBy ?? "admin"));
        Put(ref rest, ","u8);
        PutTime(ref rest, row.Stored?.LastUpdated ?? GeneratedValues.WrittenAt);
        Put(ref rest, ","u8);
        PutText(ref rest, Quoted(row.Stored?.Comment));
        PutFlags(row.Stored, ref rest);
    }

    private void PutFlags(StoredValue? stored, ref Span<byte> rest)
    {
        if (stored?.FollowUp == true)
            Put(ref rest, ",true"u8);
        else
            Put(ref rest, _isLatest ? ","u8 : ",false"u8);
        if (stored?.Deleted == true)
            Put(ref rest, ",true\n"u8);
        else
            Put(ref rest, _isLatest ? ",false\n"u8 : ",null\n"u8);
    }

    private static string Quoted(string? text) => text is null ? ""
        : text.AsSpan().ContainsAny(s_special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
