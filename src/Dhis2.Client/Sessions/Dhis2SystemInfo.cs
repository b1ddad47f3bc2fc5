using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Sessions;

/// <summary>What a server says of itself (<c>/api/system/info</c>); accounts without the authority see less.</summary>
public sealed class Dhis2SystemInfo
{
    internal Dhis2SystemInfo(JsonElement root) => Root = root;

    /// <summary>As the server wrote it: <c>2.42.5.2</c>.</summary>
    public string? Version => Text("version");

    /// <summary>The server's own address.</summary>
    public string? ContextPath => Text("contextPath");

    /// <summary>The calendar that periods are counted in: <c>iso8601</c>, <c>ethiopian</c>, <c>nepali</c> and so on.</summary>
    public string? Calendar => Text("calendar");

    /// <summary>The whole answer as JSON.</summary>
    public string Json => Root.GetRawText();

    internal JsonElement Root { get; }

    private string? Text(string name) => Root.Text(name);
}
