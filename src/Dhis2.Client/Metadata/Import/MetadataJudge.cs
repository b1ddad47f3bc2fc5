using System.Globalization;
using Dhis2.Client.Imports;

namespace Dhis2.Client.Metadata.Import;

/// <summary>
/// Judges answers to metadata imports (server: <c>ObjectBundleService</c>). Of their numbers only those of stored objects can be relied on, and objects are known
/// by their ids.
/// </summary>
internal static class MetadataJudge
{
    // A reference that is not there: where the others are stored, so is the object, without it, unless it cannot do without.
    private const string BadReference = "E5002";
    private const string AlreadyThere = "E5000";
    private const string NotThere = "E5001";
    private const string StillInUse = "E4030";

    /// <summary>Judges an answer.</summary>
    /// <param name="rows">The objects, in the order of the request.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="options">How they were imported.</param>
    /// <param name="isStored">What the store says of the objects that an earlier judgement calls doubtful; null before it was asked.</param>
    public static MetadataJudgement Judge(IReadOnlyList<MetadataRow> rows, MetadataAnswer answer, MetadataImportOptions options, Func<int, bool>? isStored = null)
    {
        if (!answer.HasReport)
            return JudgeWithout(rows, answer, options);
        var (faults, strangers) = Match(rows, answer, options);
        var judgement = faults.Count == 0 && strangers.Count == 0 && answer.Status == "OK" ? JudgeSuccess(rows, answer)
            : answer.Stored == 0 && answer.Status == "ERROR" ? NothingStored(rows, answer, faults)
            : JudgePart(rows, answer, faults, isStored);
        return judgement with { Faults = faults, Strangers = strangers };
    }

    private static MetadataJudgement JudgeWithout(IReadOnlyList<MetadataRow> rows, MetadataAnswer answer, MetadataImportOptions options)
    {
        if (answer.HttpStatus < 300)
            return new MetadataJudgement(new Verdict(VerdictKind.ReadBack, answer.Message));
        if (!answer.IsOfServer)
            return new MetadataJudgement(new Verdict(VerdictKind.Unknown, answer.Message));
        // The import broke off with an error of the reader or of the database, and the server took back all of it.
        if (!options.KeepsWhole)
            return new MetadataJudgement(new Verdict(VerdictKind.Refused, answer.Message));
        return Rejected(rows, answer, new Dictionary<int, IReadOnlyList<MetadataFault>>(), $"Not stored: the server refused the whole request: {answer.Message}");
    }

    private static MetadataJudgement JudgeSuccess(IReadOnlyList<MetadataRow> rows, MetadataAnswer answer) => answer.Stored == rows.Count
        ? new MetadataJudgement(new Verdict(VerdictKind.Settled, answer.Message) { Counted = Counted(answer) })
        : new MetadataJudgement(Miscounted(rows, answer));

    private static Verdict Miscounted(IReadOnlyList<MetadataRow> rows, MetadataAnswer answer)
    {
        var reason = string.Format(CultureInfo.InvariantCulture, "The server counts {0:N0} objects, and {1:N0} were sent.", answer.Stored, rows.Count);
        return new Verdict(VerdictKind.ReadBack, reason) { Counted = answer.Stored < rows.Count ? Counted(answer) : null };
    }

    private static MetadataJudgement NothingStored(IReadOnlyList<MetadataRow> rows, MetadataAnswer answer, Dictionary<int, IReadOnlyList<MetadataFault>> faults)
    {
        var others = faults.Count == 1 ? "another object was refused" : string.Format(CultureInfo.InvariantCulture, "{0:N0} other objects were refused", faults.Count);
        return Rejected(rows, answer, faults, faults.Count == 0 ? $"Not stored: {answer.Message}" : $"Not stored, because {others}.");
    }

    private static MetadataJudgement Rejected(IReadOnlyList<MetadataRow> rows, MetadataAnswer answer, Dictionary<int, IReadOnlyList<MetadataFault>> faults, string others)
    {
        var held = new ServerConflict(others, null, [], null);
        var consequences = new HashSet<int>(Enumerable.Range(0, rows.Count).Where(i => !faults.ContainsKey(i)));
        return new MetadataJudgement(new Verdict(VerdictKind.Settled, answer.Message)
        {
            Rejected = Enumerable.Range(0, rows.Count).ToDictionary(i => i, i => faults.TryGetValue(i, out var own) ? Conflict(own) : held),
            Unexplained = Unexplained(faults, consequences),
            Counted = default(ImportCounts),
        })
        { Consequences = consequences };
    }

