using System.Management.Automation;

namespace Dhis2.PowerShell.Errors;

/// <summary>Turns the client's errors into error records: an id to catch, a category, the user's own item, and what to do.</summary>
internal static class ErrorRecordFactory
{
    private const string DefaultAction = "Run the command again with -Verbose to see the requests it makes.";

    /// <summary>The record of an error; the item that the error names wins over <paramref name="target"/>.</summary>
    public static ErrorRecord Of(Dhis2Exception error, object? target = null)
    {
        var (name, category) = Classify(error);
        return new ErrorRecord(error, $"Dhis2.{name}", category, error.Item ?? target)
        {
            ErrorDetails = new ErrorDetails(error.Message) { RecommendedAction = error.RecommendedAction ?? DefaultAction },
        };
    }

    /// <summary>Whether an error is about the session or the connection, so that nothing else can work either.</summary>
    public static bool IsOfSession(Dhis2Exception error) => error switch
    {
        Dhis2AuthenticationException or Dhis2UnsupportedVersionException => true,
        Dhis2ApiException or Dhis2InputException => false,
        Dhis2ClientException => true,
        _ => false,
    };

    /// <summary>The word for an error, as in <c>Dhis2.Timeout</c>.</summary>
    public static string NameOf(Dhis2Exception error) => Classify(error).Name;

    private static (string Name, ErrorCategory Category) Classify(Dhis2Exception error) => error switch
    {
        Dhis2AuthenticationException refused => (NameOf(refused.Reason), refused.Reason == AuthenticationReason.ServerTrouble ? ErrorCategory.ResourceUnavailable : ErrorCategory.AuthenticationError),
        Dhis2ApiException api => ClassifyStatus(api.StatusCode),
        Dhis2TimeoutException => ("Timeout", ErrorCategory.OperationTimeout),
        Dhis2AddressException => ("Address", ErrorCategory.InvalidArgument),
        Dhis2ConnectionException broken => (broken.Obstacle == ConnectionObstacle.Network ? "Connection" : broken.Obstacle.ToString(), ErrorCategory.ConnectionError),
        Dhis2FileException file => (file.ErrorId, file.Category),
        Dhis2InputException input => (input.ErrorId, ErrorCategory.InvalidArgument),
        Dhis2ClientException => ("Client", ErrorCategory.ProtocolError),
        Dhis2UnsupportedVersionException => ("UnsupportedVersion", ErrorCategory.NotImplemented),
        Dhis2TaskFailedException => ("TaskFailed", ErrorCategory.InvalidResult),
        Dhis2TaskTimeoutException => ("TaskTimeout", ErrorCategory.OperationTimeout),
        Dhis2UnknownOutcomeException => ("UnknownOutcome", ErrorCategory.InvalidResult),
        Dhis2NotDoneException => ("NotDone", ErrorCategory.InvalidResult),
        _ => ("Error", ErrorCategory.NotSpecified),
    };

    // A wrong password and an unexplained refusal have the same error id, because 2.40 cannot tell them apart.
    private static string NameOf(AuthenticationReason reason) =>
        reason is AuthenticationReason.Unknown or AuthenticationReason.BadCredentials ? "Authentication" : reason.ToString();

    private static (string Name, ErrorCategory Category) ClassifyStatus(int status) => status switch
    {
        403 => ("Forbidden", ErrorCategory.PermissionDenied),
        404 or 405 => ("NotFound", ErrorCategory.ObjectNotFound),
        409 => ("Conflict", ErrorCategory.InvalidData),
        413 => ("TooLarge", ErrorCategory.LimitsExceeded),
        429 => ("Busy", ErrorCategory.LimitsExceeded),
        502 or 503 or 504 => ("Busy", ErrorCategory.ResourceUnavailable),
        >= 500 => ("Server", ErrorCategory.InvalidResult),
        _ => ("Refused", ErrorCategory.InvalidArgument),
    };
}
