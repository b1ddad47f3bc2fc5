using System.Text.Json;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Metadata.Schemas;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Writing;

/// <summary>Deletes objects, and proves that they are gone.</summary>
/// <param name="caller">Who asks.</param>
public sealed class MetadataRemover(Dhis2Caller caller)
{
    private const string InUse = "E4030";
    private const int MostNames = 3;

    // What has the default combo in place of one that is deleted.
    private static readonly string[] s_withCombo = ["dataElements", "dataSets", "programs"];

    /// <summary>What the server changes of other objects without a word when it deletes this one, as what follows "and": the data sets and groups that hold it lose it, and what has this category combo gets the default one.</summary>
    /// <returns>Nothing where nothing is changed.</returns>
    public async Task<IReadOnlyList<string>> FindEffectsAsync(NamedObject target, CancellationToken cancellationToken)
    {
        var effects = new List<string>();
        var lists = await ListsThatHoldAsync(target.Type, cancellationToken).ConfigureAwait(false);
        if (lists.Count > 0)
        {
            var held = await ObjectAddress.ReadAsync(caller, target.Type, target.Id, string.Join(",", lists.Select(FieldOf)), cancellationToken).ConfigureAwait(false);
            foreach (var list in lists)
            {
                var holders = held.Items(list).Select(item => list == "dataSetElements" ? item.Child("dataSet") ?? item : item).ToList();
                if (holders.Count > 0)
                    effects.Add($"take it out of {Names(list == "dataSetElements" ? "dataSets" : list, holders.Count, holders)}");
            }
        }
        foreach (var type in target.Type.Plural == "categoryCombos" ? s_withCombo : [])
        {
            var request = new Dhis2Request(type) { Query = { { "fields", "id,name" }, { "filter", $"categoryCombo.id:eq:{target.Id}" }, { "order", "name:asc,id:asc" }, { "page", 1 }, { "pageSize", MostNames } } };
            var answer = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
            var users = answer.Items(type).ToList();
            if (users.Count > 0)
                effects.Add($"give the default category combo to {Names(type, answer?.Child("pager")?.Number("total") ?? users.Count, users)}");
        }
        return effects;
    }

    /// <summary>Deletes an object.</summary>
    /// <param name="target">The object.</param>
    /// <param name="item">What the user gave.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Dhis2ApiException">The server refuses it; the object is in use, as its values and their history use it.</exception>
    /// <exception cref="Dhis2NotDoneException">The object is there still, whatever was answered: a server says of default objects that it deleted them.</exception>
    /// <exception cref="Dhis2UnknownOutcomeException">Nothing tells whether it was deleted.</exception>
    public async Task RemoveAsync(NamedObject target, object item, CancellationToken cancellationToken)
    {
        var request = ObjectAddress.Change(caller, target.Type, target.Id, "DELETE");
        var change = $"the {target} was deleted";
        try
        {
            await SentChange.MakeAsync(caller, () => caller.ReadAsync(request, cancellationToken), LookAsync, change, item, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2ApiException e) when (e.ErrorCode == InUse || e.Report?.Details.Items.Any(found => found.Code == InUse) == true)
        {
            throw new Dhis2ApiException(e.Message, e.StatusCode, e.Report, AdviceOf(e, target), e) { Request = e.Request, Item = item };
        }
        string? left;
        try
        {
            left = await LookAsync().ConfigureAwait(false);
        }
        catch (Dhis2Exception e)
        {
            throw SentChange.Unknown(null, e, change, item);
        }
        if (left is not null)
        {
            throw new Dhis2NotDoneException($"The server answered that {change}, and did nothing. {left}", "A server keeps its default objects. Of any other, see whether it is there still, and what uses it.") { Item = item };
        }

        async Task<string?> LookAsync() =>
            await ObjectAddress.FindAsync(caller, target.Type, target.Id, "id", cancellationToken).ConfigureAwait(false) is null ? null : $"The {target} is there still.";
    }

    // The lists of an object that are kept by other objects. Children keep their parent from being deleted.
    private async Task<IReadOnlyList<string>> ListsThatHoldAsync(MetadataType type, CancellationToken cancellationToken) =>
        await SchemaReader.FindAsync(caller, type, cancellationToken).ConfigureAwait(false) is not { } schema ? [] :
        [
            .. schema.Properties.Where(property => property is { IsStored: true, IsOwned: false, IsCollection: true, Name: not "children" } && (property.IsReference || property.Name == "dataSetElements"))
                .Select(property => property.Name),
        ];

    private static string FieldOf(string list) => list == "dataSetElements" ? "dataSetElements[dataSet[id,name]]" : $"{list}[id,name]";

    private static string Names(string type, long count, IReadOnlyList<JsonElement> some)
    {
        var names = string.Join(", ", some.Take(MostNames).Select(item => $"'{item.Text("name") ?? item.Text("id")}'"));
        return $"{count} {(count == 1 ? MetadataType.Of(type).Singular : type)} ({names}{(count > MostNames ? ", ..." : "")})";
    }

    private static string AdviceOf(Dhis2ApiException refusal, NamedObject target)
    {
        var isOfData = refusal.Message.Contains("DataValue");
        return isOfData && target.Type.Plural is "dataElements" or "organisationUnits"
            ? $"Data values, or the history that is kept of deleted ones, hold it. Invoke-Dhis2Request maintenance/dataPruning/{target.Type.Plural}/{target.Id} -Method POST deletes all of them for good; softDeletedDataValueRemoval leaves the history."
            : "Change or delete what uses it first: the message names it.";
    }
}
