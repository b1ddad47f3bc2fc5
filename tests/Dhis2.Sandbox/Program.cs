using Dhis2.Sandbox.Hosting;

await using var server = await SandboxServer.StartAsync(new SandboxOptions());
Console.WriteLine($"listening on {server.Uri}");
await Task.Delay(Timeout.Infinite);
