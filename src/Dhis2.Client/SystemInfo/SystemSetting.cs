namespace Dhis2;

/// <summary>One setting of a server.</summary>
/// <param name="Key">Its name, such as <c>keyUiLocale</c>.</param>
/// <param name="Value">A text, a number, true or false; rarely an object. An empty text where nothing is set.</param>
public sealed record SystemSetting(string Key, object? Value);
