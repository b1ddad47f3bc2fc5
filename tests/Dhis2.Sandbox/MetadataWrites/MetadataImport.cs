using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.Jobs;
using Dhis2.Sandbox.Metadata;

namespace Dhis2.Sandbox.MetadataWrites;

/// <summary>One import of objects of many types, with the server's way of counting: what fails several checks is counted several times.</summary>
internal sealed class MetadataImport
{
    private readonly ObjectStore _store;
    private readonly ImportParameters _parameters;
    private readonly SandboxUser _user;
    private readonly ObjectChecks _checks;
    private readonly Dictionary<(string Type, string Key), JsonObject> _payload = [];
    private readonly List<TypeImport> _types = [];

    public MetadataImport(ObjectStore store, ImportParameters parameters, SandboxUser user, JsonNode? body)
    {
        (_store, _parameters, _user) = (store, parameters, user);
        _checks = new ObjectChecks(store, (type, key) => _payload.GetValueOrDefault((type, key)), parameters.ByCode);
        foreach (var (type, value) in body as JsonObject ?? [])
        {
            // Keys that are no type are passed over without a word.
            if (!TypeNames.HasEndpoint(type))
                continue;
            if (value is JsonObject)
                throw new WebMessageException(WriteRequest.Unreadable(store.Dialect), $"Cannot construct instance of `{TypeNames.FullKlass(type)}` (although at least one Creator exists): no String-argument constructor/factory method to deserialize from String value");
            var objects = (value as JsonArray ?? []).OfType<JsonObject>().ToList();
            if (objects.Count > 0)
                _types.Add(new TypeImport(type, objects.ConvertAll(json => Enter(type, json))));
        }
    }

    private bool Deletes => _parameters.Strategy == "DELETE";

    /// <summary>Imports, and returns the report.</summary>
    public JsonObject Run()
    {
        foreach (var type in _types)
            type.Objects.ForEach(o => Check(type, o));
        var failed = _types.Exists(t => t.Objects.Exists(o => o.Errors.Count > 0));
        if (failed && !_parameters.AtomicNone)
        {
            foreach (var type in _types)
                type.Counts.Ignored += type.Objects.Count(o => o.IsGood);
            return Report("ERROR");
        }
        foreach (var type in _types)
            Count(type);
        if (_parameters.Validates)
            return Report(failed ? "WARNING" : "OK");
        _types.ForEach(Commit);
        return Report(_types.Exists(t => t.Objects.Exists(o => o.Errors.Count > 0)) ? "WARNING" : "OK");
    }

    private ImportedObject Enter(string type, JsonObject json)
    {
        ObjectChecks.CheckReadable(type, json, WriteRequest.Unreadable(_store.Dialect));
        if (_parameters.Options.SkipSharing)
            json.Remove("sharing");
        var code = json["code"]?.ToString();
        var stored = _parameters.ByCode
            ? code is null ? null : _store.FindByCode(type, code)
            : ObjectStore.Uid(json) is { } given ? _store.Find(type, given) : null;
        var uid = (string?)stored?["id"] ?? ObjectStore.Uid(json) ?? JobBoard.NewUid();
        // The first of several with one uid is the one that counts.
        var isFirst = _payload.TryAdd((type, _parameters.ByCode ? code ?? uid : uid), json);
        return new ImportedObject(json, uid, stored, isFirst);
    }

    private void Check(TypeImport type, ImportedObject o)
    {
        var klass = TypeNames.FullKlass(type.Type);
        var what = ErrorReport.Describe(type.Type, o.Json, o.Uid);
        if (o.Stored is null && (Deletes || _parameters.Strategy == "UPDATE"))
            Refuse(type, o, ErrorReport.Make(_store.Dialect, "E5001", $"No matching object for reference. Identifier was UID, and object was {what}.", klass, ["UID", what], Deletes ? null : "id", mainId: o.Uid));
        else if (o.Stored is not null && _parameters.Strategy == "CREATE")
            Refuse(type, o, ErrorReport.Taken(_store.Dialect, type.Type, o.Stored), hasWrongIndex: true);
        else if (!o.IsFirst)
            Refuse(type, o, ErrorReport.Make(_store.Dialect, "E5004", $"Id `{o.Uid}` for type `class {klass}` exists on more than 1 object in the payload, removing all but the first found", klass, [o.Uid, klass], "id", mainId: o.Uid));
        else if (!_user.IsSuper)
            Refuse(type, o, NotAllowed(klass, what));
        else if (_parameters.SkipsValidation)
            RequireValues(klass, TypeRules.Required(type.Type).FirstOrDefault(p => o.Json[p] is null));
        else if (!Deletes)
            CheckContent(type, o);
    }

    private JsonObject NotAllowed(string klass, string what)
    {
        var who = $"{_user.Name} [{_user.Uid}] (User)";
        return ErrorReport.Make(_store.Dialect, "E3000", $"User `{who}` is not allowed to create objects of type {what}", klass, [who, what]);
    }

    // The database has the last word where nothing was checked.
    private void RequireValues(string klass, string? missing)
    {
        if (missing is not null)
            throw new WebMessageException(409, $"{(_store.Dialect >= Dialect.V41 ? "org.hibernate.PropertyValueException: " : "")}not-null property references a null or transient value : {klass}.{missing}");
    }

