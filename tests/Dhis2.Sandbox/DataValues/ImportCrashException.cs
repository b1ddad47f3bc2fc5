namespace Dhis2.Sandbox.DataValues;

/// <summary>The whole import fails in the middle, with the server's words.</summary>
internal sealed class ImportCrashException(string message) : Exception(message);
