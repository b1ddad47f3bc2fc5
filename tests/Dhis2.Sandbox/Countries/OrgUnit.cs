using System.Text.Json.Nodes;

namespace Dhis2.Sandbox.Countries;

/// <summary>One org unit. Its JSON is made when asked for: a country may hold a hundred thousand.</summary>
internal sealed class OrgUnit
{
    private readonly List<OrgUnit> _children = [];
    private readonly JsonObject? _given;

    /// <param name="given">What the payload said of it; null for a generated one.</param>
    public OrgUnit(string uid, string? code, string name, string shortName, OrgUnit? parent, DateOnly openingDate, DateOnly? closedDate = null, JsonObject? given = null)
    {
        Uid = uid;
        Code = code;
        Name = name;
        ShortName = shortName;
        Parent = parent;
        OpeningDate = openingDate;
        ClosedDate = closedDate;
        _given = given;
        Level = parent is null ? 1 : parent.Level + 1;
        Path = parent is null ? "/" + uid : parent.Path + "/" + uid;
        parent?._children.Add(this);
    }

    public string Uid { get; }

    public string? Code { get; }

    public string Name { get; }

    public string ShortName { get; }

    /// <summary>The uids from the root down to this one, as /A/B/C.</summary>
    public string Path { get; }

    /// <summary>1 for the root.</summary>
    public int Level { get; }

    public OrgUnit? Parent { get; }

    public string? ParentUid => Parent?.Uid;

    public IReadOnlyList<OrgUnit> Children => _children;

    public DateOnly OpeningDate { get; }

    public DateOnly? ClosedDate { get; }

    public bool IsLeaf => _children.Count == 0;

    /// <summary>What a payload of this org unit holds (a fresh copy).</summary>
    public JsonObject Json
    {
        get
        {
            if (_given is not null)
                return _given.DeepClone().AsObject();
            var json = new JsonObject { ["id"] = Uid, ["code"] = Code, ["name"] = Name, ["shortName"] = ShortName, ["openingDate"] = OpeningDate.ToString("yyyy-MM-dd", null) };
            if (ClosedDate is { } closed)
                json["closedDate"] = closed.ToString("yyyy-MM-dd", null);
            if (Parent is not null)
                json["parent"] = new JsonObject { ["id"] = Parent.Uid };
            return json;
        }
    }

    /// <summary>Is this org unit, or lies below it.</summary>
    public bool IsWithin(string uid) => Path.Contains(uid, StringComparison.Ordinal);

    /// <summary>This one and all below, parents first.</summary>
    public IEnumerable<OrgUnit> Branch()
    {
        var waiting = new Stack<OrgUnit>([this]);
        while (waiting.TryPop(out var unit))
        {
            yield return unit;
            for (var i = unit._children.Count - 1; i >= 0; i--)
                waiting.Push(unit._children[i]);
        }
    }
}
