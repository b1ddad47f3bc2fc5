using Dhis2.Docs;

// Writes the files that are made from others: dotnet run --project tests/Dhis2.Docs [folder with en-US and src]
var root = args.Length > 0 ? args[0] : Directory.GetCurrentDirectory();
try
{
    foreach (var file in GeneratedFiles.Make(root).Where(file => file.IsOutOfDate))
    {
        await File.WriteAllTextAsync(file.Path, file.Text);
        Console.WriteLine($"Written: {file.Path}");
    }
    return 0;
}
catch (SourceException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
