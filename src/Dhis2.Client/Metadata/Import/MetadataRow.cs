using System.Text;
using Dhis2.Client.Json;

namespace Dhis2.Client.Metadata.Import;

/// <summary>An object that is to be imported. Its bytes are in a spool, so that very many take little memory.</summary>
internal sealed class MetadataRow(MetadataType type, string? id, ObjectSpool spool, long offset, int length)
{
    public MetadataType Type { get; } = type;

    /// <summary>Its id; null where it has none, and the server finds or makes one.</summary>
    public string? Id { get; } = id;

    /// <summary>Where its bytes begin in the spool.</summary>
    public long Offset { get; } = offset;

    /// <summary>How many there are.</summary>
    public int Length { get; } = length;

    /// <summary>The file it came from; null for objects of the pipeline.</summary>
    public string? File { get; init; }

    /// <summary>The line it begins on, from 1; for objects of the pipeline their number.</summary>
    public long Line { get; init; }

    /// <summary>The place among the objects of its type, from 0, as the server counts them.</summary>
    public long Index { get; init; }

    /// <summary>What the server found wrong with it.</summary>
    public IReadOnlyList<MetadataFault> Faults { get; set; } = [];

    /// <summary>It was not stored because others were refused: nothing is wrong with it.</summary>
    public bool IsConsequence { get; set; }

    /// <summary>As it was sent, without its inner values in memory until somebody asks.</summary>
    public MetadataObject Read()
    {
        var json = JsonText.Parse(spool.Read(Offset, Length), Type.Singular);
        return new MetadataObject(Type.Plural, json.Text("id"), json.Text("code"), json.Text("name"), Encoding.UTF8.GetString(spool.Read(Offset, Length)));
    }
}

/// <summary>One thing that a server found wrong with an object of an import.</summary>
/// <param name="Message">In the server's words.</param>
/// <param name="Code">DHIS2's code: <c>E5002</c>.</param>
/// <param name="Property">The property at fault, where the server names one.</param>
internal sealed record MetadataFault(string Message, string? Code, string? Property);
