using Dhis2.Client.Utilities;

namespace Dhis2.Client.Metadata.Export;

/// <summary>
/// Writes metadata as a tree of files for version control: one an object, <c>dataElements/OqYjd00phS6.json</c>, or one a type, <c>dataElements.json</c>, each a package
/// that an import takes. Files of objects that are not there any more are deleted.
/// </summary>
/// <param name="package">The objects, all of which have come.</param>
/// <param name="folder">The folder, which may hold the tree of an earlier export.</param>
public sealed class MetadataTree(GatheredPackage package, string folder)
{
    /// <summary>One file a type in place of one an object.</summary>
    public bool PerType { get; init; }

    /// <summary>Lists that were asked for: of one that came without objects, the files are deleted.</summary>
    public IReadOnlyList<string> Asked { get; init; } = [];

    /// <summary>Files that are new or other than before.</summary>
    public int Changed { get; private set; }

    /// <summary>Files of objects that are not there any more, which were deleted.</summary>
    public int Deleted { get; private set; }

    /// <summary>Writes the tree.</summary>
    /// <exception cref="Dhis2InputException">An object has no id. Nothing is written then.</exception>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var lists = package.Lists.Concat(Asked).Distinct(StringComparer.Ordinal).OrderBy(list => list, StringComparer.Ordinal).ToList();
        if (lists.Find(list => package.Sorted(list).Any(entry => entry.Id is null)) is { } without)
            throw new Dhis2InputException($"An object of {without} came without an id, and no file can be named for it.", "Leave out -Fields, or name id in it.") { Item = without };
        Directory.CreateDirectory(folder);
        foreach (var list in lists)
            await WriteListAsync(list, cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteListAsync(string list, CancellationToken cancellationToken)
    {
        var (whole, below) = (Path.Combine(folder, $"{list}.json"), Path.Combine(folder, list));
        // Some file systems take ids that differ by the case of a letter alone for one name.
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var isEmpty = !package.Sorted(list).Any();
        if (PerType && !isEmpty)
            await WriteFileAsync(whole, StableObject.WritePackage(list, package.Sorted(list).Select(package.Read))).ConfigureAwait(false);
        else if (File.Exists(whole))
            Delete(whole);
        if (!PerType && !isEmpty)
        {
            Directory.CreateDirectory(below);
            foreach (var entry in package.Sorted(list))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var name = $"{entry.Id}.json";
                for (var next = 2; !names.Add(name); next++)
                    name = $"{entry.Id}~{next}.json";
                await WriteFileAsync(Path.Combine(below, name), StableObject.WritePackage(list, [package.Read(entry)])).ConfigureAwait(false);
            }
        }
        DeleteOthers(below, names);
    }

    // A file that says the same stays untouched.
    private async Task WriteFileAsync(string path, byte[] bytes)
    {
        if (new FileInfo(path) is { Exists: true } file && file.Length == bytes.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
            return;
        await AtomicFile.WriteAsync(path, stream => stream.WriteAsync(bytes, 0, bytes.Length)).ConfigureAwait(false);
        Changed++;
    }

    // Only what such a tree is made of: a file of somebody else's in the folder stays.
    private void DeleteOthers(string below, HashSet<string> names)
    {
        if (!Directory.Exists(below))
            return;
        foreach (var path in Directory.GetFiles(below, "*.json"))
        {
            if (!names.Contains(Path.GetFileName(path)) && Uid.IsValid(Path.GetFileNameWithoutExtension(path).Split('~')[0]))
                Delete(path);
        }
    }

    private void Delete(string path)
    {
        File.Delete(path);
        Deleted++;
    }
}
