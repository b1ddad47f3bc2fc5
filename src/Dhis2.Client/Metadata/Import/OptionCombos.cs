using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Import;

/// <summary>Has the server make the option combos that category combos lack (server: <c>CategoryManager</c>).</summary>
internal static class OptionCombos
{
    private const string Path = "maintenance/categoryOptionComboUpdate";

    /// <summary>Of all category combos. The server does not say how many it made.</summary>
    public static async Task<long?> MakeAllAsync(Dhis2Caller caller, CancellationToken cancellationToken)
    {
        await caller.ReadAsync(new Dhis2Request(Path, HttpMethod.Post) { SafeToRepeat = true }, cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <summary>Of some category combos; gives how many were made.</summary>
    public static async Task<long?> MakeAsync(Dhis2Caller caller, IReadOnlyList<string> combos, CancellationToken cancellationToken)
    {
        var made = 0L;
        foreach (var id in combos)
        {
            var answer = await caller.ReadJsonAsync(new Dhis2Request($"{Path}/categoryCombo/{id}", HttpMethod.Post) { SafeToRepeat = true }, cancellationToken).ConfigureAwait(false);
            made += (answer?.Child("response") ?? answer)?.Number("imported") ?? 0;
        }
        return made;
    }
}
