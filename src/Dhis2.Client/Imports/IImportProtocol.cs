using Dhis2.Client.Http;

namespace Dhis2.Client.Imports;

/// <summary>What an area of the Web API knows of importing its rows.</summary>
internal interface IImportProtocol<TRow>
{
    /// <summary>Whether nothing is stored, whatever the server answers.</summary>
    bool IsTrial { get; }

    /// <summary>Whether what was taken can be read back: not of a trial.</summary>
    bool CanReadBack { get; }

    /// <summary>Whether what the server says that it took is read back as well.</summary>
    bool VerifiesAll { get; }

    /// <summary>Whether the rows of a request stand or fall together, so that no part of them is sent without the others.</summary>
    bool KeepsWhole { get; }

    /// <summary>Makes requests of rows, and settles those that need not be sent. Those that an earlier run settled are there to be compared with, and in no request.</summary>
    Task<IReadOnlyList<Batch<TRow>>> PrepareAsync(IReadOnlyList<LedgerEntry<TRow>> rows, CancellationToken cancellationToken);

    /// <summary>The request for a batch; <paramref name="leaving"/> is called before its first byte goes out.</summary>
    Dhis2Request Request(Batch<TRow> batch, bool runAsTask, Action leaving);

    /// <summary>Judges an answer.</summary>
    Task<Verdict> JudgeAsync(Batch<TRow> batch, int status, byte[] body, CancellationToken cancellationToken);

    /// <summary>Looks into the server's store, once: a finding for each row.</summary>
    Task<IReadOnlyList<Finding>> ReadBackAsync(IReadOnlyList<TRow> rows, CancellationToken cancellationToken);

    /// <summary>Whether a code refuses a row for what it says, so that no earlier request with it can have stored it.</summary>
    bool IsOfContent(string? code);

    /// <summary>Whether a code may refuse a row for what another request did at the same time.</summary>
    bool IsOfOthers(string? code);

    /// <summary>What a row is for, such as its org unit: rows of one place are never in two requests at once. Null where that does not matter.</summary>
    string? PlaceOf(TRow row);

    /// <summary>What a row is counted as that the server holds as it was meant.</summary>
    ImportOutcome Done(TRow row);

    /// <summary>Two smaller batches.</summary>
    (Batch<TRow> First, Batch<TRow> Second) Split(Batch<TRow> batch);
}