    // Some are stored and others not.
    private static MetadataJudgement JudgePart(
        IReadOnlyList<MetadataRow> rows, MetadataAnswer answer, Dictionary<int, IReadOnlyList<MetadataFault>> faults, Func<int, bool>? isStored)
    {
        var doubtful = faults.Where(fault => fault.Value.All(f => f.Code == BadReference)).Select(fault => fault.Key).OrderBy(i => i).ToList();
        var unnamed = rows.Count - faults.Count;
        List<int>? stored = answer.Stored == unnamed ? []
            : answer.Stored == unnamed + doubtful.Count ? doubtful
            : isStored is null ? null
            : [.. doubtful.Where(isStored)];
        if (stored is not null && unnamed + stored.Count == answer.Stored)
        {
            var kept = new HashSet<int>(stored);
            var rejected = faults.Where(fault => !kept.Contains(fault.Key)).ToDictionary(fault => fault.Key, fault => Conflict(fault.Value));
            return new MetadataJudgement(new Verdict(VerdictKind.Settled, answer.Message) { Rejected = rejected, Unexplained = Unexplained(faults, []), Counted = Counted(answer) }) { StoredWithFaults = stored };
        }
        // Of objects that it does not name the server stored fewer than there are, or more: the store tells.
        var certain = faults.Where(fault => !doubtful.Contains(fault.Key)).ToDictionary(fault => fault.Key, fault => Conflict(fault.Value));
        var counted = answer.Stored <= rows.Count - certain.Count ? Counted(answer) : (ImportCounts?)null;
        var reason = string.Format(CultureInfo.InvariantCulture, "The server's numbers do not add up: it stored {0:N0} of {1:N0} objects and names {2:N0}. {3}", answer.Stored, rows.Count, faults.Count, answer.Message);
        return new MetadataJudgement(new Verdict(VerdictKind.ReadBack, reason) { Rejected = certain, Counted = counted }) { Doubtful = doubtful };
    }

    // What an earlier request of the same objects, whose answer was lost, may have done itself.
    private static HashSet<int> Unexplained(Dictionary<int, IReadOnlyList<MetadataFault>> faults, HashSet<int> others) =>
        [.. faults.Where(fault => fault.Value.All(f => f.Code is AlreadyThere or NotThere)).Select(fault => fault.Key), .. others];

    private static ImportCounts Counted(MetadataAnswer answer) => new() { Imported = answer.Created, Updated = answer.Updated, Deleted = answer.Deleted };

    // The others are told before it.
    private static ServerConflict Conflict(IReadOnlyList<MetadataFault> faults) => new(faults[faults.Count - 1].Message, faults[faults.Count - 1].Code, [], null);

    private static (Dictionary<int, IReadOnlyList<MetadataFault>> Faults, List<MetadataFault> Strangers) Match(
        IReadOnlyList<MetadataRow> rows, MetadataAnswer answer, MetadataImportOptions options)
    {
        var faults = new Dictionary<int, IReadOnlyList<MetadataFault>>();
        var strangers = new List<MetadataFault>();
        var named = answer.Types.SelectMany(type => type.Objects).Where(report => report.Faults.Count > 0).ToList();
        if (named.Count == 0)
            return (faults, strangers);
        var byId = Enumerable.Range(0, rows.Count).Where(i => rows[i].Id is not null).ToLookup(i => rows[i].Id!, StringComparer.Ordinal);
        foreach (var report in named)
        {
            if (Find(rows, byId, report, options) is { } at)
                faults[at] = faults.TryGetValue(at, out var known) ? [.. known, .. report.Faults] : report.Faults;
            else
                strangers.AddRange(report.Faults);
        }
        return (faults, strangers);
    }

    private static int? Find(IReadOnlyList<MetadataRow> rows, ILookup<string, int> byId, MetadataAnswer.ObjectReport report, MetadataImportOptions options)
    {
        List<int> own = report.Uid is null ? [] : [.. byId[report.Uid]];
        if (own.Count > 0)
            return own.Where(i => IsOf(rows[i], report.Class)).Append(own[0]).First();
        // Known by its code, or by an id that the server made: only the place tells, where it is right.
        if (report.Index is not { } index || report.Faults.Any(fault => fault.Code is AlreadyThere or StillInUse))
            return null;
        var ofClass = Enumerable.Range(0, rows.Count).Where(i => IsOf(rows[i], report.Class)).ToList();
        return index < ofClass.Count && (rows[ofClass[(int)index]].Id is null || options.Identifier != MetadataIdentifier.Uid) ? ofClass[(int)index] : null;
    }

    /// <summary>Whether a row is of the server's class of a short name.</summary>
    public static bool IsOf(MetadataRow row, string shortClass) => row.Type.Singular.Equals(shortClass, StringComparison.OrdinalIgnoreCase);
}
