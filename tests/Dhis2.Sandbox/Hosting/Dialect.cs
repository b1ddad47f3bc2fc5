namespace Dhis2.Sandbox.Hosting;

/// <summary>The server version a sandbox speaks like.</summary>
public enum Dialect
{
    V40 = 40,
    V41 = 41,
    V42 = 42,
    V43 = 43,
}

/// <summary>Names of the dialects.</summary>
public static class Dialects
{
    public static IReadOnlyList<Dialect> All { get; } = [Dialect.V40, Dialect.V41, Dialect.V42, Dialect.V43];

    /// <summary>The short version, such as 2.42.</summary>
    public static string Number(this Dialect dialect) => $"2.{(int)dialect}";

    /// <summary>The full version that was recorded, such as 2.42.5.2.</summary>
    public static string Full(this Dialect dialect) => dialect switch
    {
        Dialect.V40 => "2.40.12",
        Dialect.V41 => "2.41.9.1",
        Dialect.V42 => "2.42.5.2",
        _ => "2.43.1",
    };

    /// <summary>From 2.42, 42 or V42.</summary>
    public static Dialect Parse(string text)
    {
        var number = text.Split('.')[^1].TrimStart('v', 'V');
        return Enum.TryParse<Dialect>("V" + number, out var dialect) && Enum.IsDefined(dialect)
            ? dialect
            : throw new ArgumentException($"No dialect '{text}'. There are {string.Join(", ", All.Select(Number))}.", nameof(text));
    }
}
