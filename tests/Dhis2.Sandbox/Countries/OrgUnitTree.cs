using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Dhis2.Sandbox.Countries;

/// <summary>The org units of a country, with lookups that stay quick in a big one.</summary>
internal sealed class OrgUnitTree : IReadOnlyCollection<OrgUnit>
{
    private readonly Dictionary<string, OrgUnit> _byUid;
    private readonly Dictionary<string, OrgUnit> _byCode;
    private readonly OrgUnit[] _all;

    public OrgUnitTree(IEnumerable<OrgUnit> all)
    {
        _all = [.. all];
        _byUid = _all.ToDictionary(u => u.Uid, StringComparer.Ordinal);
        _byCode = _all.Where(u => u.Code is not null).ToDictionary(u => u.Code!, StringComparer.Ordinal);
        Root = _all[0];
    }

    public OrgUnit Root { get; }

    public int Count => _all.Length;

    public OrgUnit? Find(string? uid) => uid is null ? null : _byUid.GetValueOrDefault(uid);

    public OrgUnit? FindByCode(string code) => _byCode.GetValueOrDefault(code);

    public IEnumerator<OrgUnit> GetEnumerator() => ((IEnumerable<OrgUnit>)_all).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>From a payload, where a parent may come after its child.</summary>
    public static OrgUnitTree FromPayload(IEnumerable<JsonObject> payload)
    {
        var given = payload.ToList();
        var byParent = given.ToLookup(o => (string?)o["parent"]?["id"] ?? "");
        var made = new List<OrgUnit>(given.Count);
        var waiting = new Queue<(JsonObject Json, OrgUnit? Parent)>(byParent[""].Select(o => (o, (OrgUnit?)null)));
        while (waiting.TryDequeue(out var next))
        {
            var unit = Read(next.Json, next.Parent);
            made.Add(unit);
            foreach (var child in byParent[unit.Uid])
                waiting.Enqueue((child, unit));
        }
        return new OrgUnitTree(made);
    }

    private static OrgUnit Read(JsonObject json, OrgUnit? parent) => new(
        (string)json["id"]!, (string?)json["code"], (string)json["name"]!, (string)json["shortName"]!, parent,
        Date((string)json["openingDate"]!), (string?)json["closedDate"] is { } closed ? Date(closed) : null, json);

    private static DateOnly Date(string text) => DateOnly.Parse(text[..10], CultureInfo.InvariantCulture);
}
