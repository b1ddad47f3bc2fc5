using System.Globalization;

namespace Dhis2.Sandbox.DataValues;

/// <summary>What 2.43 refuses a group for, in the order in which it looks. Only the first check that fails is reported.</summary>
internal sealed class GroupRules(ImportRun run, GroupDecoder group, IReadOnlyList<ValueKey> deletion)
{
    private const int LongestComment = 5_000;

    private DataSetFacts? Set => group.DataSet;

    private string SetId => group.DataSetId;

    private IEnumerable<string> Elements => group.Rows.Select(row => row.Element).Concat(deletion.Select(key => key.Element)).Distinct();

    private IEnumerable<string> OrgUnits => group.Rows.Select(row => row.OrgUnit).Concat(deletion.Select(key => key.OrgUnit)).Distinct();

    private IEnumerable<Period> Periods => group.Rows.Select(row => row.Period).Concat(deletion.Select(key => run.Metadata.Period(key.Period)).OfType<Period>()).Distinct();

    private bool IsForced => run.Options["force"] && run.User.Superuser;

    public Conflict? Refusal() =>
        Unusable("E8020", "data element(s)", Elements.Where(element => Set?.Elements.ContainsKey(element) != true))
        ?? Unusable("E8022", "org unit(s)", OrgUnits.Where(orgUnit => !Set!.OrgUnits.Contains(orgUnit)))
        ?? Unusable("E8021", "period(s)", Periods.Where(period => period.Type != Set!.PeriodType).Select(period => period.Iso))
        ?? Unusable("E8023", "attribute option combo(s)", AttributeCombos())
        ?? OptionCombos() ?? Rights() ?? Time() ?? Closed() ?? Duplicates();

    /// <summary>A conflict of 2.43: a code, a message, and the message's arguments.</summary>
    public static Conflict Say(string code, string message, string args) => new(code, message) { Objects = [("args", args)] };

    /// <summary>What is wrong with a row's value, or null.</summary>
    public static Conflict? ValueFault(GroupRow row, ElementFacts element)
    {
        var index = row.Index.ToString(CultureInfo.InvariantCulture);
        var value = row.Source.Value;
        var comment = row.Source.Comment;
        if (string.IsNullOrEmpty(value))
            return Say("E8120", $"Value #{index} value is required", index);
        value = ValueChecks.Normalise(value, element.ValueType, lenient: true);
        if (!string.IsNullOrWhiteSpace(value) && ValueChecks.Fault(value, element.ValueType, lenient: true) is { } fault)
            return Say("E8122", $"Value #{index} value `{value}` is no valid {element.ValueType}: {fault}", $"{index}-{value}-{element.ValueType}-{fault}");
        // A set without options asks for none.
        if (element.Options is { Count: > 0 } options && !ValueChecks.IsOption(value, element.ValueType, options))
            return Say("E8123", $"Value #{index} value `{value}` is no valid option for data element `{element.Id}`", $"{index}-{value}-{element.Id}");
        if (element.CommentOptions is { Count: > 0 } comments && (comment is null || !comments.Contains(comment)))
            return Say("E8124", $"Value #{index} comment is restricted to options and does not allow {comment ?? "null"}`", $"{index}-{comment ?? "null"}");
        return comment?.Length > LongestComment ? Say("E8125", $"Value #{index} comment too long (max 5,000 characters)`", $"{index}-{LongestComment}") : null;
    }

    private static string List<T>(IEnumerable<T> items) => $"[{string.Join(", ", items)}]";

    private Conflict? Unusable(string code, string what, IEnumerable<string> bad)
    {
        var list = bad.Distinct().ToList();
        return list.Count == 0 ? null : Say(code, $"Data set {SetId} not usable with {what}: `{List(list)}`", $"{SetId}-{List(list)}");
    }

    private IEnumerable<string> AttributeCombos() =>
        group.Rows.Select(row => row.AttributeCombo ?? ValueMetadata.DefaultOptionCombo).Concat(deletion.Select(key => key.AttributeCombo))
            .Distinct().Where(combo => run.Metadata.ComboOf(combo) != Set!.Combo);

    // One that was left out stands for the default one and is never refused, whatever the element's combo.
    private Conflict? OptionCombos()
    {
        var pairs = group.Rows.Where(row => row.OptionCombo is not null).Select(row => (row.Element, OptionCombo: row.OptionCombo!))
            .Concat(deletion.Select(key => (key.Element, key.OptionCombo)));
        foreach (var pair in pairs.Distinct().GroupBy(pair => pair.Element, pair => pair.OptionCombo))
        {
            var bad = pair.Where(combo => run.Metadata.ComboOf(combo) != Set!.Elements[pair.Key]).ToList();
            if (bad.Count > 0)
                return Say("E8024", $"Data set {SetId} + data element {pair.Key} not usable with category option combo(s): `{List(bad)}`", $"{SetId}-{pair.Key}-{List(bad)}");
        }
        return null;
    }

    private Conflict? Rights()
    {
        if (run.User.Superuser)
            return null;
        var outside = List(OrgUnits.Where(orgUnit => !run.Metadata.IsWithin(orgUnit, run.User.OrgUnits)));
        return outside == "[]" ? null : Say("E8011", $"Current user cannot enter data for org unit(s): `{outside}`", outside);
    }

    // Two rows are of one value where they are spelt alike; a combo spelt out and the same one left out pass here and fail later.
    private Conflict? Duplicates()
    {
        var same = group.Rows.GroupBy(row => (row.Element, row.Period.Iso, row.OrgUnit, row.OptionCombo, row.AttributeCombo)).FirstOrDefault(rows => rows.Skip(1).Any());
        if (same is null)
            return null;
        var key = $"DataValueKey[dataElement={same.Key.Element}, orgUnit={same.Key.OrgUnit}, categoryOptionCombo={same.Key.OptionCombo ?? "null"}, "
            + $"attributeOptionCombo={same.Key.AttributeCombo ?? "null"}, period={same.Key.Iso}]";
        var rows = List(same.Select(row => row.Index));
        return Say("E8128", $"Value #{rows} all affect the same data value: `{key}`", $"{rows}-{key}");
    }

    private Conflict? Time()
    {
        if (run.User.Superuser)
            return null;
        var latest = run.LatestOpenPeriod(Set!);
        var bad = Periods.Where(period => (Set!.ExpiryDays >= 0 && period.Start > latest.End) || run.IsPastExpiry(Set, period) || !IsInputOpen(period)).Select(period => period.Iso).ToList();
        return bad.Count == 0 ? null : Say("E8030", $"Untimely data entry for data set {SetId} and period(s): `{List(bad)}`", $"{SetId}-{List(bad)}");
    }

    // 2.43.1 has the test the wrong way round: what is open is refused, and what is closed is let in.
    private bool IsInputOpen(Period period) =>
        Set!.InputPeriods.Count == 0 || Set.InputPeriods.Any(input => input.Period == period.Iso && !run.IsInputOpen(input));

    private Conflict? Closed()
    {
        if (IsForced)
            return null;
        foreach (var orgUnit in group.Rows.GroupBy(row => row.OrgUnit, row => row.Period))
        {
            var facts = run.Metadata.OrgUnit(orgUnit.Key)!;
            var bad = orgUnit.Distinct().Where(period => period.Start < facts.OpeningDate || period.End > facts.ClosedDate).Select(period => period.Iso).ToList();
            if (bad.Count > 0)
                return Say("E8031", $"Untimely data entry for org unit {orgUnit.Key} and period(s): `{List(bad)}`", $"{orgUnit.Key}-{List(bad)}");
        }
        return null;
    }
}
