namespace Dhis2.Sandbox.Countries;

/// <summary>Uids as the server makes them, no two alike; the same seed gives the same ones.</summary>
internal sealed class UidSource(int seed)
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Characters = Letters + "0123456789";

    private readonly Random _random = new(seed);
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    public string Next()
    {
        string uid;
        do
        {
            uid = string.Create(11, _random, static (span, random) =>
            {
                span[0] = Letters[random.Next(Letters.Length)];
                for (var i = 1; i < span.Length; i++)
                    span[i] = Characters[random.Next(Characters.Length)];
            });
        }
        while (!_given.Add(uid));
        return uid;
    }
}
