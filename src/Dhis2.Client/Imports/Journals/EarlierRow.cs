namespace Dhis2.Client.Imports.Journals;

/// <summary>What the journal says of a row.</summary>
internal enum EarlierRow
{
    /// <summary>Nothing, or that it is not stored: it goes its normal way.</summary>
    New,

    /// <summary>It is settled, and in the counts.</summary>
    Counted,

    /// <summary>It is settled, in the counts, and told as a problem.</summary>
    Told,

    /// <summary>A request with it left, and nothing has said what became of it.</summary>
    Sent,

    /// <summary>As <see cref="Sent"/>, and a row behind it that was settled may be for the same value: sent again, it could overwrite that.</summary>
    SentBeforeAnother,
}
