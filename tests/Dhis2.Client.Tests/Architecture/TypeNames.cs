using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Dhis2.Client.Tests.Architecture;

/// <summary>The types that a signature names, generic arguments and elements of arrays included, by assembly (null for the own) and full name.</summary>
internal sealed class TypeNames : ISignatureTypeProvider<IEnumerable<(string? Assembly, string Name)>, object?>
{
    private static readonly IEnumerable<(string?, string)> s_none = [];

    public static (string? Assembly, string Name) Of(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = reader.GetString(type.Name);
        return type.IsNested ? (null, $"{Of(reader, type.GetDeclaringType()).Name}+{name}") : (null, Full(reader.GetString(type.Namespace), name));
    }

    public static (string? Assembly, string Name) Of(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            var outer = Of(reader, (TypeReferenceHandle)type.ResolutionScope);
            return (outer.Assembly, $"{outer.Name}+{name}");
        }
        var assembly = type.ResolutionScope.Kind == HandleKind.AssemblyReference
            ? reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)
            : null;
        return (assembly, Full(reader.GetString(type.Namespace), name));
    }

    public IEnumerable<(string? Assembly, string Name)> GetArrayType(IEnumerable<(string? Assembly, string Name)> elementType, ArrayShape shape) => elementType;

    public IEnumerable<(string? Assembly, string Name)> GetByReferenceType(IEnumerable<(string? Assembly, string Name)> elementType) => elementType;

    public IEnumerable<(string? Assembly, string Name)> GetFunctionPointerType(MethodSignature<IEnumerable<(string? Assembly, string Name)>> signature) =>
        signature.ParameterTypes.SelectMany(t => t).Concat(signature.ReturnType);

    public IEnumerable<(string? Assembly, string Name)> GetGenericInstantiation(IEnumerable<(string? Assembly, string Name)> genericType, ImmutableArray<IEnumerable<(string? Assembly, string Name)>> typeArguments) =>
        genericType.Concat(typeArguments.SelectMany(t => t));

    public IEnumerable<(string? Assembly, string Name)> GetGenericMethodParameter(object? genericContext, int index) => s_none;

    public IEnumerable<(string? Assembly, string Name)> GetGenericTypeParameter(object? genericContext, int index) => s_none;

    public IEnumerable<(string? Assembly, string Name)> GetModifiedType(IEnumerable<(string? Assembly, string Name)> modifier, IEnumerable<(string? Assembly, string Name)> unmodifiedType, bool isRequired) => unmodifiedType;

    public IEnumerable<(string? Assembly, string Name)> GetPinnedType(IEnumerable<(string? Assembly, string Name)> elementType) => elementType;

    public IEnumerable<(string? Assembly, string Name)> GetPointerType(IEnumerable<(string? Assembly, string Name)> elementType) => elementType;

    public IEnumerable<(string? Assembly, string Name)> GetPrimitiveType(PrimitiveTypeCode typeCode) => s_none;

    public IEnumerable<(string? Assembly, string Name)> GetSZArrayType(IEnumerable<(string? Assembly, string Name)> elementType) => elementType;

    public IEnumerable<(string? Assembly, string Name)> GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => [Of(reader, handle)];

    public IEnumerable<(string? Assembly, string Name)> GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => [Of(reader, handle)];

    public IEnumerable<(string? Assembly, string Name)> GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    private static string Full(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";
}
