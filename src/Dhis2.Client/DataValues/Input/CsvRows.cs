using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Dhis2.Client.Csv;
using Dhis2.Client.DataValues.Import;

namespace Dhis2.Client.DataValues.Input;

/// <summary>Reads data values from CSV.</summary>
internal static class CsvRows
{
    // Large enough that a field which is too long is a fault of its row alone, and small enough that a forgotten quote does not fill the memory.
    private const int LongestField = 16 * 1024 * 1024;

    private const string EncodingAdvice = "Say the file's encoding with -Encoding, such as -Encoding windows-1252, or save the file as UTF-8.";

    public static async IAsyncEnumerable<IReadOnlyList<InputItem>> ReadAsync(
        Stream content, TextHead head, char delimiter, string path, DataValueFileOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var csv = new CsvReadOptions
        {
            Delimiter = delimiter,
            Encoding = head.Encoding,
            HasHeader = false,
            ChecksFieldCount = false,
            MaxFieldLength = LongestField,
        };
        using var reader = await options.Csv().OpenReaderAsync(content, csv, cancellationToken).ConfigureAwait(false);
        var columns = await ColumnsAsync(reader, path, delimiter, options, cancellationToken).ConfigureAwait(false);
        using var rows = new RowReader(new NestedCsv(reader, options.Csv(), csv), columns, path, delimiter);
        for (var end = false; !end;)
        {
            var batch = new List<InputItem>(DataValueFile.RowsAtOnce);
            ExceptionDispatchInfo? fault = null;
            try
            {
                end = await rows.FillAsync(batch, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (batch.Count > 0)
            {
                // The rows read before the fault are given out first.
                fault = ExceptionDispatchInfo.Capture(e);
            }
            yield return batch;
            fault?.Throw();
        }
    }

    private static async Task<CsvColumns> ColumnsAsync(ICsvReader reader, string path, char delimiter, DataValueFileOptions options, CancellationToken cancellationToken)
    {
        var first = await FirstAsync(reader, path, cancellationToken).ConfigureAwait(false);
        // With its separator at the end, such a line has an empty field behind it.
        if (CsvColumns.IsSeparatorLine(string.Join(delimiter.ToString(), first)))
            first = await FirstAsync(reader, path, cancellationToken).ConfigureAwait(false);
        return CsvColumns.Of(first, path, options);
    }

    private static async Task<string[]> FirstAsync(ICsvReader reader, string path, CancellationToken cancellationToken)
    {
        try
        {
            if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                throw new Dhis2InputException($"{path} is empty.", "Give a file with a header line and rows.") { Item = path };
        }
        catch (CsvFormatException e)
        {
            throw Broken(path, e);
        }
        return [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader[i])];
    }

    private static Dhis2InputException Broken(string path, CsvFormatException e) => new(
        $"{path}, line {e.LineNumber}: {e.Message}",
        e.Fault == CsvFault.UndecodableBytes
            ? EncodingAdvice
            : "Correct the file and import it again: the same rows twice do no harm.",
        e)
    { Item = $"{path}:{e.LineNumber}" };

    /// <summary>Makes rows of records.</summary>
    private sealed class RowReader(NestedCsv reader, CsvColumns columns, string path, char delimiter) : IDisposable
    {
        // More of a line than its reason needs: a comment may be long.
        private const int LongestShown = 500;

        // The first record has been read; without a header it is a row.
        private bool _isAtRow = !columns.AreNamed;

        /// <summary>Reads a batch in one call, because a wait for each row would cost more than reading it. True at the end of the file.</summary>
        public async Task<bool> FillAsync(List<InputItem> batch, CancellationToken cancellationToken)
        {
            while (batch.Count < DataValueFile.RowsAtOnce)
            {
                try
                {
                    if (!_isAtRow && !await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                        return true;
                    _isAtRow = false;
                    // What a spreadsheet leaves behind its last row: delimiters alone.
                    if (!IsBlank())
                        batch.Add(Row());
                }
                catch (CsvFormatException e)
                {
                    batch.Add(Broken(e));
                    await reader.EnterAsync(e, cancellationToken).ConfigureAwait(false);
                }
                catch (FormatException e)
                {
                    batch.Add(new InputItem(path, reader.LineNumber, e.Message));
                }
            }
            return false;
        }

        public void Dispose() => reader.Dispose();

        private bool IsBlank()
        {
            for (var i = 0; i < reader.FieldCount; i++)
            {
                if (!string.IsNullOrWhiteSpace(reader[i]))
                    return false;
            }
            return true;
        }

        // The lines that a record has taken along are read by themselves: what is wrong with it may be a single quote.
        private InputItem Broken(CsvFormatException e)
        {
            var advice = e.Fault == CsvFault.UndecodableBytes ? " " + EncodingAdvice
                : e.LinesBehind is not null || e.Fault == CsvFault.FieldTooLong ? " The lines behind it are read by themselves."
                : "";
            var cells = e.Line?.Split(delimiter);
            return cells is null
                ? new InputItem(path, e.LineNumber, e.Message + advice)
                : new InputItem(path, e.LineNumber, $"{e.Message}{advice} It reads: {ShownText.Beginning(e.Line!, LongestShown)}", Identified(cells.Length, i => cells[i]));
        }

        /// <summary>
        /// The ids and the period of a line whose fields nobody can tell apart for sure. Its value is left out: with it, such a row could be imported again as it is,
        /// and a decimal comma would make another number of it.
        /// </summary>
        private DataValue? Identified(int count, Func<int, string> cell)
        {
            var value = new DataValue();
            var isNamed = false;
            string? ignored = null;
            for (var i = 0; i < Math.Min(count, columns.Count); i++)
            {
                if (columns[i] is not { IsId: true } column || cell(i) is not { Length: > 0 and <= LongestShown } text || text.Contains('"'))
                    continue;
                column.Set(value, text, ref ignored);
                isNamed = true;
            }
            return isNamed ? value : null;
        }

        private InputItem Row()
        {
            if (FieldCountFault() is { } misshapen)
                return new InputItem(path, reader.LineNumber, misshapen, Identified(reader.FieldCount, i => reader[i]));
            var value = new DataValue();
            string? fault = null;
            for (var i = 0; i < reader.FieldCount; i++)
            {
                if (columns[i] is not { } column)
                    CheckEmpty(reader[i], i);
                else if (column.IsSent)
                    column.Set(value, reader[i], ref fault);
            }
            return fault is null ? new InputItem(new ImportRow(value, path, reader.LineNumber)) : new InputItem(path, reader.LineNumber, fault, value);
        }

        private string? FieldCountFault()
        {
            if (reader.FieldCount > columns.Count)
            {
                var hint = delimiter == ',' ? " A comma in a value must stand in quotes, and decimals are written with a point." : "";
                return Say("The line has {0} fields, and {1} are due.{2} It reads: {3}", reader.FieldCount, columns.Count, hint, Shown());
            }
            return reader.FieldCount > columns.LastNeeded
                ? null
                : Say("The line has {0} of {1} fields, and ends before its {2} in field {3}. It reads: {4}", reader.FieldCount, columns.Count, columns[columns.LastNeeded]!.Name, columns.LastNeeded + 1, Shown());
        }

        private string Shown() => ShownText.Beginning(string.Join(delimiter.ToString(), Enumerable.Range(0, reader.FieldCount).Select(i => reader[i])), LongestShown);

        private static string Say(string format, params object[] values) => string.Format(CultureInfo.InvariantCulture, format, values);

        // The cell is not shown: it may hold a patient's data.
        private static void CheckEmpty(string cell, int column)
        {
            if (!string.IsNullOrWhiteSpace(cell))
                throw new FormatException($"Something stands in column {column + 1}, which has no name in the first line.");
        }
    }
}
