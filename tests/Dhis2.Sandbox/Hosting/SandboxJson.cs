using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dhis2.Sandbox.Hosting;

/// <summary>How the sandbox writes JSON: letters of every script as they are, as the server does.</summary>
internal static class SandboxJson
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonWriterOptions Writer { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
}
