using System.Text;
using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Imports;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Import;

/// <summary>Makes objects of a type: one by a request of its own, several by an import where that comes to the same.</summary>
/// <param name="caller">The session.</param>
/// <param name="type">The type.</param>
public sealed class MetadataCreator(Dhis2Caller caller, MetadataType type)
{
    // An import makes no option combos of a category combo, and treats accounts in another way.
    private static readonly HashSet<string> s_oneByOne = new(StringComparer.Ordinal) { "categoryCombos", "users" };

    private const int MostTogether = 1000;

    /// <summary>
    /// Makes as many objects as can be made together. Those that are not among what it gives have to be made each by itself: then the server says of each what is wrong
    /// with it.
    /// </summary>
    /// <returns>The ids of objects that were made.</returns>
    public async Task<IReadOnlyCollection<string>> CreateTogetherAsync(IReadOnlyList<NewObject> objects, CancellationToken cancellationToken)
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        // Of two objects with one id, one is the fault, and by itself it is told.
        if (objects.Count < 2 || s_oneByOne.Contains(type.Plural) || objects.Select(one => one.Id).Distinct(StringComparer.Ordinal).Count() < objects.Count)
            return made;
        for (var at = 0; at < objects.Count; at += MostTogether)
        {
            List<NewObject> part = [.. objects.Skip(at).Take(MostTogether)];
            var faults = await ImportAsync(part, cancellationToken).ConfigureAwait(false);
            var rest = faults is null ? part : part.FindAll(one => !faults.Contains(one.Id));
            // Once more without those at fault: what refers to one of them is refused again.
            if (faults is null || (faults.Count > 0 && rest.Count > 1 && await ImportAsync(rest, cancellationToken).ConfigureAwait(false) is null))
                made.UnionWith(rest.Select(one => one.Id));
        }
        return made;
    }

    /// <summary>Makes one object. Where the answer is lost, the server is asked whether it has it.</summary>
    /// <exception cref="Dhis2ApiException">The server refuses it, in its own words.</exception>
    public async Task CreateAsync(NewObject one, CancellationToken cancellationToken)
    {
        try
        {
            var request = new Dhis2Request(type.Plural, HttpMethod.Post) { Body = RequestBody.Of(one.Utf8, "application/json") };
            await caller.ReadAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2Exception e) when (RequestFaults.KindOf(e, hasLeft: true) == RequestFault.Lost && Uid.IsValid(one.Id))
        {
            if (!await IsThereAsync(one, cancellationToken).ConfigureAwait(false))
                throw;
        }
        if (one.Translations is { } translations)
            await TranslateAsync(one, translations, cancellationToken).ConfigureAwait(false);
    }

    // The ids of those that are at fault; null where all were made. None where the whole was refused, or its fate is not known.
    private async Task<HashSet<string>?> ImportAsync(List<NewObject> objects, CancellationToken cancellationToken)
    {
        using var importer = new MetadataImporter(caller, new MetadataImportOptions { Strategy = MetadataImportStrategy.Create });
        foreach (var one in objects)
            importer.Add(type, one.Utf8);
        var report = await importer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        if (report.Imported == objects.Count)
            return null;
        return [.. report.Problems.OfType<MetadataImportProblem>().Where(problem => problem is { Outcome: ImportOutcome.Rejected, IsConsequence: false }).Select(problem => problem.Uid).OfType<string>()];
    }

    private async Task<bool> IsThereAsync(NewObject one, CancellationToken cancellationToken)
    {
        try
        {
            await caller.ReadAsync(new Dhis2Request($"{type.Plural}/{one.Id}") { Query = { { "fields", "id" } } }, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Dhis2Exception)
        {
            // The first fault is what is told.
            return false;
        }
    }

    // The request that makes an object drops its translations without a word.
    private async Task TranslateAsync(NewObject one, string translations, CancellationToken cancellationToken)
    {
        try
        {
            var body = RequestBody.Of(Encoding.UTF8.GetBytes($"{{\"translations\":{translations}}}"), "application/json");
            await caller.ReadAsync(new Dhis2Request($"{type.Plural}/{one.Id}/translations", HttpMethod.Put) { Body = body }, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2ApiException e)
        {
            throw new Dhis2ApiException($"The {type.Singular} {one} was made, and its translations were refused: {e.Message}", e.StatusCode, e.Report, "Correct them, and set them by themselves.");
        }
    }
}
