using System.Globalization;
using Dhis2.Client.Http;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Lists;

/// <summary>
/// Keeps addresses short enough for every server and proxy. Some take no request line above 4,096 bytes, and what they answer to a longer one
/// (400, 414 or a broken connection) says nothing of the cause.
/// </summary>
internal static class UrlLimit
{
    /// <summary>The most characters of an address.</summary>
    public const int Longest = 4000;

    // api/, and a version that the session may put behind it.
    private const int LongestPrefix = 8;

    /// <summary>Cuts a query into several whose requests are short enough, in order: halves of it, halves of these, and so on.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="query">What is asked for.</param>
    /// <param name="request">The request that a query makes.</param>
    /// <param name="halve">The halves of a query; null for one that cannot be cut any more.</param>
    /// <exception cref="Dhis2InputException">A query that cannot be cut is too long.</exception>
    public static IEnumerable<TQuery> Cut<TQuery>(Dhis2Caller caller, TQuery query, Func<TQuery, Dhis2Request> request, Func<TQuery, (TQuery First, TQuery Second)?> halve)
    {
        var made = request(query);
        var length = LengthOf(caller, made);
        if (length <= Longest)
            return [query];
        return halve(query) is var (first, second)
            ? Cut(caller, first, request, halve).Concat(Cut(caller, second, request, halve))
            : throw TooLong(made, length);
    }

    /// <summary>Cuts values into lists of at most so many whose requests are short enough, in order.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="values">What is asked for.</param>
    /// <param name="most">The most values of a request.</param>
    /// <param name="request">The request that a list makes.</param>
    /// <exception cref="Dhis2InputException">The request of one value is too long.</exception>
    public static IEnumerable<IReadOnlyList<string>> CutList(Dhis2Caller caller, IReadOnlyList<string> values, int most, Func<IReadOnlyList<string>, Dhis2Request> request)
    {
        for (var at = 0; at < values.Count; at += most)
        {
            foreach (var part in Cut<IReadOnlyList<string>>(caller, [.. values.Skip(at).Take(most)], request, Halve))
                yield return part;
        }
    }

    private static (IReadOnlyList<string> First, IReadOnlyList<string> Second)? Halve(IReadOnlyList<string> values) =>
        values.Count > 1 ? ([.. values.Take(values.Count / 2)], [.. values.Skip(values.Count / 2)]) : null;

    private static int LengthOf(Dhis2Caller caller, Dhis2Request request) =>
        caller.Session.Uri.AbsoluteUri.Length + LongestPrefix + request.Query.AppendTo(request.Path).Length;

    private static Dhis2InputException TooLong(Dhis2Request request, int length)
    {
        var longest = request.Query.GroupBy(p => p.Key, StringComparer.Ordinal).OrderByDescending(g => g.Sum(p => Uri.EscapeDataString(p.Value).Length)).First().Key;
        var parameter = $"-{char.ToUpperInvariant(longest[0])}{longest.Substring(1)}";
        return new Dhis2InputException(
            string.Format(CultureInfo.InvariantCulture, "{0} is too long: the address of the request would have {1:N0} characters, and some servers take no more than {2:N0}.", parameter, length, Longest),
            $"Give less to {parameter} at once, and run the command several times.")
        { ErrorId = "TooLong", Item = parameter };
    }
}
