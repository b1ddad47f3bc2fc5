namespace Dhis2.Sandbox.Hosting;

/// <summary>The server version a sandbox speaks like.</summary>
public enum Dialect
{
    V40 = 40,
    V41 = 41,
    V42 = 42,
    V43 = 43,
}
