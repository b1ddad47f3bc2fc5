using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Dhis2.Client.Csv;
using Dhis2.Client.DataValues.Import;

namespace Dhis2.Client.DataValues.Input;

/// <summary>Reads data values from CSV with a header; columns in any order.</summary>
internal static class CsvRows
{
    public static async IAsyncEnumerable<IReadOnlyList<InputItem>> ReadAsync(Stream content, string path, DataValueFileOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = await OpenAsync(content, path, options, cancellationToken).ConfigureAwait(false);
        if (reader.Header.Count == 0)
            throw new Dhis2InputException($"{path} is empty.", "Give a file with a header line and rows.") { Item = path };
        var columns = Columns(reader.Header, path);
        for (var end = false; !end;)
        {
            var batch = new List<InputItem>(DataValueFile.RowsAtOnce);
            ExceptionDispatchInfo? fault = null;
            try
            {
                end = await FillAsync(batch, reader, columns, path, cancellationToken).ConfigureAwait(false);
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

    private static async Task<ICsvReader> OpenAsync(Stream content, string path, DataValueFileOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await options.Csv().OpenReaderAsync(content, new CsvReadOptions { Delimiter = options.Delimiter, Encoding = options.Encoding }, cancellationToken).ConfigureAwait(false);
        }
        catch (CsvFormatException e)
        {
            throw Broken(path, e);
        }
    }

    // Null for a column without a name: spreadsheets leave some behind, and no cell below may hold anything.
    private static DataValueColumn?[] Columns(IReadOnlyList<string> header, string path)
    {
        // Missing columns are reported before unknown ones: with a wrong delimiter the whole header is one unknown column.
        foreach (var needed in new[] { "dataElement", "value" })
        {
            if (!header.Any(name => DataValueColumns.Find(name)?.Name == needed))
            {
                throw new Dhis2InputException(
                    $"{path} has no column '{needed}'; its first line reads: {string.Join(", ", header)}.",
                    header.Count == 1 ? "If another character than a comma separates the columns, say so with -Delimiter." : "The first line must name the columns.")
                { Item = path };
            }
        }
        var columns = header.Select(name => Column(name, path)).ToArray();
        for (var i = 0; i < columns.Length; i++)
        {
            var first = columns[i] is null ? i : Array.IndexOf(columns, columns[i]);
            if (first < i)
            {
                throw new Dhis2InputException(
                    $"{path} has two columns for {columns[i]!.Name}: '{header[first].Trim()}' (column {first + 1}) and '{header[i].Trim()}' (column {i + 1}).", "Remove one of them.")
                { Item = path };
            }
        }
        return columns;
    }

    private static DataValueColumn? Column(string name, string path) => string.IsNullOrWhiteSpace(name) ? null
        : DataValueColumns.Find(name) ?? throw new Dhis2InputException(
            $"{path} has a column '{name.Trim()}', which data values do not have.",
            $"Rename or remove it. The columns are: {DataValueColumns.Known}; their order and case do not matter.")
        { Item = name };

    // Reads a batch in one call, because a wait for each row would cost more than reading it. True at the end of the file.
    private static async Task<bool> FillAsync(List<InputItem> batch, ICsvReader reader, DataValueColumn?[] columns, string path, CancellationToken cancellationToken)
    {
        while (batch.Count < DataValueFile.RowsAtOnce)
        {
            try
            {
                if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    return true;
                batch.Add(Row(reader, columns, path));
            }
            catch (CsvFormatException e) when (e.Fault is CsvFault.FieldCount or CsvFault.BadQuote)
            {
                batch.Add(new InputItem(path, e.LineNumber, $"The line cannot be read: {e.Message}"));
            }
            catch (CsvFormatException e)
            {
                throw Broken(path, e);
            }
            catch (FormatException e)
            {
                batch.Add(new InputItem(path, reader.LineNumber, e.Message));
            }
        }
        return false;
    }

    private static InputItem Row(ICsvReader reader, DataValueColumn?[] columns, string path)
    {
        var value = new DataValue();
        for (var i = 0; i < reader.FieldCount; i++)
        {
            if (columns[i] is not { } column)
                CheckEmpty(reader[i], i);
            else if (column.IsSent)
                column.Set(value, reader[i]);
        }
        return new InputItem(new ImportRow(value, path, reader.LineNumber));
    }

    // The cell is not shown: it may hold a patient's data.
    private static void CheckEmpty(string cell, int column)
    {
        if (!string.IsNullOrWhiteSpace(cell))
            throw new FormatException($"Something stands in column {column + 1}, which has no name in the first line.");
    }

    private static Dhis2InputException Broken(string path, CsvFormatException e) => new(
        $"{path}, line {e.LineNumber}: {e.Message}",
        e.Fault == CsvFault.UndecodableBytes ? "Say the file's encoding with -Encoding." : "Correct the file and import it again: the same rows twice do no harm.",
        e)
    { Item = $"{path}:{e.LineNumber}" };
}