    private void CheckContent(TypeImport type, ImportedObject o)
    {
        var errors = _checks.Check(type.Type, o.Json, o.Uid);
        foreach (var check in (IEnumerable<List<JsonObject>>)[errors.Schema, errors.Uid, errors.Unique])
        {
            if (check.Count > 0)
                Refuse(type, o, [.. check]);
        }
        if (CountsOfCombination(type, o) is { } error)
            Refuse(type, o, error);
        if (errors.References.Count > 0 && _parameters.AtomicNone)
            DropReferences(type, o, errors.References);
        else if (errors.References.Count > 0)
            type.Counts.Ignored++;
        o.Errors.InsertRange(0, errors.References);
        _checks.Remember(type.Type, o.Json, o.Uid);
    }

    private static void Refuse(TypeImport type, ImportedObject o, params ReadOnlySpan<JsonObject> errors)
    {
        o.IsGood = false;
        o.Errors.AddRange(errors);
        type.Counts.Ignored++;
    }

    private static void Refuse(TypeImport type, ImportedObject o, JsonObject error, bool hasWrongIndex)
    {
        o.HasWrongIndex = hasWrongIndex;
        Refuse(type, o, error);
    }

    // An import that is not atomic stores the object without the reference, where it can be without.
    private void DropReferences(TypeImport type, ImportedObject o, List<JsonObject> errors)
    {
        foreach (var property in errors.Select(e => (string?)e["errorProperty"]).OfType<string>())
        {
            if (property == "categoryCombo")
                RequireValues(TypeNames.FullKlass(type.Type), property);
            o.Json.Remove(property);
        }
    }

    // From 2.43 on the option combinations of a combination come all together or not at all.
    private JsonObject? CountsOfCombination(TypeImport type, ImportedObject o)
    {
        if (_store.Dialect < Dialect.V43 || type.Type != "categoryOptionCombos" || (string?)o.Json["categoryCombo"]?["id"] is not { } combo)
            return null;
        var sent = type.Objects.Count(other => (string?)other.Json["categoryCombo"]?["id"] == combo);
        var expected = new OptionComboMaker(_store, (of, uid) => _payload.GetValueOrDefault((of, uid)) ?? _store.Find(of, uid)).Expected(combo).Count();
        return sent == expected ? null : ErrorReport.Make(_store.Dialect, "E1130",
            $"Importing {sent} CategoryOptionCombos does not match the expected amount of {expected} for CategoryCombo {combo}", TypeNames.FullKlass(type.Type), [sent, expected, combo]);
    }

    private void Count(TypeImport type)
    {
        foreach (var o in type.Objects.Where(o => o.IsGood))
        {
            if (Deletes)
                type.Counts.Deleted++;
            else if (o.Stored is null)
                type.Counts.Created++;
            else
                type.Counts.Updated++;
        }
    }

    private void Commit(TypeImport type)
    {
        var good = type.Objects.Where(o => o.IsGood).ToList();
        if (!Deletes)
        {
            _store.Put(type.Type, good.ConvertAll(o =>
            {
                o.Json["id"] = o.Uid;
                return _store.Prepare(type.Type, Resolved(o.Json), o.Stored, _parameters.Options, _user);
            }));
            return;
        }
        var deletion = new ObjectDeletion(_store);
        foreach (var o in good)
        {
            if (deletion.Delete(type.Type, o.Stored!) is not { } veto)
                continue;
            type.Counts.Deleted--;
            Refuse(type, o, veto, hasWrongIndex: true);
        }
    }

    // References by code become references by uid.
    private JsonObject Resolved(JsonObject json)
    {
        if (!_parameters.ByCode)
            return json;
        foreach (var (property, value) in json)
        {
            foreach (var reference in value is JsonArray list ? list.OfType<JsonObject>() : value is JsonObject one ? [one] : [])
            {
                if (TypeRules.ReferredType(property) is { } type && (string?)reference["code"] is { } code && (string?)_store.FindByCode(type.Plural, code)?["id"] is { } uid)
                    reference["id"] = uid;
            }
        }
        return json;
    }

    private JsonObject Report(string status) => Reports.OfImport(status, _types.ConvertAll(type =>
    {
        var showsAll = _parameters.ReportMode is "FULL" or "DEBUG" && status == "OK" && !_parameters.Validates;
        var shown = type.Objects.Select((o, place) => (o, place)).Where(p => showsAll || p.o.Errors.Count > 0).Select(p =>
        {
            var report = Reports.OfObject(TypeNames.FullKlass(type.Type), p.o.Uid, new JsonArray([.. p.o.Errors]), p.o.HasWrongIndex ? type.Objects.Count : p.place);
            if (_parameters.ReportMode == "DEBUG")
                report["displayName"] = p.o.Json["name"]?.ToString();
            return report;
        });
        return (type.Counts, Reports.OfType(type.Counts, new JsonArray([.. shown]), TypeNames.FullKlass(type.Type)));
    }));

    private sealed record TypeImport(string Type, List<ImportedObject> Objects)
    {
        public ReportCounts Counts { get; } = new();
    }

    private sealed record ImportedObject(JsonObject Json, string Uid, JsonObject? Stored, bool IsFirst)
    {
        public List<JsonObject> Errors { get; } = [];

        /// <summary>Nothing forbids to store it.</summary>
        public bool IsGood { get; set; } = true;

        /// <summary>The report says the count of objects in place of the index, as the server does for objects that it knows and objects in use.</summary>
        public bool HasWrongIndex { get; set; }
    }
}
