using System.Collections;
using System.Management.Automation;

namespace Dhis2.PowerShell.Conversion;

/// <summary>Reads the report of an import off an object: a report of this process, or what is left of one after a file, a job or the way from another machine.</summary>
internal static class ImportShareArgument
{
    /// <exception cref="Dhis2InputException">It is no report, or its counts do not add up.</exception>
    public static ImportShare Parse(PSObject item)
    {
        if (item.BaseObject is ImportReport report)
            return ImportShare.Of(report);
        var share = new ImportShare
        {
            Partition = Find(item, "Partition") as string is { Length: > 0 } partition ? partition : null,
            OtherRows = Count(item, "OtherRows", isNeeded: false),
            Imported = Count(item, "Imported"),
            Updated = Count(item, "Updated"),
            Deleted = Count(item, "Deleted"),
            Unchanged = Count(item, "Unchanged"),
            Skipped = Count(item, "Skipped"),
            Rejected = Count(item, "Rejected"),
            NotSent = Count(item, "NotSent"),
            Unknown = Count(item, "Unknown"),
            DryRun = LanguagePrimitives.IsTrue(Find(item, "DryRun")),
            Stopped = LanguagePrimitives.IsTrue(Find(item, "Stopped")),
            Requests = (int)Count(item, "Requests", isNeeded: false),
            Elapsed = Time(Find(item, "Elapsed")),
            Problems = [.. Items(Find(item, "Problems")).Select(Problem)],
        };
        var sum = share.Imported + share.Updated + share.Deleted + share.Unchanged + share.Skipped + share.Rejected + share.NotSent + share.Unknown;
        if (Count(item, "Total") is var total && total != sum)
            throw new Dhis2InputException($"The counts of the report add up to {sum}, and its total says {total}.", "Give the reports as the imports wrote them.") { Item = item };
        return share;
    }

    private static object? Find(PSObject item, string name) => item.BaseObject is IDictionary map ? map[name] : item.Properties[name]?.Value;

    private static long Count(PSObject item, string name, bool isNeeded = true)
    {
        if (Find(item, name) is { } value && LanguagePrimitives.TryConvertTo<long>(value, out var count) && count >= 0)
            return count;
        return isNeeded ? throw new Dhis2InputException($"'{item}' is no report of an import: it has no count '{name}'.", "Give what Import-Dhis2DataValueSet wrote.") { Item = item } : 0;
    }

    // JSON has no times: they are texts there, or objects with their ticks.
    private static TimeSpan Time(object? value) => value switch
    {
        null => TimeSpan.Zero,
        PSObject { BaseObject: PSCustomObject } item when Find(item, "Ticks") is { } ticks => new TimeSpan(LanguagePrimitives.ConvertTo<long>(ticks)),
        _ => LanguagePrimitives.TryConvertTo<TimeSpan>(value, out var time) ? time : TimeSpan.Zero,
    };

    private static IEnumerable<object> Items(object? list) => LanguagePrimitives.GetEnumerable(list)?.Cast<object>() ?? [];

    // Where the objects were cut off, their text is left.
    private static ImportProblem Problem(object value)
    {
        var item = PSObject.AsPSObject(value);
        var hasOutcome = LanguagePrimitives.TryConvertTo<ImportOutcome>(Find(item, "Outcome"), out var outcome);
        return new ImportProblem
        {
            Outcome = hasOutcome ? outcome : ImportOutcome.Warning,
            File = Text(item, "File"),
            Line = Find(item, "Line") is { } line && LanguagePrimitives.TryConvertTo<long>(line, out var number) ? number : null,
            Item = Text(item, "Item"),
            Property = Text(item, "Property"),
            Code = Text(item, "Code"),
            Message = Text(item, "Message") ?? item.ToString(),
            Row = Find(item, "Row"),
        };
    }

    private static string? Text(PSObject item, string name) => Find(item, name)?.ToString();
}
