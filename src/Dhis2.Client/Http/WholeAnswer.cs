namespace Dhis2.Client.Http;

/// <summary>
/// Reads an answer to its end. Faults before the body are met with retries where the request is sent; one that breaks
/// within the body is asked for again here, from the same budget, because nothing of it is handed on before it is whole.
/// </summary>
internal static class WholeAnswer
{
    public static async Task<T> ReadAsync<T>(Dhis2Caller caller, Dhis2Request request, Func<Dhis2Response, Task<T>> read, CancellationToken cancellationToken)
    {
        var (operation, budget) = caller.BeginOperation();
        while (true)
        {
            using var response = await operation.SendAsync(request, cancellationToken).ConfigureAwait(false);
            try
            {
                return await read(response).ConfigureAwait(false);
            }
            catch (Dhis2ClientException e) when (e is Dhis2ConnectionException or Dhis2TimeoutException)
            {
                await budget.WaitOrThrowAsync(request, e, null, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
