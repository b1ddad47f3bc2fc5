using System.Globalization;

namespace Dhis2.Client.Json;

/// <summary>Errors of JSON that a server sent, or that a user's file holds.</summary>
internal static class JsonErrors
{
    /// <summary>JSON that ends early, or is none.</summary>
    /// <param name="source">The request that it answers.</param>
    /// <param name="inner">What the parser found; null where it found nothing.</param>
    /// <param name="detail">What is wrong, in words.</param>
    public static Dhis2ClientException Invalid(string source, Exception? inner, string? detail = null) => new(
        $"{source}: the answer is not whole, valid JSON{(detail is null ? "" : ": " + detail)}.",
        "Try again; if it stays so, look at the answer with Invoke-Dhis2Request -Raw, and ask whether a proxy changes it.",
        inner);

    /// <summary>JSON of a user's file that ends early, or is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="line">The line up to which it could be read.</param>
    /// <param name="detail">What is wrong there, in words.</param>
    /// <param name="inner">What the parser found.</param>
    public static Dhis2InputException InvalidFile(string path, long line, string detail, Exception inner) => new(
        $"{path} is not whole, valid JSON: {detail} (in line {line.ToString(CultureInfo.InvariantCulture)}).",
        "Correct the file at that line, or have it written again if it ends too early, and import it again: the same rows twice do no harm.",
        inner)
    { Item = $"{path}:{line.ToString(CultureInfo.InvariantCulture)}" };
}
