using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Countries;
using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dhis2.Sandbox.Metadata;

/// <summary>The lists of org units with parameters of their own, and what their pagers get wrong.</summary>
internal sealed class OrgUnitLists(HttpContext context, MetadataView view, ListRequest request)
{
    private const string Type = "organisationUnits";

    public Task ListAsync()
    {
        var order = request.Flag("levelSorted") && view.Dialect >= Dialect.V42 ? ListOrder.ByLevel : ListOrder.Default;
        var all = MetadataArea.Select(Type, view, request, order);
        var condition = Condition() ?? (request.Flag("levelSorted") && view.Dialect == Dialect.V41 ? _ => true : null);
        return condition is null
            ? new ListWriter(context, view, request).WriteAsync(Type, all)
            : PartAsync([.. all.Where(i => condition(((OrgUnitItem)i).Unit))]);
    }

    /// <summary>Answers what is asked of the branch round an org unit; false where it is about the unit itself.</summary>
    public async Task<bool> TryBranchAsync(OrgUnit unit, string? property)
    {
        var (kind, old) = property switch
        {
            "children" or "descendants" or "ancestors" or "parents" => (property, false),
            null when request.Flag("includeChildren") => ("children", true),
            null when request.Flag("includeDescendants") => ("descendants", true),
            null when request.Flag("includeAncestors") => ("ancestors", true),
            null when request.First("level") is not null => ("level", true),
            _ => ("", false),
        };
        if (kind.Length == 0)
            return false;
        if (view.Dialect == Dialect.V40 && !old)
            return await TryOldAsync(unit, kind).ConfigureAwait(false);
        var items = Branch(unit, kind);
        if (view.Dialect == Dialect.V40)
            await new ListWriter(context, view, request.Unpaged()).WriteAsync(Type, items).ConfigureAwait(false);
        else
            await PartAsync(items).ConfigureAwait(false);
        return true;
    }

    // 2.40 tells the total of the whole tree; 2.41 the length of the first page, and lists no other.
    private Task PartAsync(MetadataItem[] items) => new ListWriter(context, view, request)
    {
        ToldTotal = view.Dialect == Dialect.V40 ? view.Index.Of(Type).Count : null,
        StopsAtLast = view.Dialect <= Dialect.V41,
        PagesTwice = view.Dialect == Dialect.V41,
    }.WriteAsync(Type, items);

    private Func<OrgUnit, bool>? Condition()
    {
        var conditions = new List<Func<OrgUnit, bool>>();
        if (request.Level("level") is { } level)
            conditions.Add(u => u.Level == level);
        if (request.Level("maxLevel") is { } max)
            conditions.Add(u => u.Level <= max);
        var own = view.User.OrgUnits;
        if (request.Flag("userOnly"))
            conditions.Add(u => own.Contains(u.Uid));
        if (request.Flag("userDataViewOnly") || request.Flag("userDataViewFallback"))
            conditions.Add(u => view.User.DataViewOrgUnits.Contains(u.Uid));
        if (request.Flag("withinUserHierarchy") || request.Flag("withinUserSearchHierarchy"))
            conditions.Add(u => own.Any(u.IsWithin));
        return conditions.Count == 0 ? null : u => conditions.TrueForAll(c => c(u));
    }

    private MetadataItem[] Branch(OrgUnit unit, string kind)
    {
        var level = request.Level("level");
        IEnumerable<OrgUnit> units = kind switch
        {
            "children" or "level" when level is { } down => Sorted(unit.Branch().Where(u => u.Level == unit.Level + down)),
            "children" => Sorted(unit.Children.Append(unit)),
            "descendants" => Sorted(unit.Branch()),
            "parents" => Upwards(unit.Parent),
            _ => Upwards(unit),
        };
        return [.. units.Select(u => view.Index.Find(u.Uid)!)];
    }

    private static IEnumerable<OrgUnit> Sorted(IEnumerable<OrgUnit> units) => units.OrderBy(u => u.Name, StringComparer.Ordinal);

    private List<OrgUnit> Upwards(OrgUnit? unit)
    {
        var above = new List<OrgUnit>();
        for (; unit is not null; unit = unit.Parent)
            above.Add(unit);
        if (view.Dialect >= Dialect.V42)
            above.Reverse();
        return above;
    }

    // On 2.40 these are properties like any other, or hardly anything.
    private async Task<bool> TryOldAsync(OrgUnit unit, string kind)
    {
        switch (kind)
        {
            case "descendants":
                await Answer.JsonAsync(context, new JsonObject()).ConfigureAwait(false);
                return true;
            case "children" when request.Level("level") is > 1:
                await Answer.JsonAsync(context, new JsonObject { ["children"] = new JsonArray() }).ConfigureAwait(false);
                return true;
            case "parents":
                await WriteBareAsync(Branch(unit, kind)).ConfigureAwait(false);
                return true;
            default:
                return false;
        }
    }

    private async Task WriteBareAsync(MetadataItem[] items)
    {
        context.Response.ContentType = Answer.Json;
        var writer = new Utf8JsonWriter(context.Response.BodyWriter, SandboxJson.Writer);
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartArray();
            foreach (var item in items)
                new FieldWriter(view).WriteObject(writer, item, FieldParser.Parse("*")!);
            writer.WriteEndArray();
        }
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
