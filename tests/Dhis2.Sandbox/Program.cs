using Dhis2.Sandbox.Hosting;

if (args.Length == 0 || args[0] != "serve")
{
    await Console.Error.WriteLineAsync(CommandLine.Usage);
    return 2;
}
CommandLine line;
try
{
    line = CommandLine.Parse(args[1..]);
}
catch (ArgumentException e)
{
    await Console.Error.WriteLineAsync(e.Message + Environment.NewLine + CommandLine.Usage);
    return 2;
}
await using var server = await SandboxServer.StartAsync(line.Options);
Console.WriteLine($"listening on {server.Uri}");
using var stop = new CancellationTokenSource();
if (line.StopWithStdin)
    _ = Task.Run(async () => { await Console.In.ReadToEndAsync(); await stop.CancelAsync(); });
await server.WaitForShutdownAsync(stop.Token);
return 0;
