namespace Dhis2.Client.DataValues.Preflight;

/// <summary>Why a row is not taken.</summary>
/// <param name="Code">The code under which 2.43 refuses it, or the whole request for it (server: <c>DefaultDataEntryService</c>).</param>
/// <param name="Message">In words, with what the row says.</param>
internal sealed record RowFault(string Code, string Message);
