namespace Dhis2.Client.Json;

/// <summary>Errors of JSON that a server sent.</summary>
internal static class JsonErrors
{
    /// <summary>JSON that ends early, or is none.</summary>
    /// <param name="source">The request that it answers, or what else it was read from.</param>
    /// <param name="inner">What the parser found; null where it found nothing.</param>
    /// <param name="detail">What is wrong, in words.</param>
    public static Dhis2ClientException Invalid(string source, Exception? inner, string? detail = null) => new(
        $"{source}: the answer is not whole, valid JSON{(detail is null ? "" : ": " + detail)}.",
        "Try again; if it stays so, look at the answer with Invoke-Dhis2Request -Raw, and ask whether a proxy changes it.",
        inner);
}
