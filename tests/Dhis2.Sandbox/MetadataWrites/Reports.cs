using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.Metadata;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.MetadataWrites;

/// <summary>Counts of a report.</summary>
internal sealed class ReportCounts
{
    public int Created { get; set; }

    public int Updated { get; set; }

    public int Deleted { get; set; }

    public int Ignored { get; set; }

    public void Add(ReportCounts other)
    {
        Created += other.Created;
        Updated += other.Updated;
        Deleted += other.Deleted;
        Ignored += other.Ignored;
    }

    public JsonObject ToJson() => new()
    {
        ["created"] = Created,
        ["updated"] = Updated,
        ["deleted"] = Deleted,
        ["ignored"] = Ignored,
        ["total"] = Created + Updated + Deleted + Ignored,
    };
}

/// <summary>The three reports that writes are answered with: of an object, of a type, of an import.</summary>
internal static class Reports
{
    private const string SeeReport = "One or more errors occurred, please see full details in import report.";

    public static JsonObject OfObject(string klass, string? uid, JsonArray errors, int? index = null)
    {
        var report = new JsonObject { ["klass"] = klass };
        if (index is not null)
            report["index"] = index;
        if (uid is not null)
            report["uid"] = uid;
        report["errorReports"] = errors;
        return report;
    }

    public static JsonObject OfType(ReportCounts counts, JsonArray objects, string? klass = null)
    {
        var report = new JsonObject();
        if (klass is not null)
            report["klass"] = klass;
        report["stats"] = counts.ToJson();
        report["objectReports"] = objects;
        return report;
    }

    public static JsonObject OfImport(string status, IReadOnlyList<(ReportCounts Counts, JsonObject Report)> types)
    {
        var sum = new ReportCounts();
        foreach (var (counts, _) in types)
            sum.Add(counts);
        return new JsonObject
        {
            ["responseType"] = "ImportReport",
            ["status"] = status,
            ["stats"] = sum.ToJson(),
            ["typeReports"] = new JsonArray([.. types.Select(t => t.Report)]),
        };
    }

    /// <summary>Answers a write of one object; with errors as 409.</summary>
    /// <param name="errorOutcome">What the envelope calls an answer with errors: checks say ERROR, and what comes after them WARNING.</param>
    public static Task WriteObjectAsync(HttpContext context, string type, string? uid, JsonArray errors, int status = 200, string errorOutcome = "ERROR")
    {
        var report = OfObject(TypeNames.FullKlass(type), uid, errors);
        report["responseType"] = "ObjectReport";
        return errors.Count == 0
            ? WebMessage.WriteAsync(context, status, null, response: report)
            : WebMessage.WriteAsync(context, 409, SeeReport, response: report, outcome: errorOutcome);
    }

    /// <summary>Answers with the report of a type that stands alone.</summary>
    public static Task WriteTypeAsync(HttpContext context, ReportCounts counts, JsonArray? errors = null)
    {
        var report = OfType(counts, errors ?? []);
        report["responseType"] = "TypeReport";
        report["status"] = errors is null ? "OK" : "ERROR";
        return errors is null
            ? WebMessage.WriteAsync(context, 200, null, response: report)
            : WebMessage.WriteAsync(context, 409, SeeReport, response: report);
    }

    public static Task WriteImportAsync(HttpContext context, JsonObject report) =>
        (string?)report["status"] == "OK"
            ? WebMessage.WriteAsync(context, 200, null, response: report)
            : WebMessage.WriteAsync(context, 409, SeeReport, response: report, outcome: "WARNING");
}
