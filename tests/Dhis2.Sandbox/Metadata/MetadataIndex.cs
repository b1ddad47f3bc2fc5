using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.Metadata;

/// <summary>All objects of one revision of the country, completed, found and sorted.</summary>
internal sealed class MetadataIndex
{
    private const int MaxOrders = 32;

    // A property that lists those who refer to an object: which type, and through which property.
    private static readonly Dictionary<(string Type, string Property), (string From, string Through, bool Whole)> s_reverse = new()
    {
        [("dataElements", "dataSetElements")] = ("dataSets", "dataSetElements", true),
        [("dataElements", "dataElementGroups")] = ("dataElementGroups", "dataElements", false),
        [("organisationUnits", "dataSets")] = ("dataSets", "organisationUnits", false),
        [("users", "userGroups")] = ("userGroups", "users", false),
        [("organisationUnits", "programs")] = ("programs", "organisationUnits", false),
        [("organisationUnits", "organisationUnitGroups")] = ("organisationUnitGroups", "organisationUnits", false),
        [("categoryCombos", "categoryOptionCombos")] = ("categoryOptionCombos", "categoryCombo", false),
        [("categoryOptions", "categories")] = ("categories", "categoryOptions", false),
        [("categories", "categoryCombos")] = ("categoryCombos", "categories", false),
        [("categoryOptions", "categoryOptionCombos")] = ("categoryOptionCombos", "categoryOptions", false),
    };

    private readonly Dictionary<string, MetadataItem[]> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MetadataItem> _byUid = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Type, string Order), MetadataItem[]> _sorted = new();
    private readonly ConcurrentDictionary<(string Type, string Property), ILookup<string, JsonNode>> _reverse = new();
    private readonly SandboxUsers _users;

    public MetadataIndex(SandboxState state)
    {
        Revision = state.Country.Revision;
        _users = state.Users;
        foreach (var type in state.Country.Types.ToList())
        {
            Add(type, type == "organisationUnits"
                ? state.Country.OrgUnits.Select(u => new OrgUnitItem(u))
                : state.Country.Of(type).Values.Select(json => new JsonItem(type, Completion.Complete(type, json, state.Dialect))));
        }
        Add("users", state.Users.All.Select(u => new JsonItem("users", Completion.Complete("users", state.Country.Find("users", u.Uid) ?? UserJson.Make(u), state.Dialect))));
    }

    public int Revision { get; }

    public IEnumerable<string> Types => _types.Keys;

    public IReadOnlyList<MetadataItem> Of(string type) => _types.GetValueOrDefault(type, []);

    public MetadataItem? Find(string uid) => _byUid.GetValueOrDefault(uid);

    public MetadataItem? Find(string type, string uid) => Find(uid) is { } item && item.Type == type ? item : null;

    public static IEnumerable<string> ReverseProperties(string type) => s_reverse.Keys.Where(k => k.Type == type).Select(k => k.Property);

    /// <summary>Those who refer to an object, as a list of references; null where the property is no such list.</summary>
    public JsonNode? Reverse(MetadataItem item, string property)
    {
        if (!s_reverse.TryGetValue((item.Type, property), out var source))
            return null;
        var lookup = _reverse.GetOrAdd((item.Type, property), _ => Refer(source.From, source.Through, source.Whole));
        return new JsonArray([.. lookup[item.Uid].Select(n => n.DeepClone())]);
    }

    /// <summary>From which type and through which of its properties a collection of a type is known; null where it is no such list.</summary>
    public static (string From, string Through, bool Whole)? ReverseSource(string type, string property) =>
        s_reverse.TryGetValue((type, property), out var source) ? source : null;

    public IEnumerable<string> UsersOf(string orgUnit) => _users.All.Where(u => u.OrgUnits.Contains(orgUnit)).Select(u => u.Uid);

    /// <summary>The objects of a type in an order; sorted once, however often asked.</summary>
    public MetadataItem[] Sorted(string type, ListOrder order, MetadataView view)
    {
        if (_sorted.Count > MaxOrders)
            _sorted.Clear();
        return _sorted.GetOrAdd((type, order.Key + view.Locale), _ => order.Sort(Of(type), view));
    }

    private void Add(string type, IEnumerable<MetadataItem> items)
    {
        var array = items.ToArray();
        _types[type] = array;
        foreach (var item in array)
            _byUid[item.Uid] = item;
    }

    private ILookup<string, JsonNode> Refer(string from, string through, bool whole)
    {
        var found = new List<(string To, JsonNode Node)>();
        foreach (var item in Of(from).OfType<JsonItem>())
        {
            var value = item.Stored(through);
            foreach (var member in value is JsonArray list ? list : value is null ? [] : new JsonArray(value.DeepClone()))
            {
                var to = whole ? (string?)member!["dataElement"]?["id"] : (string?)member!["id"];
                if (to is null)
                    continue;
                var node = whole
                    ? new JsonObject { ["dataSet"] = new JsonObject { ["id"] = item.Uid }, ["dataElement"] = new JsonObject { ["id"] = to } }
                    : new JsonObject { ["id"] = item.Uid };
                found.Add((to, node));
            }
        }
        return found.ToLookup(f => f.To, f => f.Node);
    }
}
