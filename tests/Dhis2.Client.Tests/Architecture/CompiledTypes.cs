using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Dhis2.Client.Tests.Architecture;

/// <summary>What the types of a compiled assembly use: in their bases, members and code, that of lambdas, iterators and async methods included, which the compiler keeps in types of its own. The assembly is read and not loaded.</summary>
internal sealed class CompiledTypes
{
    private static readonly TypeNames s_names = new();
    private readonly PEReader _file;
    private readonly MetadataReader _reader;

    private CompiledTypes(PEReader file)
    {
        _file = file;
        _reader = file.GetMetadataReader();
    }

    /// <summary>Every use of a type in an assembly.</summary>
    public static IReadOnlyList<TypeUse> UsesIn(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        return new CompiledTypes(file).Uses().Distinct().ToList();
    }

    private IEnumerable<TypeUse> Uses()
    {
        foreach (var handle in _reader.TypeDefinitions)
        {
            var from = TypeNames.Of(_reader, handle).Name.Split('+')[0];
            foreach (var (assembly, to, member) in Named(_reader.GetTypeDefinition(handle)))
                yield return new TypeUse(from, assembly, to, member);
        }
    }

    private IEnumerable<(string? Assembly, string To, string? Member)> Named(TypeDefinition type)
    {
        var handles = type.GetInterfaceImplementations().Select(i => _reader.GetInterfaceImplementation(i).Interface).Append(type.BaseType);
        foreach (var used in handles.SelectMany(Named))
            yield return used;
        foreach (var used in type.GetFields().SelectMany(f => Plain(_reader.GetFieldDefinition(f).DecodeSignature(s_names, null))))
            yield return used;
        foreach (var used in type.GetMethods().Select(_reader.GetMethodDefinition).SelectMany(Named))
            yield return used;
    }

    private IEnumerable<(string? Assembly, string To, string? Member)> Named(MethodDefinition method)
    {
        var signature = method.DecodeSignature(s_names, null);
        var used = Plain(signature.ParameterTypes.SelectMany(t => t).Concat(signature.ReturnType));
        if (method.RelativeVirtualAddress == 0)
            return used;
        var body = _file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            used = used.Concat(Plain(_reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(s_names, null).SelectMany(t => t)));
        var caught = body.ExceptionRegions.Select(region => region.CatchType);
        return used.Concat(caught.Concat(CodeTokens.Of(body.GetILReader())).SelectMany(Named)).ToList();
    }

    private IEnumerable<(string? Assembly, string To, string? Member)> Named(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodDefinition:
                var method = _reader.GetMethodDefinition((MethodDefinitionHandle)handle);
                return WithMember(Named(method.GetDeclaringType()), method.Name);
            case HandleKind.FieldDefinition:
                var field = _reader.GetFieldDefinition((FieldDefinitionHandle)handle);
                return WithMember(Named(field.GetDeclaringType()), field.Name);
            case HandleKind.MemberReference:
                var member = _reader.GetMemberReference((MemberReferenceHandle)handle);
                return WithMember(Named(member.Parent), member.Name);
            case HandleKind.MethodSpecification:
                var generic = _reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                return Named(generic.Method).Concat(Plain(generic.DecodeSignature(s_names, null).SelectMany(t => t)));
            default:
                return Plain(Types(handle));
        }
    }

    private IEnumerable<(string? Assembly, string Name)> Types(EntityHandle handle) => handle.IsNil ? [] : handle.Kind switch
    {
        HandleKind.TypeDefinition => [TypeNames.Of(_reader, (TypeDefinitionHandle)handle)],
        HandleKind.TypeReference => [TypeNames.Of(_reader, (TypeReferenceHandle)handle)],
        HandleKind.TypeSpecification => _reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(s_names, null),
        _ => [],
    };

    private static IEnumerable<(string? Assembly, string To, string? Member)> Plain(IEnumerable<(string? Assembly, string Name)> types) =>
        types.Select(t => (t.Assembly, t.Name, (string?)null));

    // Of List<Row>.Add, the member is of the list.
    private IEnumerable<(string? Assembly, string To, string? Member)> WithMember(IEnumerable<(string? Assembly, string To, string? Member)> types, StringHandle name) =>
        types.Select((t, i) => i == 0 ? (t.Assembly, t.To, _reader.GetString(name)) : t);
}
