namespace Dhis2.Client.Http;

/// <summary>
/// Reads an answer to its end. Faults before the body are met with retries where the request is sent; one that breaks
/// within the body is asked for again here, because nothing of it is handed on before it is whole.
/// </summary>
internal static class WholeAnswer
{
    public static async Task<T> ReadAsync<T>(Dhis2Caller caller, Dhis2Request request, Func<Dhis2Response, Task<T>> read, CancellationToken cancellationToken)
    {
        var retry = new RetryLoop(caller.Session, request, caller.Events);
        while (true)
        {
            using var response = await caller.SendAsync(request, cancellationToken).ConfigureAwait(false);
            try
            {
                return await read(response).ConfigureAwait(false);
            }
            catch (Dhis2ClientException e) when (e is Dhis2ConnectionException or Dhis2TimeoutException)
            {
                await retry.WaitOrThrowAsync(e, null, null, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
