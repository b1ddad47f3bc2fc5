using Dhis2.Client.Http;
using Dhis2.Client.Json;
using Dhis2.Client.Lists;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.DataValues.Locks;

/// <summary>
/// Lists, makes and removes lock exceptions. Servers make a second one of the same, and take the removal of one at an unknown org unit for the removal of all of
/// its data set and period: so what is there is read once, before the first of them is made or removed. Not thread-safe.
/// </summary>
/// <param name="caller">Who asks.</param>
public sealed class LockExceptionStore(Dhis2Caller caller)
{
    private const string Path = "lockExceptions";
    private const int PageSize = 1000;

    private HashSet<(string? DataSet, string? Period, string? OrgUnit)>? _known;

    /// <summary>Reads all, page by page.</summary>
    /// <param name="skip">How many to leave out at the start.</param>
    /// <param name="first">How many to read at most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IAsyncEnumerable<Page<LockException>> ReadAllAsync(ulong skip, ulong first, CancellationToken cancellationToken)
    {
        var list = new PagedReader<LockException>(
            caller,
            (page, size) => new Dhis2Request(Path) { Query = { { "page", page }, { "pageSize", size } } },
            () => new ElementBuilder<LockException>(LockExceptionJson.Read),
            new PageShape<LockException>(Path, item => item.Id ?? item.ToString()));
        return list.ReadAsync(PageSize, skip, first, cancellationToken);
    }

    /// <summary>Reads for which data sets and periods there are some; these have no org unit.</summary>
    public async Task<IReadOnlyList<LockException>> ReadCombinationsAsync(CancellationToken cancellationToken)
    {
        var request = new Dhis2Request($"{Path}/combinations");
        var answer = await caller.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false) ?? throw JsonErrors.Invalid(request.Display, null, "it is empty");
        return [.. answer.Items(Path).Select(LockExceptionJson.Read)];
    }

    /// <summary>Makes one.</summary>
    /// <exception cref="Dhis2InputException">There is one already (<c>AlreadyThere</c>), or an id or the period is none.</exception>
    /// <exception cref="Dhis2ApiException">The server knows no such data set, period or org unit, or the data set is not assigned to the org unit.</exception>
    /// <exception cref="Dhis2NotDoneException">The answer was lost, and there is none.</exception>
    /// <exception cref="Dhis2UnknownOutcomeException">The answer was lost, and what is there could not be read.</exception>
    public async Task<LockException> CreateAsync(string dataSet, string period, string orgUnit, CancellationToken cancellationToken)
    {
        var made = Checked(dataSet, period, orgUnit);
        if ((await KnownAsync(cancellationToken).ConfigureAwait(false)).Contains(Key(made)))
            throw new Dhis2InputException($"There is a lock exception for {made} already.", "Leave it out; Get-Dhis2LockException shows those that are there.") { ErrorId = "AlreadyThere" };
        await SendAsync(made, HttpMethod.Post, isThere: true, "made", cancellationToken).ConfigureAwait(false);
        _known!.Add(Key(made));
        return made;
    }

    /// <summary>Removes one.</summary>
    /// <exception cref="Dhis2ApiException">There is none, or the account may not remove it.</exception>
    /// <exception cref="Dhis2NotDoneException">The answer was lost, and it is there still.</exception>
    /// <exception cref="Dhis2UnknownOutcomeException">The answer was lost, and what is there could not be read.</exception>
    public async Task DeleteAsync(string dataSet, string period, string orgUnit, CancellationToken cancellationToken)
    {
        var gone = Checked(dataSet, period, orgUnit);
        if (!(await KnownAsync(cancellationToken).ConfigureAwait(false)).Contains(Key(gone)))
            throw new Dhis2ApiException($"There is no lock exception for {gone}.", 404, null, "See what is there with Get-Dhis2LockException.");
        await SendAsync(gone, HttpMethod.Delete, isThere: false, "removed", cancellationToken).ConfigureAwait(false);
        _known!.Remove(Key(gone));
    }

    private static LockException Checked(string dataSet, string period, string orgUnit)
    {
        foreach (var uid in (string[])[dataSet, orgUnit])
        {
            if (!Uid.IsValid(uid))
                throw new Dhis2InputException($"'{uid}' cannot be a uid: a uid is a letter and ten letters or digits.", "Give the uids of a data set and an org unit.") { Item = uid };
        }
        return string.IsNullOrWhiteSpace(period)
            ? throw new Dhis2InputException("No period is given.", "Give one such as 202401: -Period.")
            : new LockException { DataSet = dataSet, Period = period, OrgUnit = orgUnit };
    }

    private Task SendAsync(LockException item, HttpMethod method, bool isThere, string change, CancellationToken cancellationToken)
    {
        var request = new Dhis2Request(Path, method) { Query = { { "ds", item.DataSet }, { "pe", item.Period }, { "ou", item.OrgUnit } } };
        return SentChange.MakeAsync(caller, () => caller.ReadAsync(request, cancellationToken), LookAsync, $"the lock exception for {item} was {change}", item, cancellationToken);

        async Task<string?> LookAsync()
        {
            _known = null;
            var known = await KnownAsync(cancellationToken).ConfigureAwait(false);
            return known.Contains(Key(item)) == isThere ? null : $"There is {(isThere ? "no" : "still a")} lock exception for {item}.";
        }
    }

    private static (string? DataSet, string? Period, string? OrgUnit) Key(LockException item) => (item.DataSet, item.Period, item.OrgUnit);

    private async Task<HashSet<(string? DataSet, string? Period, string? OrgUnit)>> KnownAsync(CancellationToken cancellationToken)
    {
        if (_known is { } known)
            return known;
        known = [];
        await foreach (var page in ReadAllAsync(0, ulong.MaxValue, cancellationToken).ConfigureAwait(false))
            known.UnionWith(page.Items.Select(Key));
        return _known = known;
    }
}
