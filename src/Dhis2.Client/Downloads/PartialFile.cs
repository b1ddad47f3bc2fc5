using System.Text;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.Downloads;

/// <summary>
/// What has come of a file so far: <c>name.part</c> beside the place it goes to, and <c>name.part.info</c> with what is
/// needed to see whether the rest still fits. It stays after a break, and becomes the file when it is whole.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly string _path;
    private readonly string _source;
    private readonly FileStream _stream;

    private PartialFile(string path, string source)
    {
        _path = path;
        _source = source;
        // Not shared: two downloads to one place would write into each other.
        _stream = new FileStream(path + ".part", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 81920, useAsync: true);
    }

    /// <summary>Bytes that have come.</summary>
    public long Length => _stream.Length;

    /// <summary>What tells this version of the file from another: a strong ETag or a time; null when the server gave neither, and nothing can be continued.</summary>
    public string? Validator { get; private set; }

    /// <summary>Whether an answer has gone on where it ended.</summary>
    public bool IsContinued { get; set; }

    private string InfoPath => _path + ".part.info";

    /// <summary>Opens what there is for a path; a part of anything else than <paramref name="source"/> is emptied.</summary>
    public static PartialFile Open(string path, string source)
    {
        if (new FileInfo(path + ".part") is { Exists: true, Length: > 0 } && !File.Exists(path + ".part.info"))
        {
            throw new Dhis2InputException(
                $"The file '{path}.part' is in the way: it would be written to, and it is not of a download that can be continued.",
                "Move or delete it, or give another name.")
            { Item = path };
        }
        PartialFile? file = null;
        try
        {
            file = new PartialFile(path, source);
            var info = File.Exists(file.InfoPath) ? File.ReadAllLines(file.InfoPath, Encoding.UTF8) : [];
            if (info.Length == 2 && info[0] == source && info[1].Length > 0)
                file.Validator = info[1];
            else
                file.Restart(null);
            file._stream.Seek(0, SeekOrigin.End);
            return file;
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            file?._stream.Dispose();
            throw Unwritable(path, e);
        }
    }

    /// <summary>Begins at the start, with another version of the file.</summary>
    public void Restart(string? validator)
    {
        try
        {
            _stream.SetLength(0);
            IsContinued = false;
            Validator = validator;
            if (validator is null)
                File.Delete(InfoPath);
            else
                File.WriteAllLines(InfoPath, [_source, validator], new UTF8Encoding(false));
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            throw Unwritable(_path, e);
        }
    }

    /// <summary>Appends an answer's body as it comes; what came before a break is kept.</summary>
    public async Task AppendAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            // Errors of the answer have types of their own by now, so that an IOException here is an error of the disk.
            try
            {
                await body.CopyToAsync(_stream, 81920, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await _stream.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            throw Unwritable(_path, e);
        }
    }

    /// <summary>Has somebody read what has come, from its start.</summary>
    public Task ReadAsync(Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        _stream.Seek(0, SeekOrigin.Begin);
        return read(_stream, cancellationToken);
    }

    /// <summary>Makes it the file.</summary>
    public void Finish()
    {
        try
        {
            _stream.Dispose();
            AtomicFile.Move(_path + ".part", _path);
            File.Delete(InfoPath);
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            throw Unwritable(_path, e);
        }
    }

    /// <summary>Closes it; one that cannot be continued is of no use to anybody.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        if (Validator is null && File.Exists(_path + ".part"))
            File.Delete(_path + ".part");
    }

    private static bool IsOfDisk(Exception e) => e is IOException or UnauthorizedAccessException;

    // The message names the user's own path, and not that of the partial file.
    private static Dhis2InputException Unwritable(string path, Exception inner) => new(
        $"The file '{path}' cannot be written: {inner.Message.Replace(path + ".part.info", path).Replace(path + ".part", path)}",
        "Check that the folder is there, that you may write in it, that no other program holds the file, and that there is room on the disk.",
        inner)
    { Item = path };
}
