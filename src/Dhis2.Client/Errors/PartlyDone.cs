namespace Dhis2;

/// <summary>Says in an error what had been done before it: who reads the error alone would take all of it for undone.</summary>
public static class PartlyDone
{
    /// <summary>The same error, of the same class, with what had been done before its message.</summary>
    /// <param name="error">The error.</param>
    /// <param name="done">What had been done, as a sentence.</param>
    /// <param name="action">What to do about it; null leaves what the error says.</param>
    public static Dhis2Exception After(this Dhis2Exception error, string done, string? action = null)
    {
        var message = $"{done} {error.Message}";
        var advice = action ?? error.RecommendedAction;
        return error switch
        {
            Dhis2AuthenticationException refused => new Dhis2AuthenticationException(message, refused.StatusCode, refused.Reason, advice, refused.Report, refused) { Request = refused.Request, Item = error.Item },
            Dhis2ApiException answered => new Dhis2ApiException(message, answered.StatusCode, answered.Report, advice, answered) { Request = answered.Request, RetryAfter = answered.RetryAfter, Item = error.Item },
            Dhis2UnknownOutcomeException unknown => new Dhis2UnknownOutcomeException(message, advice, error) { Count = unknown.Count, Item = error.Item },
            Dhis2NotDoneException => new Dhis2NotDoneException(message, advice, error) { Item = error.Item },
            Dhis2ConnectionException broken => new Dhis2ConnectionException(message, advice, error) { NeverSent = broken.NeverSent, Obstacle = broken.Obstacle, Item = error.Item },
            Dhis2TimeoutException => new Dhis2TimeoutException(message, advice, error) { Item = error.Item },
            Dhis2InputException input => new Dhis2InputException(message, advice, error) { ErrorId = input.ErrorId, Item = error.Item },
            _ => new Dhis2ClientException(message, advice, error) { Item = error.Item },
        };
    }
}
