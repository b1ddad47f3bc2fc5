using Dhis2.Demo;

var version = "2.42";
if (args is ["--version", var asked])
    version = asked;
else if (args.Length > 0)
{
    await Console.Error.WriteLineAsync("usage: dotnet run --project tests/Dhis2.Demo [-- --version 2.40|2.41|2.42|2.43]");
    return 2;
}
return await Tour.RunAsync(version);
