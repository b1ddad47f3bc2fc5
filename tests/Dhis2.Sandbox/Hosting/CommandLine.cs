using System.Globalization;

namespace Dhis2.Sandbox.Hosting;

/// <summary>The options of the executable.</summary>
internal sealed record CommandLine(SandboxOptions Options, bool StopWithStdin)
{
    public const string Usage = "usage: Dhis2.Sandbox serve [--port N] [--version 2.42] [--org-units N] [--data-values N] [--seed N] [--job-delay MS] [--sink] [--https] [--csrf] [--clock-offset SECONDS] [--oauth2] [--stop-with-stdin]";

    public static CommandLine Parse(string[] args)
    {
        var line = new CommandLine(new SandboxOptions(), false);
        for (var i = 0; i < args.Length; i++)
        {
            line = args[i] switch
            {
                "--sink" => line with { Options = line.Options with { Sink = true } },
                "--https" => line with { Options = line.Options with { Https = true } },
                "--csrf" => line with { Options = line.Options with { Csrf = true } },
                "--oauth2" => line with { Options = line.Options with { OAuth2 = true } },
                "--stop-with-stdin" => line with { StopWithStdin = true },
                _ when i + 1 < args.Length => line with { Options = Set(line.Options, args[i], args[++i]) },
                _ => throw new ArgumentException($"'{args[i]}' is unknown, or its value is missing."),
            };
        }
        return line;
    }

    private static SandboxOptions Set(SandboxOptions options, string name, string value) => name switch
    {
        "--port" => options with { Port = Number(name, value) },
        "--version" => options with { Dialect = Dialects.Parse(value) },
        "--org-units" => options with { OrgUnits = Number(name, value) },
        "--data-values" => options with { DataValues = Number(name, value) },
        "--seed" => options with { Seed = Number(name, value) },
        "--job-delay" => options with { JobDelay = TimeSpan.FromMilliseconds(Number(name, value)) },
        "--clock-offset" => options with { ClockOffset = TimeSpan.FromSeconds(Number(name, value, NumberStyles.AllowLeadingSign)) },
        _ => throw new ArgumentException($"'{name}' is unknown."),
    };

    private static int Number(string name, string value, NumberStyles style = NumberStyles.None) =>
        int.TryParse(value, style, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException($"{name} takes a number, not '{value}'.");
}
