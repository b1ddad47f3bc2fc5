using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Dhis2.Client.Json;

namespace Dhis2.Client.Imports.Journals;

/// <summary>A file of an import, and what is in it.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Sha256">The hash of its content.</param>
internal sealed record JournalSource(string Path, long Length, string Sha256)
{
    /// <summary>Reads a file through.</summary>
    /// <exception cref="Dhis2InputException">It cannot be read.</exception>
    public static JournalSource Of(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            // What can be read once only would be used up here.
            if (!file.CanSeek)
                throw new Dhis2InputException($"{path} can be read once only, and an import with a journal may have to be read again.", "Copy it to a file, or leave out the journal.") { Item = path };
            using var hash = SHA256.Create();
            var buffer = new byte[256 * 1024];
            var length = 0L;
            for (int read; (read = file.Read(buffer, 0, buffer.Length)) > 0; length += read)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.TransformBlock(buffer, 0, read, null, 0);
            }
            hash.TransformFinalBlock(buffer, 0, 0);
            return new JournalSource(path, length, string.Concat(hash.Hash!.Select(part => part.ToString("X2", CultureInfo.InvariantCulture))));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Dhis2InputException($"{path} cannot be read: {e.Message}", "Check the path and the rights on the file.", e) { Item = path };
        }
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("path", Path);
        writer.WriteNumber("length", Length);
        writer.WriteString("sha256", Sha256);
        writer.WriteEndObject();
    }

    /// <summary>How it differs from the file in the journal, in words; null where it does not. It may lie elsewhere by now: jobs often work in a new folder each time.</summary>
    public string? DifferenceFrom(JsonElement journal)
    {
        var (path, length) = (journal.Text("path") ?? "", journal.Number("length"));
        if (System.IO.Path.GetFileName(path) != System.IO.Path.GetFileName(Path))
            return $"the file was {path}, and is {Path} now";
        if (length != Length)
            return $"{Path} has {Length} bytes, and had {length} then";
        return journal.Text("sha256") == Sha256 ? null : $"the content of {Path} has changed";
    }
}
