using Dhis2.Client.Http;
using Dhis2.Client.Imports;

namespace Dhis2.Client.Metadata.Writing;

/// <summary>Judges answers to changes of lists. They count what was done, and pass over items that do not exist without a word.</summary>
internal static class MemberJudge
{
    /// <summary>Judges an answer by itself; null where it leaves some of the items uncounted.</summary>
    public static Verdict? Judge(IReadOnlyList<MemberRow> rows, int status, byte[] body)
    {
        var message = ServerMessageReader.ReadAny(body);
        var reason = message?.ToString() is { Length: > 0 } text ? text : $"HTTP {status}";
        if (status >= 500)
            return new Verdict(VerdictKind.Unknown, reason);
        if (status >= 400)
            return new Verdict(VerdictKind.Refused, reason) { Rejected = Refused(rows, message, reason), Code = message?.ErrorCode };
        if (message?.Details.Stats is not { } stats)
            return new Verdict(VerdictKind.ReadBack, reason);
        var counted = Counted(stats);
        return counted.Total == rows.Count ? new Verdict(VerdictKind.Settled, reason) { Counted = counted } : null;
    }

    /// <summary>Judges an answer that leaves items uncounted, by those that do not exist.</summary>
    /// <param name="rows">The items.</param>
    /// <param name="body">The answer.</param>
    /// <param name="isMissing">Whether an item does not exist, or cannot be in that list.</param>
    public static Verdict Judge(IReadOnlyList<MemberRow> rows, byte[] body, Func<MemberRow, bool> isMissing)
    {
        var counted = Counted(ServerMessageReader.Read(body)!.Details.Stats!);
        var rejected = Enumerable.Range(0, rows.Count).Where(i => isMissing(rows[i]))
            .ToDictionary(i => i, i => new ServerConflict($"There is no object {rows[i].Value.Item} that can be in {rows[i].Value.Property}, and that this account may see.", null, [], null));
        var reason = $"The server's numbers do not add up: it counts {counted.Total} of {rows.Count} items.";
        return counted.Total + rejected.Count == rows.Count
            ? new Verdict(VerdictKind.Settled, reason) { Rejected = rejected, Counted = counted }
            : new Verdict(VerdictKind.ReadBack, reason) { Rejected = rejected };
    }

    /// <summary>Judges the answer to a removal that leaves items uncounted, where nothing tells which of them exist: nothing was changed by them.</summary>
    public static Verdict JudgeRemoved(IReadOnlyList<MemberRow> rows, byte[] body)
    {
        var counted = Counted(ServerMessageReader.Read(body)!.Details.Stats!);
        return new Verdict(VerdictKind.Settled, "OK") { Counted = counted with { Unchanged = rows.Count - counted.Deleted } };
    }

    /// <summary>Judges the answer to a change of an object with its list: all was done, or nothing.</summary>
    public static Verdict JudgeWhole(IReadOnlyList<MemberRow> rows, int status, byte[] body, bool removes)
    {
        if (status >= 300)
            return Judge(rows, status, body)!;
        return new Verdict(VerdictKind.Settled, "OK") { Counted = removes ? new ImportCounts { Deleted = rows.Count } : new ImportCounts { Imported = rows.Count } };
    }

    private static ImportCounts Counted(ServerStats stats) =>
        new() { Imported = (stats.Created ?? 0) + (stats.Updated ?? 0), Deleted = stats.Deleted ?? 0, Unchanged = stats.Ignored ?? 0 };

    // A reason that names some of the items is theirs; one that names none is that of all.
    private static Dictionary<int, ServerConflict> Refused(IReadOnlyList<MemberRow> rows, ServerMessage? message, string reason)
    {
        var named = new Dictionary<int, ServerConflict>();
        for (var i = 0; i < rows.Count; i++)
        {
            if (message?.Details.Items.FirstOrDefault(item => item.Message.Contains(rows[i].Value.Item)) is { } own)
                named[i] = new ServerConflict(own.Message, own.Code, [], null);
        }
        return named.Count > 0 ? named : Enumerable.Range(0, rows.Count).ToDictionary(i => i, _ => new ServerConflict(message?.Message ?? reason, message?.ErrorCode, [], null));
    }
}
