using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Dhis2.Client.Tests.Architecture;

/// <summary>
/// The folder that each type of an assembly was written in, from its debug symbols: many public types share the namespace <c>Dhis2</c>, so that
/// namespaces do not tell folders.
/// </summary>
internal static class SourceFolders
{
    // Names the documents of a type that has no code, such as an interface or an enumeration (portable PDB: TypeDefinitionDocuments).
    private static readonly Guid s_typeDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    /// <summary>Top-level types by full name, with the first folder below the project's own.</summary>
    public static IReadOnlyDictionary<string, string> Of(Assembly assembly)
    {
        var project = assembly.GetName().Name!;
        using var image = File.OpenRead(assembly.Location);
        using var file = new System.Reflection.PortableExecutable.PEReader(image);
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(assembly.Location, ".pdb")));
        var (types, documents) = (file.GetMetadataReader(), symbols.GetMetadataReader());
        var folders = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var handle in types.TypeDefinitions)
        {
            var type = types.GetTypeDefinition(handle);
            if (type.IsNested || DocumentOf(handle, types, documents) is not { } document)
                continue;
            if (FolderOf(documents.GetString(documents.GetDocument(document).Name), project) is { } folder)
                folders[FullName(types.GetString(type.Namespace), types.GetString(type.Name))] = folder;
        }
        return folders;
    }

    private static string FullName(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";

    private static DocumentHandle? DocumentOf(TypeDefinitionHandle handle, MetadataReader types, MetadataReader documents)
    {
        var type = types.GetTypeDefinition(handle);
        foreach (var method in type.GetMethods())
        {
            var information = documents.GetMethodDebugInformation(method.ToDebugInformationHandle());
            if (!information.Document.IsNil)
                return information.Document;
            foreach (var point in information.GetSequencePoints())
                return point.Document;
        }
        foreach (var custom in documents.GetCustomDebugInformation(handle).Select(documents.GetCustomDebugInformation))
        {
            if (documents.GetGuid(custom.Kind) == s_typeDocuments)
                return MetadataTokens.DocumentHandle(documents.GetBlobReader(custom.Value).ReadCompressedInteger());
        }
        // Of a type with asynchronous methods alone, the code is in types that the compiler nests in it.
        return type.GetNestedTypes().Select(nested => DocumentOf(nested, types, documents)).FirstOrDefault(document => document is not null);
    }

    // Null for files that the compiler's tools have made.
    private static string? FolderOf(string path, string project)
    {
        var parts = path.Split('/', '\\');
        var at = Array.LastIndexOf(parts, project);
        if (at < 0 || at + 1 >= parts.Length || parts[at + 1] == "obj")
            return null;
        return at + 2 < parts.Length ? parts[at + 1] : "";
    }
}
