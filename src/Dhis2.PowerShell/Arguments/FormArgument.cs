using System.Collections;
using System.Management.Automation;
using Dhis2.Client.Http.Bodies;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Arguments;

/// <summary>Reads <c>-Form</c>: each name of a hashtable is a field; files (<c>Get-Item</c>) are uploaded, an array repeats the name, and anything else is sent as a text.</summary>
internal static class FormArgument
{
    public static IReadOnlyList<FormPart> Parse(IDictionary form)
    {
        var parts = new List<FormPart>();
        foreach (DictionaryEntry field in form)
            Add(parts, ServerText.Of(field.Key)!, field.Value);
        return parts.Count > 0 ? parts : throw new Dhis2InputException("-Form holds no field.", "Give it fields, as in @{ file = Get-Item photo.png }.");
    }

    private static void Add(List<FormPart> parts, string name, object? value)
    {
        switch (ServerText.Bare(value))
        {
            case FileInfo file:
                parts.Add(OfFile(name, file));
                break;
            case byte[] bytes:
                parts.Add(FormPart.OfBytes(name, bytes, name, "application/octet-stream"));
                break;
            case string text:
                parts.Add(FormPart.OfText(name, text));
                break;
            case IDictionary or DirectoryInfo or PSCustomObject:
                throw new Dhis2InputException($"The field '{name}' of -Form can be a text, a number, a file, or several of them.", "Give files with Get-Item, and objects as texts with ConvertTo-Json.") { Item = value };
            case IEnumerable values:
                foreach (var one in values)
                    Add(parts, name, one);
                break;
            case var other:
                parts.Add(FormPart.OfText(name, ServerText.Of(other) ?? ""));
                break;
        }
    }

    private static FormPart OfFile(string name, FileInfo file)
    {
        file.Refresh();
        return file.Exists
            ? FormPart.OfFile(name, file.FullName, MediaTypes.OfFile(file.Name))
            : throw new Dhis2InputException($"The file '{file.FullName}' does not exist.", "Check the path.") { Item = file };
    }
}
