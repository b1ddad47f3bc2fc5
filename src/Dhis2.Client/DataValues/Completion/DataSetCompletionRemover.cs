using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Completion;

/// <summary>Takes completions back.</summary>
/// <param name="caller">Who asks.</param>
public sealed class DataSetCompletionRemover(Dhis2Caller caller)
{
    // By option combo: its category combo, and its options as the server takes them.
    private readonly Dictionary<string, (string Combo, string Options)> _combos = new(StringComparer.Ordinal);

    /// <summary>Removes a registration, and finds nothing wrong where there is none.</summary>
    /// <param name="completion">The data set, period, org unit and, where it is not the default one, the attribute option combo, by uid.</param>
    /// <param name="withChildren">Also that of each org unit right below.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Dhis2ApiException">A data set, an org unit or an option combo does not exist, or the data set is locked.</exception>
    /// <exception cref="Dhis2NotDoneException">The answer was lost, and the server holds the registration still.</exception>
    /// <exception cref="Dhis2UnknownOutcomeException">
    /// The server answered that it is done, and holds the registration all the same, or what it holds could not be read.
    /// </exception>
    public async Task RemoveAsync(DataSetCompletion completion, bool withChildren, CancellationToken cancellationToken)
    {
        if (CompletionGuard.Check(completion) is { } fault)
            throw new Dhis2InputException(fault, "Give what Get-Dhis2DataSetCompletion gives, or ids and periods.");
        var defaultCombo = await DefaultCombo.OfAsync(caller, new IdSchemes(), cancellationToken).ConfigureAwait(false);
        var request = new Dhis2Request(DataSetCompletionJson.List, HttpMethod.Delete) { Query = { { "ds", completion.DataSet }, { "pe", completion.Period }, { "ou", completion.OrgUnit } } };
        // Without a category combo the server takes the default one.
        if (completion.AttributeOptionCombo is { } given && given != defaultCombo)
        {
            var (combo, options) = await CategoriesOfAsync(given, cancellationToken).ConfigureAwait(false);
            request.Query.Add("cc", combo).Add("cp", options);
        }
        request.Query.Add("multiOu", withChildren ? true : (bool?)null);
        var change = $"the completion {completion}{(withChildren ? ", with those of the org units right below," : "")} was removed";
        await SentChange.MakeAsync(caller, () => caller.ReadAsync(request, cancellationToken), LookAsync, change, completion, cancellationToken).ConfigureAwait(false);
        await CheckIsGoneAsync(completion, defaultCombo, change, cancellationToken).ConfigureAwait(false);

        // Which of the completions further down are of org units right below, they do not say.
        async Task<string?> LookAsync() => withChildren
            ? throw new Dhis2ClientException("completions do not say how far down their org units are.")
            : await IsHeldAsync(completion, defaultCombo, cancellationToken).ConfigureAwait(false) ? $"The server holds the completion {completion} still." : null;
    }

    // The server says the same where it removed nothing: it passes over org units to which the data set is not assigned.
    private async Task CheckIsGoneAsync(DataSetCompletion completion, string? defaultCombo, string change, CancellationToken cancellationToken)
    {
        bool isHeld;
        try
        {
            isHeld = await IsHeldAsync(completion, defaultCombo, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2Exception e)
        {
            throw SentChange.Unknown(null, e, change, completion);
        }
        if (isHeld)
        {
            throw new Dhis2UnknownOutcomeException(
                $"The server says that it removed the completion {completion}, and holds it all the same.",
                "See whether the data set is assigned to the org unit: the server removes nothing from one to which it is not.");
        }
    }

    private async Task<bool> IsHeldAsync(DataSetCompletion completion, string? defaultCombo, CancellationToken cancellationToken)
    {
        var query = new DataSetCompletionQuery { DataSets = [completion.DataSet!], Periods = [completion.Period!], OrgUnits = [completion.OrgUnit!] };
        var answer = await caller.ReadJsonAsync(query.ToRequest(), cancellationToken).ConfigureAwait(false);
        var key = CompletionKey.Of(completion, defaultCombo);
        return answer.Items(DataSetCompletionJson.List).Select(DataSetCompletionJson.Read).Any(left => CompletionKey.Of(left, defaultCombo) == key);
    }

    private async Task<(string Combo, string Options)> CategoriesOfAsync(string optionCombo, CancellationToken cancellationToken)
    {
        if (_combos.TryGetValue(optionCombo, out var known))
            return known;
        var request = new Dhis2Request(ApiPath.Of(caller.Session.Dialect.CutsLastSuffix, "categoryOptionCombos", optionCombo)) { Query = { { "fields", "categoryCombo[id],categoryOptions[id]" } } };
        var json = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false) ?? default;
        if (json.Child("categoryCombo")?.Text("id") is not { } combo)
            throw JsonErrors.Invalid(request.Display, null, "it has no category combo");
        return _combos[optionCombo] = (combo, string.Join(";", json.Items("categoryOptions").Select(option => option.Text("id")).OfType<string>()));
    }
}
