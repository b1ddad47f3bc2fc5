namespace Dhis2.Client.Periods;

/// <summary>A period of the ISO calendar.</summary>
/// <param name="Id">As the server writes it: <c>202401</c>, <c>2024W5</c>, <c>2024Q1</c>.</param>
/// <param name="Type">The name of its type, as data sets have it: <c>Monthly</c>.</param>
/// <param name="Start">Its first day.</param>
/// <param name="End">Its last day.</param>
internal sealed record Period(string Id, string Type, DateTime Start, DateTime End);
