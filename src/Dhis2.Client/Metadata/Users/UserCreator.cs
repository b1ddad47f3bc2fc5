using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Users;

/// <summary>An account that was made.</summary>
/// <param name="Id">Its uid.</param>
/// <param name="Fault">What of it is not as it was to be; null where all is.</param>
public sealed record CreatedUser(string Id, Dhis2Exception? Fault);

/// <summary>Makes accounts, and invites people to accounts.</summary>
/// <param name="caller">Who asks.</param>
public sealed class UserCreator(Dhis2Caller caller)
{
    private readonly UserRequests _requests = new(caller);
    private readonly UserUpdater _updater = new(caller);

    /// <summary>Makes an account.</summary>
    /// <param name="user">The account.</param>
    /// <param name="isInvited">Sends the person a mail, by which the password is chosen.</param>
    /// <param name="item">What the user gave.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Dhis2InputException">Something is missing.</exception>
    /// <exception cref="Dhis2ApiException">The server refuses it: the user name is taken, the password is weak, it can send no mail.</exception>
    /// <exception cref="Dhis2NotDoneException">The answer was lost, and there is no such account.</exception>
    /// <exception cref="Dhis2UnknownOutcomeException">The answer was lost, and whether there is one could not be read.</exception>
    public async Task<CreatedUser> CreateAsync(NewUser user, bool isInvited, object item, CancellationToken cancellationToken)
    {
        user.Check(isInvited);
        var id = user.Id ?? Uid.New();
        IReadOnlyList<string> path = isInvited ? ["invite"] : [];
        await SentChange.MakeAsync(
            caller,
            () => _requests.SendAsync(path, "POST", null, user.Body(id), user.Password, cancellationToken),
            async () => await _requests.ExistsAsync(id, cancellationToken).ConfigureAwait(false) ? null : $"There is no user with the id {id}.",
            $"the user '{user}' was made",
            item,
            cancellationToken).ConfigureAwait(false);
        try
        {
            await CompleteAsync(id, user, item, cancellationToken).ConfigureAwait(false);
            return new CreatedUser(id, null);
        }
        catch (Dhis2Exception e)
        {
            return new CreatedUser(id, e.After($"The user '{user}' was made, with the id {id}."));
        }
    }

    /// <summary>Sends the mail of an invitation once more, to somebody who has not accepted it yet.</summary>
    /// <exception cref="Dhis2ApiException">There is no such account, it is no invitation, or the server can send no mail.</exception>
    /// <exception cref="Dhis2UnknownOutcomeException">The answer was lost.</exception>
    public Task InviteAgainAsync(UserMail mail, object item, CancellationToken cancellationToken) => SendMailAsync(mail, "invite", "invited again", item, cancellationToken);

    /// <summary>Sends somebody a mail by which a new password is chosen.</summary>
    /// <exception cref="Dhis2ApiException">There is no such account, it has no email address, or the server can send no mail.</exception>
    /// <exception cref="Dhis2UnknownOutcomeException">The answer was lost.</exception>
    public Task ResetPasswordAsync(UserMail mail, object item, CancellationToken cancellationToken) => SendMailAsync(mail, "reset", "sent a mail to choose a new password", item, cancellationToken);

    /// <summary>Looks for the account that a mail is to be sent to.</summary>
    /// <exception cref="Dhis2ApiException">There is no such account.</exception>
    public async Task<UserMail> PrepareMailAsync(string id, CancellationToken cancellationToken) => new(id, UserRequests.Title(await _requests.ReadAsync(id, cancellationToken).ConfigureAwait(false)));

    // Groups belong to themselves and not to the account, and an end is set by a request of its own.
    private async Task CompleteAsync(string id, NewUser user, object item, CancellationToken cancellationToken)
    {
        var title = $"user '{user}' ({id})";
        await _updater.RunAsync(new UserUpdate(id, title, [.. FurtherSteps(user)]), item, cancellationToken).ConfigureAwait(false);
        var given = user.References().Where(one => one.Ids.Count > 0).Select(one => UserStep.Change(one.Property, one.Ids, []));
        await _updater.CheckAsync(new UserUpdate(id, title, [.. given, .. FurtherSteps(user)]), item, cancellationToken).ConfigureAwait(false);
    }

    private static IEnumerable<UserStep> FurtherSteps(NewUser user)
    {
        if (user.Groups.Count > 0)
            yield return UserStep.Change(UserFields.Groups, user.Groups, []);
        if (user.Expires is { } day)
            yield return UserStep.Expire(day);
    }

    // No server tells which mails it has sent.
    private Task SendMailAsync(UserMail mail, string path, string what, object item, CancellationToken cancellationToken) => SentChange.MakeAsync(
        caller,
        () => _requests.SendAsync([mail.Id, path], "POST", null, null, null, cancellationToken),
        () => throw new Dhis2ClientException("servers do not tell which mails they have sent."),
        $"the {mail} was {what}",
        item,
        cancellationToken);
}

/// <summary>An account that a mail is to be sent to.</summary>
/// <param name="Id">Its uid.</param>
/// <param name="Title">How a person calls it.</param>
public sealed record UserMail(string Id, string Title)
{
    /// <inheritdoc/>
    public override string ToString() => Title;
}
