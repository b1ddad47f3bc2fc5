using System.Text.Json;

namespace Dhis2.DesktopChecks;

/// <summary>
/// Uses the net472 builds of the client and of its CSV reader against a sandbox, and prints one line of JSON for each check:
/// <c>{"name":...,"passed":...,"message":...}</c>.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments.Length != 3)
        {
            await Console.Error.WriteLineAsync("usage: Dhis2.DesktopChecks URL URL-WITH-GZIP-ANSWERS HTTPS-URL");
            return 2;
        }
        var checks = new Checks(new Uri(arguments[0]), new Uri(arguments[1]), new Uri(arguments[2]));
        foreach (var (name, check) in checks.All)
        {
            var (passed, message) = await RunAsync(check);
            Console.WriteLine(JsonSerializer.Serialize(new { name, passed, message }));
        }
        return 0;
    }

    private static async Task<(bool Passed, string Message)> RunAsync(Func<Task<string>> check)
    {
        using var limit = new CancellationTokenSource();
        try
        {
            var running = check();
            if (await Task.WhenAny(running, Task.Delay(TimeSpan.FromMinutes(2), limit.Token)) != running)
                return (false, "It took longer than two minutes.");
            limit.Cancel();
            return (true, await running);
        }
        // Whatever is thrown is what the check found.
#pragma warning disable CA1031
        catch (Exception e)
#pragma warning restore CA1031
        {
            return (false, e.ToString());
        }
    }
}
