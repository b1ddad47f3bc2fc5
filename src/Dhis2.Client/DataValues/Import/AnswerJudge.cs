using Dhis2.Client.Imports;

namespace Dhis2.Client.DataValues.Import;

/// <summary>Judges an answer by the rules of the version that gave it, and of the format that was sent.</summary>
internal static class AnswerJudge
{
    /// <summary>Judges an answer.</summary>
    /// <param name="batch">The rows of the request.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="byGroup">Whether the server is of 2.43 or later.</param>
    /// <param name="mayBeUncounted">How many rows the server may pass over without counting them.</param>
    public static Verdict Judge(ImportBatch batch, ImportAnswer answer, bool byGroup, int mayBeUncounted = int.MaxValue)
    {
        if (byGroup)
            return GroupWiseJudge.Judge(batch, answer);
        return batch.Options.IsAdx ? AdxJudge.Judge(batch, answer, mayBeUncounted) : RowWiseJudge.Judge(batch, answer, mayBeUncounted);
    }
}
