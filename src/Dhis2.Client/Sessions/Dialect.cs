namespace Dhis2.Client.Sessions;

/// <summary>What differs between the servers of 2.40 to 2.44; everything else asks it and never a version number.</summary>
public sealed class Dialect
{
    private const int Oldest = 40;
    private const int Newest = 44;

    private readonly int _patch;

    private Dialect(int release, int patch)
    {
        Release = release;
        _patch = patch;
    }

    /// <summary>40 to 44.</summary>
    public int Release { get; }

    /// <summary>Data values are accepted and refused by data set, and all successes count as updated (2.43 on).</summary>
    public bool ImportsByGroup => Release >= 43;

    /// <summary>A follow-up mark that is posted with a single value, true or false, turns the stored one over (up to 2.42); later it is set.</summary>
    public bool TogglesFollowUp => Release <= 42;

    /// <summary>Zeros are not stored of data elements that do not call them significant (up to 2.42).</summary>
    public bool DropsZeros => Release <= 42;

    /// <summary>Every server task has a job configuration that tells its state without harm (2.41 on).</summary>
    public bool HasJobConfigurations => Release >= 41;

    /// <summary>Lists can be filtered by <c>ieq</c> (2.41 on).</summary>
    public bool HasFilterIeq => Release >= 41;

    /// <summary>Lists can be filtered by <c>!empty</c> (2.42 on).</summary>
    public bool HasFilterNotEmpty => Release >= 42;

    /// <summary>A comma outside brackets ends a filter's value (2.42 on).</summary>
    public bool CommaEndsFilterValue => Release >= 42;

    /// <summary>A filter with a lone per cent sign is dropped without a word (up to 2.41).</summary>
    public bool DropsFilterWithPercent => Release <= 41;

    /// <summary><c>rootJunction=OR</c> is honoured (2.42 on); before, filters are always joined by and.</summary>
    public bool HonoursRootJunction => Release >= 42;

    /// <summary>Asking for a setting there is none of is a 404 (2.41 on); before, it is an empty text.</summary>
    public bool RefusesUnknownSettings => Release >= 41;

    /// <summary>All behind the last dot of a path is cut off as a suffix (up to 2.43); later only a known format behind the first dot is.</summary>
    public bool CutsLastSuffix => Release <= 43;

    /// <summary>The longest page of a list to ask for: from 2.44 on lists are cut at a thousand without a word.</summary>
    public int LongestPage => Release >= 44 ? 1000 : int.MaxValue;

    /// <summary>A star or question mark in the value of a like filter may be read as a wildcard (2.44 on, where the Gist engine answers the list).</summary>
    public bool LikeTakesWildcards => Release >= 44;

    /// <summary>Data values changed since a time are given only beside periods or dates (2.43.0 and 2.43.1, E2002).</summary>
    public bool NeedsPeriodsBesideChangeTime => Release == 43 && _patch < 2;

    /// <summary>Data values are exported in an order, from an offset and by level where that is asked for (2.43 on); before, such parameters are passed over.</summary>
    public bool KnowsOrderOfDataValues => Release >= 43;

    /// <summary>Acceptances of approvals lie under <c>dataApprovals</c> (2.42 on); before, <c>dataAcceptances</c> is a path of its own.</summary>
    public bool AcceptsUnderApprovals => Release >= 42;

    /// <summary>Values of a data set that does not exist are an answer without values (2.43 on); before, they are refused.</summary>
    public bool AnswersUnknownSetsWithNothing => Release >= 43;

    /// <summary>An attribute option combo that is none is no selection at all, and all values come (up to 2.42).</summary>
    public bool DropsUnknownOptionCombos => Release <= 42;

    /// <summary>
    /// <c>POST /api/auth/updatePassword</c> changes a password that has expired, without a login (2.41.10, 2.42.6, 2.43.2, 2.44 on). Asked before anybody has
    /// logged in, so with what the server tells to everybody.
    /// </summary>
    internal static bool ChangesExpiredPasswords(ServerVersion? version) => version is { Release: 41, Patch: >= 10 } or { Release: 42, Patch: >= 6 } or { Release: 43, Patch: >= 2 } or { Release: >= 44 };

    /// <summary>The dialect of a version; an unknown one is an error unless a fallback is allowed.</summary>
    internal static Dialect Of(ServerVersion? version, string? text, bool allowFallback)
    {
        if (version is not null && version.Release is >= Oldest and <= Newest)
            return new Dialect(version.Release, version.Patch);
        if (version is not null && allowFallback)
            return new Dialect(Math.Min(Math.Max(version.Release, Oldest), Newest), version.Patch);
        var said = string.IsNullOrEmpty(text) ? "did not say its version" : $"is of version {text}";
        throw new Dhis2UnsupportedVersionException(
            $"The server {said}; this module knows 2.{Oldest} to 2.{Newest}.",
            text,
            version is null ? "Check that the address is that of a DHIS2 server." : "Use -AllowVersionFallback to treat it like the nearest known version, and check what comes back.");
    }
}
