using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using Dhis2.Client.Csv;
using Dhis2.Client.DataValues.Input;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// Writes the rows of an import that did not go in (rejected, not sent, unknown), each with the reason: to be corrected and imported again as they are, for a
/// column <c>reason</c> is passed over when data values are read. A line that could not be read as a row is there with its reason alone, which names its place.
/// What their file says of them beside the rows, JSON and XML say again; where it cannot be said, rows that were to be deleted are marked as deleted.
/// </summary>
public static class RejectedRows
{
    private const string Reason = "reason";

    // Their names in files that servers write as CSV, and what a row holds.
    private static readonly (string Csv, string Name, Func<DataValue, string?> Text)[] s_columns =
    [
        ("dataelement", "dataElement", row => row.DataElement),
        ("period", "period", row => row.Period),
        ("orgunit", "orgUnit", row => row.OrgUnit),
        ("categoryoptioncombo", "categoryOptionCombo", row => row.CategoryOptionCombo),
        ("attributeoptioncombo", "attributeOptionCombo", row => row.AttributeOptionCombo),
        ("value", "value", row => row.Value),
        ("storedby", "storedBy", row => row.StoredBy),
        ("comment", "comment", row => row.Comment),
        ("followup", "followUp", row => row.FollowUp ? "true" : null),
        ("deleted", "deleted", row => row.Deleted ? "true" : null),
        ("dataset", "dataSet", row => row.DataSet),
    ];

    /// <summary>Writes them, in the order of the input.</summary>
    /// <param name="report">The report of the import.</param>
    /// <param name="target">Where to; it stays open.</param>
    /// <param name="format">The format of the file.</param>
    /// <param name="csv">What writes CSV, and how. Its encoding is that of the other formats, too.</param>
    /// <param name="given">What the import was told of rows whose file says nothing of itself.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What has to be given with the file where it cannot say it, in words; null where it is imported as it is.</returns>
    public static async Task<string?> WriteAsync(
        ImportReport report, Stream target, DataValueExportFormat format, (ICsvFormat Format, CsvWriteOptions Options) csv, DataValueSetTerms given, CancellationToken cancellationToken)
    {
        var problems = report.Problems.Where(problem => problem.Outcome is ImportOutcome.Rejected or ImportOutcome.NotSent or ImportOutcome.Unknown);
        var terms = RejectedTerms.Of(problems, given, hasEnvelope: format is DataValueExportFormat.Json or DataValueExportFormat.Xml);
        var rows = problems.Select(problem => (problem, terms.RowOf(problem)));
        switch (format)
        {
            case DataValueExportFormat.Csv:
                await WriteCsvAsync(rows, target, csv.Format, csv.Options, cancellationToken).ConfigureAwait(false);
                break;
            case DataValueExportFormat.Json:
                WriteJson(rows, terms.Envelope, target, csv.Options.Encoding);
                break;
            case DataValueExportFormat.Adx:
                RejectedAdx.Write(rows, target, csv.Options.Encoding);
                break;
            default:
                WriteXml(rows, terms.Envelope, target, csv.Options.Encoding);
                break;
        }
        return terms.Untold;
    }

    private static async Task WriteCsvAsync(IEnumerable<(ImportProblem Problem, DataValue? Row)> rows, Stream target, ICsvFormat csv, CsvWriteOptions options, CancellationToken cancellationToken)
    {
        using var writer = csv.CreateWriter(target, options);
        await writer.WriteRecordAsync([.. s_columns.Select(column => column.Csv), Reason], cancellationToken).ConfigureAwait(false);
        foreach (var (problem, row) in rows)
            await writer.WriteRecordAsync([.. s_columns.Select(column => row is null ? null : Whole(column.Text(row))), Held(Whole(ReasonOf(problem))!, options.Encoding)], cancellationToken).ConfigureAwait(false);
        await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void WriteJson(IEnumerable<(ImportProblem Problem, DataValue? Row)> rows, DataValueSetTerms envelope, Stream target, Encoding encoding)
    {
        // JSON escapes what is not ASCII, which every encoding has.
        using var text = new StreamWriter(target, encoding, 32 * 1024, leaveOpen: true);
        using var piece = new MemoryStream();
        using var writer = new Utf8JsonWriter(piece);
        writer.WriteStartObject();
        foreach (var (name, member) in envelope.Members())
            writer.WriteString(name, member);
        writer.WriteStartArray("dataValues");
        var count = 0L;
        foreach (var (problem, row) in rows)
        {
            writer.WriteStartObject();
            foreach (var (name, member) in Members(problem, row))
                writer.WriteString(name, member);
            writer.WriteEndObject();
            if (++count % 100 == 0)
                Pass();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        Pass();

        void Pass()
        {
            writer.Flush();
            text.Write(Encoding.UTF8.GetString(piece.GetBuffer(), 0, (int)piece.Length));
            piece.SetLength(0);
        }
    }

    private static void WriteXml(IEnumerable<(ImportProblem Problem, DataValue? Row)> rows, DataValueSetTerms envelope, Stream target, Encoding encoding)
    {
        using var writer = XmlWriter.Create(target, new XmlWriterSettings { Indent = true, CloseOutput = false, Encoding = encoding });
        writer.WriteStartElement("dataValueSet", "http://dhis2.org/schema/dxf/2.0");
        foreach (var (name, text) in envelope.Members())
            writer.WriteAttributeString(name, ForXml(text));
        foreach (var (problem, row) in rows)
        {
            writer.WriteStartElement("dataValue", "http://dhis2.org/schema/dxf/2.0");
            foreach (var (name, text) in Members(problem, row))
                writer.WriteAttributeString(name, ForXml(text));
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    }

    private static IEnumerable<(string Name, string Text)> Members(ImportProblem problem, DataValue? row)
    {
        if (row is not null)
        {
            foreach (var (_, name, text) in s_columns)
            {
                if (text(row) is { } member)
                    yield return (name, Whole(member)!);
            }
        }
        yield return (Reason, Whole(ReasonOf(problem))!);
    }

    /// <summary>A text without what XML cannot hold.</summary>
    internal static string ForXml(string text) => new([.. Whole(text)!.Select(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '\uFFFD')]);

    /// <summary>Why a row did not go in.</summary>
    internal static string ReasonOf(ImportProblem problem) => string.Format(CultureInfo.InvariantCulture, "{0}: {1}", problem.Outcome, problem);

    // The reason is for people: a character that the encoding does not have may be a question mark there, as it may not be in a row.
    private static string Held(string reason, Encoding encoding)
    {
        var lenient = (Encoding)encoding.Clone();
        lenient.EncoderFallback = EncoderFallback.ReplacementFallback;
        return lenient.GetString(lenient.GetBytes(reason));
    }

    // Half of a pair, for which such a row was rejected, has no bytes in any encoding.
    private static string? Whole(string? text)
    {
        if (text is null || !text.Any(char.IsSurrogate))
            return text;
        var whole = text.ToCharArray();
        for (var i = 0; i < whole.Length; i++)
        {
            if (i + 1 < whole.Length && char.IsSurrogatePair(whole[i], whole[i + 1]))
                i++;
            else if (char.IsSurrogate(whole[i]))
                whole[i] = '\uFFFD';
        }
        return new string(whole);
    }
}
