using System.Diagnostics;

namespace Dhis2.TestTools;

/// <summary>A sandbox in a process of its own, on a free port; disposing ends it.</summary>
public sealed class SandboxProcess : IAsyncDisposable
{
    public const string UserName = "admin";
    public const string Password = "district";

    private const string Announcement = "listening on ";

    private readonly Process _process;

    private SandboxProcess(Process process, Uri uri)
    {
        _process = process;
        Uri = uri;
    }

    public Uri Uri { get; }

    public int Id => _process.Id;

    /// <summary>True once the process is gone.</summary>
    public bool HasEnded => _process.HasExited;

    public static async Task<SandboxProcess> StartAsync(params string[] options)
    {
        string[] arguments = [Path.Combine(Path.GetDirectoryName(typeof(SandboxProcess).Assembly.Location)!, "Dhis2.Sandbox.dll"), "serve", "--port", "0", "--stop-with-stdin", .. options];
        // Its input stays open as long as this process lives: should this one be killed, the sandbox ends, too.
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Announcement, StringComparison.Ordinal))
                return new SandboxProcess(process, new Uri(line[Announcement.Length..]));
        }
        await process.WaitForExitAsync();
        throw new InvalidOperationException($"The sandbox ended with code {process.ExitCode} before it listened.");
    }

    public async ValueTask DisposeAsync()
    {
        using (_process)
        {
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }
    }
}
