namespace Dhis2.Recordings;

/// <summary>A request that was sent to a real server, and its answer.</summary>
/// <param name="Version">Folder of the version: 2.40 to 2.43.</param>
/// <param name="Area">Area, as <c>data-values</c>.</param>
/// <param name="Name">Unique in its area, and the same in every version.</param>
/// <param name="Note">What it shows.</param>
/// <param name="At">Seconds from the start of the recording.</param>
public sealed record RecordedExchange(
    string Version, string Area, string Name, string Note, double At, RecordedRequest Request, RecordedResponse Response)
{
    public override string ToString() => $"{Version} {Area} {Name}";
}

/// <summary>What was sent. <c>Authorization: Basic admin</c> names the user.</summary>
/// <param name="Packed">gzip or zip where the body went out so; null else.</param>
public sealed record RecordedRequest(
    string Method, string Path, IReadOnlyDictionary<string, string> Headers, RecordedBody Body, string? Packed);

/// <summary>What came back.</summary>
public sealed record RecordedResponse(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, RecordedBody Body)
{
    /// <summary>Content type without its parameters; null where there was none.</summary>
    public string? MediaType => Header("Content-Type")?.Split(';')[0].Trim();

    /// <summary>The first header of a name.</summary>
    public string? Header(string name) =>
        Headers.Where(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).FirstOrDefault();
}
