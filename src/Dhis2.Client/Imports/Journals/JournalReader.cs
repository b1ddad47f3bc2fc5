using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Imports.Journals;

/// <summary>Reads a journal from its start. A last line without an end was being written when the process ended, and counts for nothing.</summary>
internal sealed class JournalReader(string path, Stream file, IJournalFormat format)
{
    private long _line;

    /// <summary>The first line; null where the file has none.</summary>
    public JsonElement? Head { get; private set; }

    /// <summary>What the other lines say.</summary>
    public EarlierRuns Earlier { get; } = new(format);

    /// <summary>Where the last whole line ends.</summary>
    public long End { get; private set; }

    public void Read()
    {
        var line = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = file.Read(buffer, 0, buffer.Length)) > 0;)
        {
            var start = 0;
            for (int end; (end = Array.IndexOf(buffer, (byte)'\n', start, read - start)) >= 0; start = end + 1)
            {
                line.Write(buffer, start, end - start);
                Take(line.GetBuffer().AsMemory(0, (int)line.Length));
                End += line.Length + 1;
                line.SetLength(0);
            }
            line.Write(buffer, start, read - start);
        }
        if (Head is null)
            CheckTornHead(line.ToArray());
    }

    private void Take(ReadOnlyMemory<byte> line)
    {
        _line++;
        try
        {
            var json = JsonElementOf(line);
            if (_line == 1)
                Head = CheckHead(json);
            else
                Take(json);
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException or InvalidOperationException)
        {
            throw _line == 1 ? JournalErrors.NotAJournal(path) : JournalErrors.Damaged(path, _line, e.Message, e);
        }
    }

    private JsonElement CheckHead(JsonElement head)
    {
        if (head.Text("journal") is null)
            throw JournalErrors.NotAJournal(path);
        return head.Number("format") == 1 ? head : throw JournalErrors.NewerJournal(path, head.Number("format"));
    }

    private void Take(JsonElement json)
    {
        if (json.Text("sent") is { } sent)
            Each(sent, Earlier.AddSent);
        else if (json.Text("unstored") is { } unstored)
            Each(unstored, Earlier.AddUnstored);
        else if (json.Text("unknown") is { } unknown)
            Each(unknown, Earlier.AddUnknown);
        else if (json.Text("settled") is { } settled)
            TakeSettled(settled, CountsOf(json));
        else if (json.Text("row") is { } row)
            Each(row, (number, _) => Earlier.Add(number, format.Read(json)));
        else if (json.Text("end") is not null)
            TakeEnd(CountsOf(json));
        else if (json.Text("run") is null)
            throw new FormatException("It says nothing that a journal can say.");
    }

    private void TakeSettled(string rows, ImportCounts counts)
    {
        if (RowNumber.Parse(rows).Sum(range => Earlier.AddCounted(range.First, range.Last)) != counts.Total)
            throw new FormatException($"It has counts for {counts.Total} rows, and names {rows}.");
        Earlier.Add(counts);
    }

    private void TakeEnd(ImportCounts counts)
    {
        Earlier.Finish();
        if (counts != Earlier.Counts)
            throw new FormatException("Its counts are not those of the lines before it.");
    }

    private static void Each(string rows, Action<long, long> take)
    {
        foreach (var (first, last) in RowNumber.Parse(rows))
            take(first, last);
    }

    private static ImportCounts CountsOf(JsonElement json) => new()
    {
        Imported = json.Number("imported") ?? 0,
        Updated = json.Number("updated") ?? 0,
        Deleted = json.Number("deleted") ?? 0,
        Unchanged = json.Number("unchanged") ?? 0,
        Skipped = json.Number("skipped") ?? 0,
        Rejected = json.Number("rejected") ?? 0,
    };

    private static JsonElement JsonElementOf(ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }

    // What is no beginning of a journal is somebody's file.
    private void CheckTornHead(byte[] torn)
    {
        var opening = System.Text.Encoding.UTF8.GetBytes(JournalHead.Opening);
        if (!torn.Take(opening.Length).SequenceEqual(opening.Take(torn.Length)))
            throw JournalErrors.NotAJournal(path);
    }
}
