namespace Dhis2.Sandbox.DataValues;

/// <summary>A period: its id in the server's notation, its type and its days, both ends included.</summary>
internal sealed record Period(string Iso, string Type, DateOnly Start, DateOnly End)
{
    /// <summary>How the XML envelope of 2.43 and ADX write it: start and duration.</summary>
    public string Duration => $"{Start:yyyy-MM-dd}/{PeriodParser.DurationOf(Type)}";
}
