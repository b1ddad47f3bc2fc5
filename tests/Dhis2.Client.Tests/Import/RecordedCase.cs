using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Imports;
using Dhis2.Client.Tests.Sandbox;
using Dhis2.Sandbox.DataValues;
using Dhis2.Sandbox.Hosting;
using ImportOptions = Dhis2.Client.DataValues.Import.ImportOptions;
using ValueKey = Dhis2.Sandbox.DataValues.ValueKey;

namespace Dhis2.Client.Tests.Import;

/// <summary>A random import of the recordings: the rows as the client would send them, the answer, and the store before and after.</summary>
internal sealed class RecordedCase
{
    private const string DefaultCombo = "HllvX50cXC0";

    private readonly JsonObject _item;

    private RecordedCase(JsonObject item, Dialect dialect, IReadOnlyDictionary<ValueKey, StoredValue> before, IReadOnlyDictionary<ValueKey, StoredValue> after)
    {
        _item = item;
        Dialect = dialect;
        Before = before;
        After = after;
        Rows = [.. item["payload"]!["dataValues"]!.AsArray().Select((row, i) => Row(row!.AsObject(), i))];
        Kinds = [.. item["kinds"]!.AsArray().Select(k => (string)k!)];
        Options = ReadOptions(item["query"]!.AsArray().ToDictionary(pair => (string)pair![0]!, pair => (string)pair![1]!));
        Batch = new ImportBatch(Rows, (string?)item["payload"]!["dataSet"], Options);
    }

    public Dialect Dialect { get; }

    public int Number => (int)_item["case"]!;

    /// <summary>Rows in the order they were sent; the line of each is its position.</summary>
    public IReadOnlyList<ImportRow> Rows { get; }

    /// <summary>What was done to each row: <c>good</c>, or the name of its defect.</summary>
    public IReadOnlyList<string> Kinds { get; }

    public ImportOptions Options { get; }

    public ImportBatch Batch { get; }

    public IReadOnlyDictionary<ValueKey, StoredValue> Before { get; }

    public IReadOnlyDictionary<ValueKey, StoredValue> After { get; }

    public JsonNode Answer => _item["answer"]!;

    /// <summary>Blank values delete on some servers: the client never sends them.</summary>
    public bool HasBlank => Kinds.Contains("blank");

    /// <summary>Several rows for one value: the client leaves the last of them.</summary>
    public bool HasDuplicates => Rows.Select(Key).Distinct().Count() < Rows.Count;

    /// <summary>The client does not offer these strategies on a server that does not heed them.</summary>
    public bool HasIgnoredStrategy => Dialect == Dialect.V43 && Options.Strategy is ImportStrategy.Create or ImportStrategy.Update;

    /// <summary>All cases of a version.</summary>
    public static IEnumerable<RecordedCase> All(Dialect dialect)
    {
        var imports = new RandomImports(dialect);
        foreach (var item in imports.Cases)
        {
            var before = imports.Store.Written.ToDictionary();
            imports.Correct(item);
            yield return new RecordedCase(item, dialect, before, imports.Store.Written.ToDictionary());
        }
    }

    public static ValueKey Key(ImportRow row) => new(
        row.Value.DataElement ?? "", row.Value.Period ?? "", row.Value.OrgUnit ?? "",
        row.Value.CategoryOptionCombo ?? DefaultCombo, row.Value.AttributeOptionCombo ?? DefaultCombo);

    /// <summary>What the client makes of the recorded answer.</summary>
    public Verdict Judge()
    {
        var answer = ImportAnswer.Read((int)_item["status"]!, JsonSerializer.SerializeToUtf8Bytes(Answer));
        return Dialect == Dialect.V43 ? GroupWiseJudge.Judge(Batch, answer) : RowWiseJudge.Judge(Batch, answer);
    }

    /// <summary>The report of a request whose answer settles every row.</summary>
    public ImportReport Report(Verdict verdict)
    {
        var ledger = new Ledger<ImportRow>(DataValueImporter.Describe, DataValueProblemFormat.Instance);
        var entries = Rows.Select(ledger.Enter).ToList();
        foreach (var (index, reason) in verdict.Rejected)
            ledger.Settle(entries[index], ImportOutcome.Rejected, reason.Message, reason.Code);
        ledger.Settle([.. verdict.Others(entries.Count).Select(i => entries[i])], verdict.Counted!.Value);
        var (counts, problems) = ledger.Close("");
        return new ImportReport(counts, problems) { DryRun = Options.DryRun };
    }

    private static ImportRow Row(JsonObject row, int index) => new(
        new DataValue
        {
            DataElement = (string?)row["dataElement"],
            Period = (string?)row["period"],
            OrgUnit = (string?)row["orgUnit"],
            CategoryOptionCombo = (string?)row["categoryOptionCombo"],
            AttributeOptionCombo = (string?)row["attributeOptionCombo"],
            Value = row["value"]?.ToString(),
            Comment = (string?)row["comment"],
            FollowUp = (bool?)(row["followUp"] ?? row["followup"]) ?? false,
            Deleted = (bool?)row["deleted"] ?? false,
        },
        line: index);

    private static ImportOptions ReadOptions(Dictionary<string, string> query) => new()
    {
        DryRun = query.GetValueOrDefault("dryRun") == "true",
        Strategy = query.GetValueOrDefault("importStrategy") switch
        {
            "CREATE" => ImportStrategy.Create,
            "UPDATE" => ImportStrategy.Update,
            "DELETE" => ImportStrategy.Delete,
            null or "CREATE_AND_UPDATE" => ImportStrategy.CreateAndUpdate,
            var other => throw new InvalidOperationException($"A strategy '{other}' is new to these tests."),
        },
    };
}
