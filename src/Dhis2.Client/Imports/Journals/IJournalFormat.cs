using System.Text.Json;

namespace Dhis2.Client.Imports.Journals;

/// <summary>How the problems of an area are written to a journal, and read again.</summary>
internal interface IJournalFormat : ISpoolFormat<ImportProblem>
{
    /// <summary>Writes the members of a problem into an object that is open.</summary>
    void Write(Utf8JsonWriter writer, ImportProblem problem);

    /// <summary>Reads them again.</summary>
    ImportProblem Read(JsonElement json);
}
