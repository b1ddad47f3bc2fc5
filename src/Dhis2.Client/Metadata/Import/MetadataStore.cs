using System.Diagnostics;
using System.Globalization;
using Dhis2.Client.Http;
using Dhis2.Client.Imports;
using Dhis2.Client.Json;
using Dhis2.Client.Lists;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Import;

/// <summary>Looks up whether objects were written since the import began: by their ids, and the time of their last change by the server's own clock.</summary>
internal sealed class MetadataStore(Dhis2Caller caller, MetadataImportOptions options)
{
    private const int IdsPerRequest = 100;

    // What the two clocks may be apart by the time that a request takes.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan? _sent;

    /// <summary>Takes note that the first request leaves.</summary>
    public void MarkSent() => _sent ??= _clock.Elapsed;

    /// <summary>What the store says of each row.</summary>
    public async Task<IReadOnlyList<Finding>> FindAsync(IReadOnlyList<MetadataRow> rows, CancellationToken cancellationToken)
    {
        var begun = await BegunAsync(cancellationToken).ConfigureAwait(false);
        var findings = new Finding[rows.Count];
        foreach (var type in Enumerable.Range(0, rows.Count).GroupBy(i => rows[i].Type))
        {
            var ids = type.Select(i => rows[i].Id).OfType<string>().Where(Uid.IsValid).Distinct(StringComparer.Ordinal).ToList();
            var stored = await ReadAsync(type.Key, ids, cancellationToken).ConfigureAwait(false);
            foreach (var i in type)
                findings[i] = rows[i].Id is not { } id || stored is null ? Finding.Unseen : FindingOf(id, stored, begun);
        }
        return findings;
    }

    private Finding FindingOf(string id, Dictionary<string, DateTime?> stored, DateTime? begun)
    {
        var isThere = stored.TryGetValue(id, out var changed);
        if (options.Strategy == MetadataImportStrategy.Delete)
            return isThere ? Finding.Missing : Finding.Agrees;
        if (!isThere)
            return Finding.Missing;
        // One that was there before is refused where objects may only be made.
        return options.Strategy == MetadataImportStrategy.Create || (begun is not null && changed >= begun) ? Finding.Agrees : Finding.Missing;
    }

    // Ids of one type and when they were last changed; null where the account does not see the type.
    private async Task<Dictionary<string, DateTime?>?> ReadAsync(MetadataType type, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var stored = new Dictionary<string, DateTime?>(StringComparer.Ordinal);
        try
        {
            foreach (var part in UrlLimit.CutList(caller, ids, IdsPerRequest, part => Request(type, part)))
            {
                var answer = await caller.ReadJsonAsync(Request(type, part), cancellationToken).ConfigureAwait(false);
                foreach (var item in answer.Items(type.Plural))
                {
                    if (item.Text("id") is { } id)
                        stored[id] = Time(item.Text("lastUpdated"));
                }
            }
            return stored;
        }
        catch (Dhis2ApiException e) when (e is not Dhis2AuthenticationException && e.StatusCode is 403 or 404 or 405 or 406)
        {
            return null;
        }
    }

    private static Dhis2Request Request(MetadataType type, IReadOnlyList<string> ids) =>
        new(type.Plural) { Query = { { "fields", "id,lastUpdated" }, { "filter", $"id:in:[{string.Join(",", ids)}]" }, { "paging", false } } };

    // When the first request left, by the server's clock and in the zone that its times are in. They name none.
    private async Task<DateTime?> BegunAsync(CancellationToken cancellationToken)
    {
        if (options.Strategy is MetadataImportStrategy.Create or MetadataImportStrategy.Delete || _sent is not { } sent)
            return null;
        var info = await caller.ReadJsonAsync(new Dhis2Request("system/info"), cancellationToken).ConfigureAwait(false);
        return Time(info?.Text("serverDate")) is { } now ? now - (_clock.Elapsed - sent) - s_tolerance : null;
    }

    private static DateTime? Time(string? text) =>
        text is not null && DateTime.TryParse(text.Length > 23 ? text.Substring(0, 23) : text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}
