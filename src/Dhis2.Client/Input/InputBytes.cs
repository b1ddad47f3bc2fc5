using System.Globalization;
using System.IO.Compression;
using Dhis2.Client.Http;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.Input;

/// <summary>
/// The bytes of an input, unpacked on the way where they are gzip or a zip with one file in it: their first bytes tell, and not their name. A file can be opened
/// again from its beginning; what comes through a pipe can be once it is <see cref="KeepAsync">kept</see>.
/// </summary>
/// <param name="source">The bytes as they are stored. Closed with this.</param>
/// <param name="name">What the input is called in errors.</param>
internal sealed class InputBytes(Stream source, string name) : IDisposable
{
    // The signature of a local file header, and that of a zip without any file.
    private static readonly byte[] s_zip = [0x50, 0x4B, 0x03, 0x04];
    private static readonly byte[] s_emptyZip = [0x50, 0x4B, 0x05, 0x06];
    private static readonly byte[] s_gzip = [0x1F, 0x8B];

    // What is no text, and is met under the name of one.
    private static readonly (byte[] Signature, string What)[] s_others =
    [
        ([0x42, 0x5A, 0x68], "is packed with bzip2"),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "is packed with 7-Zip"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "is packed with xz"),
        ([0x28, 0xB5, 0x2F, 0xFD], "is packed with Zstandard"),
        ([0x52, 0x61, 0x72, 0x21, 0x1A, 0x07], "is packed with RAR"),
        ([0x25, 0x50, 0x44, 0x46, 0x2D], "is a PDF document"),
    ];

    // What Excel wrote until 2007, and still writes as .xls.
    private static readonly byte[] s_oldWorkbook = [0xD0, 0xCF, 0x11, 0xE0];

    private readonly List<IDisposable> _opened = [];
    private Stream _source = source;

    /// <summary>Whether it can be opened a second time.</summary>
    public bool CanRepeat => _source.CanSeek;

    /// <summary>How much has been read; null where that cannot be told.</summary>
    public int? Percent => _source is { CanSeek: true, Length: > 0 } ? (int)(100 * _source.Position / _source.Length) : null;

    /// <summary>Opens the unpacked content at its beginning.</summary>
    /// <exception cref="Dhis2InputException">It is a zip that cannot be taken.</exception>
    public async Task<PeekStream> OpenAsync(CancellationToken cancellationToken)
    {
        if (_source.CanSeek)
            _source.Position = 0;
        var bytes = new PeekStream(_source);
        var head = await bytes.PeekAsync(8, cancellationToken).ConfigureAwait(false);
        if (StartsWith(head, s_gzip))
            return await UnpackedAsync(Keep(new GzipReader(bytes)), () => _source.CanSeek ? _source.Length : bytes.Position, cancellationToken).ConfigureAwait(false);
        if (StartsWith(head, s_oldWorkbook))
            throw Workbook();
        if (Array.Find(s_others, other => StartsWith(head, other.Signature)).What is { } what)
            throw Refused($"{what}, which an import does not read", "Give the rows as CSV, JSON, XML or ADX; plain, gzip or zip.");
        if (StartsWith(head, s_emptyZip))
            throw Refused("is a zip without a file in it", "Put the file into it, or give the file itself.");
        if (!StartsWith(head, s_zip))
            return bytes;
        if (head.Count > 6 && (head.Array![head.Offset + 6] & 1) != 0)
            throw Refused("is a zip that is encrypted", "Unpack it with its password, and give the file itself.");
        // A zip has its table of contents at its end.
        if (!_source.CanSeek)
            await KeepAsync(bytes, cancellationToken).ConfigureAwait(false);
        _source.Position = 0;
        var file = OnlyEntry(Keep(new ZipArchive(_source, ZipArchiveMode.Read, leaveOpen: true)));
        return await UnpackedAsync(Keep(file.Open()), () => _source.Length, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what is left of a content to a temporary file, which takes the place of the source: then it can be opened again.</summary>
    public async Task KeepAsync(Stream content, CancellationToken cancellationToken)
    {
        var kept = TemporaryFile.Create();
        await content.CopyToAsync(kept, 81_920, cancellationToken).ConfigureAwait(false);
        _opened.Add(_source);
        _source = kept;
    }

    public void Dispose()
    {
        for (var i = _opened.Count - 1; i >= 0; i--)
            _opened[i].Dispose();
        _source.Dispose();
    }

    private async Task<PeekStream> UnpackedAsync(Stream unpacked, Func<long> packed, CancellationToken cancellationToken)
    {
        var content = new PeekStream(new UnpackingLimit(unpacked, packed, name));
        var head = await content.PeekAsync(4, cancellationToken).ConfigureAwait(false);
        return StartsWith(head, s_gzip) || StartsWith(head, s_zip) ? throw Refused("holds a packed file, which is packed once more", "Unpack it once, and give what was in it.") : content;
    }

    private static bool StartsWith(ArraySegment<byte> head, byte[] signature) => head.AsSpan().StartsWith(signature);

    private T Keep<T>(T opened)
        where T : IDisposable
    {
        _opened.Add(opened);
        return opened;
    }

    private ZipArchiveEntry OnlyEntry(ZipArchive archive)
    {
        // Folders have no name; macOS adds files of its own beside each file.
        var files = archive.Entries.Where(e => e.Name.Length > 0 && e.Name != ".DS_Store" && !e.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal)).ToList();
        if (files.Count == 1)
            return files[0];
        if (files.Count == 0)
            throw Refused("is a zip without a file in it", "Put the file into it, or give the file itself.");
        if (files.Exists(f => f.FullName == "[Content_Types].xml"))
            throw Workbook();
        var names = string.Join(", ", files.Take(3).Select(f => f.FullName));
        throw Refused(
            string.Format(CultureInfo.InvariantCulture, "is a zip with {0:N0} files in it ({1}{2}), and only one can be meant", files.Count, names, files.Count > 3 ? ", ..." : ""),
            "Unpack it, and give the files with -Path.");
    }

    private Dhis2InputException Workbook() => Refused("is a workbook or document of an office program", "Save the sheet as CSV UTF-8, and give that file.");

    private Dhis2InputException Refused(string what, string advice) => new($"{name} {what}.", advice) { Item = name };
}
