using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Imports.Journals;

/// <summary>What an import is: two runs with the same of it are runs of one import. The first line of its journal.</summary>
internal sealed record JournalHead
{
    /// <summary>What every journal begins with.</summary>
    public const string Opening = """{"journal":"Dhis2 import","format":1,""";

    /// <summary>The version of this module: another may find other rows in the same file.</summary>
    public required string Module { get; init; }

    /// <summary>The server's address.</summary>
    public required string Server { get; init; }

    /// <summary>Its version.</summary>
    public required ServerVersion? Version { get; init; }

    /// <summary>What decides what the rows mean and what is to be done with them, by name.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Options { get; init; }

    /// <summary>The files, in the order in which they are read.</summary>
    public required IReadOnlyList<JournalSource> Files { get; init; }

    /// <summary>The line, without its end.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("journal", "Dhis2 import");
        writer.WriteNumber("format", 1);
        writer.WriteString("module", Module);
        writer.WriteString("server", Server);
        writer.WriteString("version", Version?.Text);
        writer.WriteStartArray("options");
        foreach (var option in Options)
            writer.WriteStringValue($"{option.Key}={option.Value}");
        writer.WriteEndArray();
        writer.WriteStartArray("files");
        foreach (var file in Files)
            file.Write(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>What of the journal's head is not so now, in words; null where it is the same import.</summary>
    public string? DifferenceFrom(JsonElement journal)
    {
        if (journal.Text("module") != Module)
            return $"it was begun with version {journal.Text("module")} of this module, which may count rows otherwise than {Module}";
        if (journal.Text("server") != Server)
            return $"it was begun at {journal.Text("server")}, and the session is of {Server}";
        if (ServerVersion.Parse(journal.Text("version"))?.Release != Version?.Release)
            return $"the server was of version {journal.Text("version")} then, and is of {Version} now";
        return DifferentFile([.. journal.Items("files")]) ?? DifferentOption([.. journal.Items("options").Select(option => option.GetString() ?? "")]);
    }

    private string? DifferentFile(List<JsonElement> files)
    {
        if (files.Count != Files.Count)
            return $"it is of {files.Count} files ({string.Join(", ", files.Select(file => file.Text("path")))}), and now there are {Files.Count}";
        return files.Select((file, i) => Files[i].DifferenceFrom(file)).FirstOrDefault(difference => difference is not null);
    }

    private string? DifferentOption(List<string> options)
    {
        var now = Options.Select(option => $"{option.Key}={option.Value}").ToList();
        var (gone, added) = (options.Except(now, StringComparer.Ordinal).ToList(), now.Except(options, StringComparer.Ordinal).ToList());
        if (gone.Count + added.Count == 0)
            return null;
        return $"its options were others: {(gone.Count > 0 ? string.Join(", ", gone) : "nothing")} then, {(added.Count > 0 ? string.Join(", ", added) : "nothing")} now";
    }
}
