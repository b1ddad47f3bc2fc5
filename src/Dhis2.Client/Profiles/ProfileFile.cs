using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.Profiles;

/// <summary>One <c>profiles.json</c> in memory. Keys it does not know survive when it is written again.</summary>
internal sealed class ProfileFile
{
    private const int Version = 1;

    // Letters of all languages as they are: people read this file.
    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _path;
    private readonly ProfileScope _scope;
    private readonly JsonObject _root;
    private readonly List<Profile> _profiles;

    private ProfileFile(string path, ProfileScope scope, JsonObject root, List<Profile> profiles, string? usual)
    {
        _path = path;
        _scope = scope;
        _root = root;
        _profiles = profiles;
        Default = usual;
    }

    /// <summary>The name of the default profile.</summary>
    public string? Default { get; private set; }

    /// <summary>The profiles in the order of the file.</summary>
    public IEnumerable<Profile> Profiles => _profiles.Select(p => p with { Scope = _scope, Path = _path, IsDefault = IsSame(p.Name, Default) });

    private JsonObject Nodes => (JsonObject)_root["profiles"]!;

    /// <summary>Reads a file; an empty one where there is none.</summary>
    public static ProfileFile Read(string path, ProfileScope scope)
    {
        if (PlacedJson.Read(path) is not { } json)
            return new ProfileFile(path, scope, new JsonObject { ["version"] = Version, ["profiles"] = new JsonObject() }, [], null);
        var fields = new JsonFields(json, json.Root);
        CheckVersion(path, fields);
        var profiles = ReadProfiles(fields);
        if (json.Root["profiles"] is null)
            json.Root["profiles"] = new JsonObject();
        return new ProfileFile(path, scope, json.Root, profiles, fields.Text("default"));
    }

    public Profile? Find(string name) => Profiles.FirstOrDefault(p => IsSame(p.Name, name));

    public void Put(Profile profile)
    {
        var at = _profiles.FindIndex(p => IsSame(p.Name, profile.Name));
        if (at < 0)
        {
            _profiles.Add(profile);
            Nodes[profile.Name] = new JsonObject();
        }
        else
        {
            // The name keeps the letter case that the file has.
            profile = profile with { Name = _profiles[at].Name };
            _profiles[at] = profile;
        }
        ProfileJson.Write(profile, (JsonObject)Nodes[profile.Name]!);
        if (profile.IsDefault)
            MakeDefault(profile.Name);
        else if (IsSame(profile.Name, Default))
            MakeDefault(null);
    }

    public void Remove(string name)
    {
        var profile = Find(name)!;
        _profiles.RemoveAll(p => IsSame(p.Name, name));
        Nodes.Remove(profile.Name);
        if (profile.IsDefault)
            MakeDefault(null);
    }

    public void Rename(string name, string newName)
    {
        var profile = Find(name)!;
        var at = _profiles.FindIndex(p => IsSame(p.Name, name));
        _profiles[at] = _profiles[at] with { Name = newName };
        // A renamed profile keeps its position in the file.
        var nodes = Nodes.ToList();
        Nodes.Clear();
        foreach (var (key, node) in nodes)
            Nodes[key == profile.Name ? newName : key] = node;
        if (profile.IsDefault)
            MakeDefault(newName);
    }

    /// <summary>Writes the file, whole or not at all, for its owner alone.</summary>
    public Task WriteAsync() => AtomicFile.WriteAsync(
        Target(),
        async stream =>
        {
            await JsonSerializer.SerializeAsync(stream, _root, s_readable).ConfigureAwait(false);
            stream.WriteByte((byte)'\n');
            // The new file is flushed to the disk before it replaces the old one.
            ((FileStream)stream).Flush(flushToDisk: true);
        },
        part => PrivateFile.Open(part, FileMode.CreateNew));

    private static void CheckVersion(string path, JsonFields fields)
    {
        if (fields.Node["version"] is not { } node)
            return;
        if (node is not JsonValue value || !value.TryGetValue<int>(out var version))
            throw fields.Fault("version has to be a whole number.", "version");
        if (version > Version)
            throw ProfileErrors.NewerFile(path, version);
    }

    private static List<Profile> ReadProfiles(JsonFields fields)
    {
        var profiles = new List<Profile>();
        if (fields.Object("profiles") is not { } all)
            return profiles;
        foreach (var name in all.Keys)
        {
            if (!ProfileErrors.IsName(name))
                throw all.Fault($"'{name}' cannot be the name of a profile: letters, digits, dots, hyphens and underscores can.", name);
            if (profiles.Exists(p => IsSame(p.Name, name)))
                throw all.Fault($"there are two profiles '{name}'; case makes no difference.", name);
            profiles.Add(ProfileJson.Read(all.Object(name) ?? throw all.Fault($"'{name}' has to be an object.", name), name));
        }
        return profiles;
    }

    private static bool IsSame(string name, string? other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    private void MakeDefault(string? name)
    {
        Default = name;
        if (name is null)
            _root.Remove("default");
        else
            _root["default"] = name;
    }

    // A symbolic link stays one: the file that it points to is written. People who keep their settings in a repository use such links.
    private string Target()
    {
#if NET8_0_OR_GREATER
        return new FileInfo(_path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : _path;
#else
        return _path;
#endif
    }
}
