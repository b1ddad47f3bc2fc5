using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.Countries;

/// <summary>The metadata of a country: every type's objects as JSON, by uid, and typed where speed matters.</summary>
internal sealed class Country
{
    public const string DefaultCategoryCombo = "bjDvmb4bfuf";
    public const string DefaultCategoryOptionCombo = "HllvX50cXC0";
    public const string DefaultCategory = "GLevLNI9wkl";
    public const string DefaultCategoryOption = "xYerKDKCefk";

    private const string OrgUnitType = "organisationUnits";

    private readonly Dictionary<string, Dictionary<string, JsonObject>> _types;
    private readonly Dictionary<string, DataSet> _dataSets;

    private Country(Dictionary<string, Dictionary<string, JsonObject>> types, OrgUnitTree orgUnits, IEnumerable<DataSet> dataSets)
    {
        _types = types;
        OrgUnits = orgUnits;
        _dataSets = dataSets.ToDictionary(d => d.Uid, StringComparer.Ordinal);
    }

    public OrgUnitTree OrgUnits { get; private set; }

    /// <summary>Held by whoever changes the country, and by whoever goes through all of it.</summary>
    public object Gate => _types;

    /// <summary>Data sets by uid.</summary>
    public IReadOnlyDictionary<string, DataSet> DataSets => _dataSets;

    /// <summary>Grows with every change; what is derived from the country is good for one revision.</summary>
    public int Revision { get; private set; }

    /// <summary>The types there are objects of, org units included.</summary>
    public IEnumerable<string> Types => _types.Keys.Append(OrgUnitType);

    /// <summary>The objects of a type (plural name, as in the API's paths), by uid, in the order they came. Org units are in <see cref="OrgUnits"/>.</summary>
    public IReadOnlyDictionary<string, JsonObject> Of(string type) =>
        _types.TryGetValue(type, out var objects) ? objects : new Dictionary<string, JsonObject>();

    /// <summary>One object, or null.</summary>
    public JsonObject? Find(string type, string uid) => type == OrgUnitType
        ? OrgUnits.Find(uid)?.Json
        : _types.TryGetValue(type, out var objects) ? objects.GetValueOrDefault(uid) : null;

    /// <summary>The object of a type with a code, or null.</summary>
    public JsonObject? FindByCode(string type, string code) => type == OrgUnitType
        ? OrgUnits.FindByCode(code)?.Json
        : Of(type).Values.FirstOrDefault(o => (string?)o["code"] == code);

    /// <summary>Stores an object, in place of one of the same uid. Not for org units.</summary>
    public void Put(string type, JsonObject json)
    {
        var uid = (string)json["id"]!;
        lock (_types)
        {
            if (!_types.TryGetValue(type, out var objects))
                _types[type] = objects = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
            objects[uid] = json;
            if (type == "dataSets")
                _dataSets[uid] = DataSet.Read(json);
            Revision++;
        }
    }

    /// <summary>Stores objects of a type, in place of those of the same uids.</summary>
    public void Put(string type, IReadOnlyCollection<JsonObject> objects)
    {
        lock (_types)
        {
            if (type == OrgUnitType)
                ReplaceOrgUnits(objects.ToDictionary(o => (string)o["id"]!, StringComparer.Ordinal), removed: null);
            else
                objects.ToList().ForEach(o => Put(type, o));
        }
    }

    private void ReplaceOrgUnits(Dictionary<string, JsonObject> put, string? removed)
    {
        var kept = OrgUnits.Where(unit => unit.Uid != removed && !put.ContainsKey(unit.Uid)).Select(unit => unit.Json);
        OrgUnits = OrgUnitTree.FromPayload(kept.Concat(put.Values));
        Revision++;
    }

    /// <summary>Takes an object out; false where there was none.</summary>
    public bool Remove(string type, string uid)
    {
        lock (_types)
        {
            if (type == OrgUnitType)
                ReplaceOrgUnits([], uid);
            Revision++;
            if (type == "dataSets")
                _dataSets.Remove(uid);
            return _types.TryGetValue(type, out var objects) && objects.Remove(uid);
        }
    }

    public static Country Load(SandboxOptions options)
    {
        if (options.OrgUnits > 0)
            return CountryGenerator.Make(options);
        using var stream = typeof(Country).Assembly.GetManifestResourceStream("sandland.json")!;
        var root = JsonNode.Parse(stream)!.AsObject();
        var tree = OrgUnitTree.FromPayload(root[OrgUnitType]!.AsArray().Select(o => o!.AsObject()));
        return From(root, tree);
    }

    /// <summary>From a metadata payload; its org units are those of the tree.</summary>
    public static Country From(JsonObject payload, OrgUnitTree tree)
    {
        var types = new Dictionary<string, Dictionary<string, JsonObject>>(StringComparer.Ordinal);
        foreach (var (type, objects) in payload)
        {
            if (type != OrgUnitType)
                types[type] = objects!.AsArray().ToDictionary(o => (string)o!["id"]!, o => o!.AsObject(), StringComparer.Ordinal);
        }
        Defaults.AddTo(types);
        return new Country(types, tree, types.GetValueOrDefault("dataSets", []).Values.Select(DataSet.Read));
    }
}
