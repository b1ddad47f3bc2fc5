using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata;

/// <summary>Reads ids, codes and names of up to a thousand objects of a type, for completion: one request, tried once.</summary>
public static class ObjectNames
{
    /// <summary>How many are read at most.</summary>
    public const int Most = 1000;

    /// <summary>Reads them in the order of their names.</summary>
    /// <param name="caller">The session.</param>
    /// <param name="type">The type.</param>
    /// <param name="part">A part of the names of those to read; null reads the first of all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<IReadOnlyList<FoundObject>> ReadAsync(Dhis2Caller caller, MetadataType type, string? part, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request(type.Plural)
        {
            Query = { { "fields", "id,code,name" }, { "order", "name:asc" }, { "page", "1" }, { "pageSize", Most } },
            TriesOnce = true,
        };
        foreach (var word in Words(part ?? ""))
            request.Query.Add("filter", $"name:ilike:{word}");
        var root = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
        return [.. root.Items(type.Plural).Where(o => o.Text("id") is not null).Select(o => new FoundObject(o.Text("id")!, o.Text("code"), o.Text("name") ?? ""))];
    }

    // Pieces of letters and digits alone: servers take some other characters for a pattern, or for the end of a value.
    private static IEnumerable<string> Words(string part)
    {
        for (var (i, begin) = (0, 0); i <= part.Length; i++)
        {
            if (i < part.Length && char.IsLetterOrDigit(part[i]))
                continue;
            if (i > begin)
                yield return part.Substring(begin, i - begin);
            begin = i + 1;
        }
    }
}
