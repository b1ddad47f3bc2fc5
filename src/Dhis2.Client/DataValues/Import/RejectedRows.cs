using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using Dhis2.Client.Csv;

namespace Dhis2.Client.DataValues.Import;

/// <summary>
/// Writes the rows of an import that did not go in (rejected, not sent, unknown), each with the reason: to be corrected and imported again as they are, for a
/// column <c>reason</c> is passed over when data values are read. A line that could not be read as a row is there with its reason alone, which names its place.
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
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many.</returns>
    public static Task<long> WriteAsync(ImportReport report, Stream target, DataValueExportFormat format, (ICsvFormat Format, CsvWriteOptions Options) csv, CancellationToken cancellationToken)
    {
        var rows = report.Problems.Where(problem => problem.Outcome is ImportOutcome.Rejected or ImportOutcome.NotSent or ImportOutcome.Unknown);
        return format switch
        {
            DataValueExportFormat.Csv => WriteCsvAsync(rows, target, csv.Format, csv.Options, cancellationToken),
            DataValueExportFormat.Json => Task.FromResult(WriteJson(rows, target, csv.Options.Encoding)),
            DataValueExportFormat.Adx => Task.FromResult(RejectedAdx.Write(rows, target, csv.Options.Encoding)),
            _ => Task.FromResult(WriteXml(rows, target, csv.Options.Encoding)),
        };
    }

    private static async Task<long> WriteCsvAsync(IEnumerable<ImportProblem> rows, Stream target, ICsvFormat csv, CsvWriteOptions options, CancellationToken cancellationToken)
    {
        using var writer = csv.CreateWriter(target, options);
        await writer.WriteRecordAsync([.. s_columns.Select(column => column.Csv), Reason], cancellationToken).ConfigureAwait(false);
        var count = 0L;
        foreach (var problem in rows)
        {
            var row = problem.Row as DataValue;
            await writer.WriteRecordAsync([.. s_columns.Select(column => row is null ? null : Whole(column.Text(row))), Held(Whole(ReasonOf(problem))!, options.Encoding)], cancellationToken).ConfigureAwait(false);
            count++;
        }
        await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        return count;
    }

    private static long WriteJson(IEnumerable<ImportProblem> rows, Stream target, Encoding encoding)
    {
        // JSON escapes what is not ASCII, which every encoding has.
        using var text = new StreamWriter(target, encoding, 32 * 1024, leaveOpen: true);
        using var piece = new MemoryStream();
        using var writer = new Utf8JsonWriter(piece);
        writer.WriteStartObject();
        writer.WriteStartArray("dataValues");
        var count = 0L;
        foreach (var problem in rows)
        {
            writer.WriteStartObject();
            foreach (var (name, member) in Members(problem))
                writer.WriteString(name, member);
            writer.WriteEndObject();
            if (++count % 100 == 0)
                Pass();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        Pass();
        return count;

        void Pass()
        {
            writer.Flush();
            text.Write(Encoding.UTF8.GetString(piece.GetBuffer(), 0, (int)piece.Length));
            piece.SetLength(0);
        }
    }

    private static long WriteXml(IEnumerable<ImportProblem> rows, Stream target, Encoding encoding)
    {
        using var writer = XmlWriter.Create(target, new XmlWriterSettings { Indent = true, CloseOutput = false, Encoding = encoding });
        writer.WriteStartElement("dataValueSet", "http://dhis2.org/schema/dxf/2.0");
        var count = 0L;
        foreach (var problem in rows)
        {
            writer.WriteStartElement("dataValue", "http://dhis2.org/schema/dxf/2.0");
            foreach (var (name, text) in Members(problem))
                writer.WriteAttributeString(name, ForXml(text));
            writer.WriteEndElement();
            count++;
        }
        writer.WriteEndElement();
        return count;
    }

    private static IEnumerable<(string Name, string Text)> Members(ImportProblem problem)
    {
        if (problem.Row is DataValue row)
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
