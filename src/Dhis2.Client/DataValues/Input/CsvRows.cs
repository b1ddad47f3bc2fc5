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
        var setters = Setters(reader.Header, path);
        for (var end = false; !end;)
        {
            var batch = new List<InputItem>(DataValueFile.RowsAtOnce);
            ExceptionDispatchInfo? fault = null;
            try
            {
                end = await FillAsync(batch, reader, setters, path, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (batch.Count > 0)
            {
                // The rows before it are good.
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

    private static Action<DataValue, string?>?[] Setters(IReadOnlyList<string> header, string path)
    {
        // First what is missing: of a header with another delimiter nothing is a known column.
        foreach (var needed in new[] { "dataElement", "value" })
        {
            if (!header.Any(name => name.Replace(" ", "").Replace("_", "").Equals(needed, StringComparison.OrdinalIgnoreCase)))
            {
                throw new Dhis2InputException(
                    $"{path} has no column '{needed}'; its first line reads: {string.Join(", ", header)}.",
                    header.Count == 1 ? "If another character than a comma separates the columns, say so with -Delimiter." : "The first line must name the columns.")
                { Item = path };
            }
        }
        return header.Select(name => DataValueColumns.Setter(name, path)).ToArray();
    }

    // A batch and not a row at a time: what waits costs more than what reads. True at the end of the file.
    private static async Task<bool> FillAsync(List<InputItem> batch, ICsvReader reader, Action<DataValue, string?>?[] setters, string path, CancellationToken cancellationToken)
    {
        while (batch.Count < DataValueFile.RowsAtOnce)
        {
            try
            {
                if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    return true;
                batch.Add(Row(reader, setters, path));
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

    [MethodImpl(HotPath.Compiled)]
    private static InputItem Row(ICsvReader reader, Action<DataValue, string?>?[] setters, string path)
    {
        var value = new DataValue();
        for (var i = 0; i < setters.Length; i++)
            setters[i]?.Invoke(value, reader[i]);
        return new InputItem(new ImportRow(value, path, reader.LineNumber));
    }

    private static Dhis2InputException Broken(string path, CsvFormatException e) => new(
        $"{path}, line {e.LineNumber}: {e.Message}",
        e.Fault == CsvFault.UndecodableBytes ? "Say the file's encoding with -Encoding." : "Correct the file and import it again: the same rows twice do no harm.",
        e)
    { Item = $"{path}:{e.LineNumber}" };
}
