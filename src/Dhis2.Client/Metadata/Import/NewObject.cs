using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Metadata.Import;

/// <summary>An object that is to be made. One without an id gets one here, so that the server can be asked for it whatever becomes of the answer.</summary>
public sealed class NewObject
{
    private NewObject(byte[] utf8, string id, string? label, string? translations)
    {
        Utf8 = utf8;
        Id = id;
        Label = label;
        Translations = translations;
    }

    /// <summary>Its id.</summary>
    public string Id { get; }

    /// <summary>Its name or its code; null where it has neither.</summary>
    public string? Label { get; }

    /// <summary>The object as JSON.</summary>
    public ReadOnlyMemory<byte> Json => Utf8;

    internal byte[] Utf8 { get; }

    /// <summary>Its translations as JSON; null where it has none.</summary>
    internal string? Translations { get; }

    /// <summary>Reads an object.</summary>
    /// <param name="utf8">The object as JSON.</param>
    /// <exception cref="Dhis2InputException">It is no object.</exception>
    public static NewObject Of(byte[] utf8)
    {
        using var text = new ObjectText(givesIds: true);
        var head = JsonText.Read(utf8, text, "The object");
        byte[] written = [.. text.Utf8];
        var json = JsonText.Parse(written, "The object");
        if (json.ValueKind != JsonValueKind.Object || head.Id is null)
            throw new Dhis2InputException("What was given is no object of metadata.", "Give a hashtable, an object with properties, or a row of Import-Csv.");
        return new NewObject(written, head.Id, head.Name ?? head.Code, json.Items("translations").Any() ? json.GetProperty("translations").GetRawText() : null);
    }

    /// <inheritdoc/>
    public override string ToString() => Label is null ? Id : $"{Label} ({Id})";
}
