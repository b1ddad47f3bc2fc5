using System.Text.Json;
using Dhis2.Client.Json;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Users;

/// <summary>Changes accounts: each is read, changed by as few requests as there are, and read back.</summary>
/// <param name="caller">Who asks.</param>
public sealed class UserUpdater(Dhis2Caller caller)
{
    private readonly UserRequests _requests = new(caller);

    /// <summary>Reads an account, and what has to be done that it is as it is to be.</summary>
    /// <exception cref="Dhis2ApiException">There is no such account.</exception>
    public async Task<UserUpdate> PrepareAsync(string id, UserChange change, CancellationToken cancellationToken)
    {
        var user = await _requests.ReadAsync(id, cancellationToken).ConfigureAwait(false);
        return new UserUpdate(id, UserRequests.Title(user), [.. Steps(user, change)]);
    }

    /// <summary>Makes a change.</summary>
    /// <param name="update">What <see cref="PrepareAsync"/> made.</param>
    /// <param name="item">What the user gave.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Dhis2ApiException">The server refuses a part of it; the message says what was done before.</exception>
    /// <exception cref="Dhis2NotDoneException">The server holds something else.</exception>
    /// <exception cref="Dhis2UnknownOutcomeException">What the server holds does not tell whether it was done.</exception>
    public async Task SendAsync(UserUpdate update, object item, CancellationToken cancellationToken)
    {
        await RunAsync(update, item, cancellationToken).ConfigureAwait(false);
        await CheckAsync(update, item, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Compares an account with what it was to become.</summary>
    internal async Task CheckAsync(UserUpdate update, object item, CancellationToken cancellationToken)
    {
        JsonElement user;
        try
        {
            user = await _requests.ReadAsync(update.Id, cancellationToken).ConfigureAwait(false);
        }
        catch (Dhis2Exception e)
        {
            throw SentChange.Unknown(null, e, $"the {update} was changed", item);
        }
        var undone = update.Steps.Where(step => step.IsDone(user) == false).Select(step => step.What).ToList();
        if (undone.Count > 0)
            throw new Dhis2NotDoneException($"The server answered that it changed the {update}, and did not: {string.Join(", ", undone)}.", "See what it holds with Get-Dhis2User -Fields *, and try again.") { Item = item };
    }

    /// <summary>Sends the requests of a change, and looks up those of which the answer is lost.</summary>
    internal async Task RunAsync(UserUpdate update, object item, CancellationToken cancellationToken)
    {
        var done = new List<string>();
        foreach (var step in update.Steps)
        {
            try
            {
                await SentChange.MakeAsync(caller, () => SendAsync(update.Id, step, cancellationToken), () => LookAsync(update, step, cancellationToken), $"the {update} was changed: {step.What}", item, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (Dhis2Exception e) when (done.Count > 0)
            {
                throw e.After($"The {update} was changed in part: {string.Join(", ", done)}.");
            }
            done.Add(step.What);
        }
    }

    private Task SendAsync(string id, UserStep step, CancellationToken cancellationToken) =>
        _requests.SendAsync(step.Path.Length == 0 ? [id] : [id, step.Path], step.Method, step.Query, step.Body?.Invoke(), step.Secret, cancellationToken);

    private async Task<string?> LookAsync(UserUpdate update, UserStep step, CancellationToken cancellationToken) =>
        step.IsDone(await _requests.ReadAsync(update.Id, cancellationToken).ConfigureAwait(false)) switch
        {
            true => null,
            false => $"The {update} is as it was before.",
            null => throw new Dhis2ClientException("it does not tell of this change."),
        };

    private static IEnumerable<UserStep> Steps(JsonElement user, UserChange change)
    {
        foreach (var (property, members) in change.Members())
        {
            var (additions, deletions) = members.From(UserStep.Ids(user, property));
            if (additions.Count > 0 || deletions.Count > 0)
                yield return UserStep.Change(property, additions, deletions);
        }
        if (change.Password is { } password)
            yield return UserStep.SetPassword(password, user.Text("passwordLastUpdated"));
        var further = new[] { change.NeverExpires || change.Expires is not null ? UserStep.Expire(change.Expires) : null, change.Disabled is { } isDisabled ? UserStep.Enable(isDisabled) : null };
        foreach (var step in further.OfType<UserStep>().Where(step => step.IsDone(user) != true))
            yield return step;
    }
}
