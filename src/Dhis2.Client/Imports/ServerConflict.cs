namespace Dhis2.Client.Imports;

/// <summary>One reason for which rows were refused.</summary>
/// <param name="Message">In the server's words.</param>
/// <param name="Code">DHIS2's code.</param>
/// <param name="Indexes">Positions of the rows in the request, from 0; -1 stands for the request as a whole.</param>
/// <param name="Args">What the message is about (2.43): <c>set-element-[combo, combo]</c>.</param>
internal sealed record ServerConflict(string Message, string? Code, IReadOnlyList<int> Indexes, string? Args);
