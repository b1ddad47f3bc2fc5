using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.DataValues;

/// <summary>The options of an import, as the query gives them, and as the summary repeats them.</summary>
internal sealed class ImportOptions
{
    // In the order in which the server repeats them; what stands between them is repeated, but never changes.
    private static readonly (string Name, bool Default)[] s_flags =
    [
        ("skipExistingCheck", false), ("sharing", false), ("skipNotifications", false), ("skipAudit", false), ("datasetAllowsPeriods", false),
        ("strictPeriods", false), ("strictDataElements", false), ("strictCategoryOptionCombos", false), ("strictAttributeOptionCombos", false),
        ("strictOrganisationUnits", false), ("strictDataSetApproval", false), ("strictDataSetLocking", false), ("strictDataSetInputPeriods", false),
        ("requireCategoryOptionCombo", false), ("requireAttributeOptionCombo", false), ("skipPatternValidation", false), ("ignoreEmptyCollection", false),
        ("force", false), ("firstRowIsHeader", true), ("skipLastUpdated", false), ("mergeDataValues", false), ("skipCache", false),
    ];

    private static readonly string[] s_strategies =
        ["CREATE", "UPDATE", "CREATE_AND_UPDATE", "DELETE", "SYNC", "NEW_AND_UPDATES", "NEW", "UPDATES", "DELETES"];

    // Id schemes of the query alone.
    private IReadOnlyList<(string Field, string Scheme)> _asked = [];
    private readonly Dictionary<string, bool> _flags = new(StringComparer.Ordinal);

    public IdSchemes Schemes { get; } = new();

    /// <summary>CREATE, UPDATE, CREATE_AND_UPDATE or DELETE, by whichever of its names it was asked for.</summary>
    public string Strategy { get; set; } = "CREATE_AND_UPDATE";

    public bool DryRun { get; set; }

    public string? DataSet { get; private set; }

    public bool this[string flag] => _flags.TryGetValue(flag, out var set) ? set : s_flags.Any(known => known.Name == flag && known.Default);

    /// <summary>Reads a query; what it cannot read is said in <paramref name="fault"/>, in the server's words.</summary>
    public static ImportOptions Read(Func<string, string?> query, out string? fault)
    {
        var options = new ImportOptions { DataSet = query("dataSet") };
        fault = null;
        foreach (var name in s_flags.Select(flag => flag.Name).Concat(["dryRun", "async", "atomic"]))
        {
            var text = query(name);
            if (text is not ("true" or "false" or null or ""))
                fault = $"Value '{text}' is not valid for parameter {name}. It should be of type boolean";
            else if (text is { Length: > 0 })
                options._flags[name] = text == "true";
        }
        options.DryRun = options["dryRun"];
        if ((query("importStrategy") ?? query("strategy")) is { Length: > 0 } strategy)
        {
            if (!s_strategies.Contains(strategy))
                fault = $"Value '{strategy}' is not valid for parameter importStrategy. Valid values are: [{string.Join(", ", s_strategies)}]";
            options.Strategy = strategy;
        }
        if (options.Schemes.Read(query) is { } scheme)
            fault = $"Value '{scheme}' is not valid for parameter idScheme. No enum constant org.hisp.dhis.common.IdentifiableProperty.{scheme}";
        options._asked = [.. options.Schemes.Given];
        return options;
    }

    /// <summary>The options as a job tells them, with those that nobody gave.</summary>
    public JsonObject ToNotice(Dialect dialect)
    {
        var json = ToJson(dialect);
        foreach (var name in (string[])["preheatCache", "filename", "notificationLevel", "dataSet"])
            json.TryAdd(name, null);
        return json;
    }

    /// <summary>The one of three kinds of writing that a strategy stands for.</summary>
    public static string Kind(string strategy) => strategy switch
    {
        "NEW" => "CREATE",
        "UPDATES" => "UPDATE",
        "DELETES" => "DELETE",
        "NEW_AND_UPDATES" or "SYNC" => "CREATE_AND_UPDATE",
        _ => strategy,
    };

    /// <summary>What the summary repeats: all options, whether given or not. Id schemes are repeated from 2.41 on, those of the body from 2.43 on.</summary>
    public JsonObject ToJson(Dialect dialect)
    {
        var schemes = new JsonObject();
        foreach (var (name, scheme) in dialect >= Dialect.V43 ? Schemes.Given : dialect >= Dialect.V41 ? _asked : [])
            schemes[name] = new JsonObject { ["type"] = scheme.Split(':')[0] };
        var json = new JsonObject { ["idSchemes"] = schemes };
        if (dialect >= Dialect.V43)
            json["atomic"] = this["atomic"];
        json["dryRun"] = this["dryRun"];
        json["async"] = this["async"];
        json["importStrategy"] = Strategy;
        json["mergeMode"] = "REPLACE";
        json["reportMode"] = "FULL";
        foreach (var (name, _) in s_flags)
            json[name] = this[name];
        if (DataSet is not null)
            json["dataSet"] = DataSet;
        return json;
    }
}
