using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;

namespace Dhis2.PowerShell.Conversion;

/// <summary>
/// A class with a settable property for each column, made once for each set of columns: rows of such a class are several times quicker to make and to filter
/// than objects with note properties. The assembly goes when nothing uses it any more.
/// </summary>
internal sealed class RowClass
{
    private const int Most = 64;
    private static readonly Dictionary<string, RowClass> s_made = new(StringComparer.Ordinal);

    private RowClass(Func<string?[], object> create) => Create = create;

    /// <summary>Makes a row of its cells.</summary>
    public Func<string?[], object> Create { get; }

    /// <summary>The class for these columns.</summary>
    public static RowClass Of(string typeName, IReadOnlyList<string> columns)
    {
        var key = typeName + '\0' + string.Join("\0", columns);
        lock (s_made)
        {
            if (s_made.TryGetValue(key, out var known))
                return known;
            if (s_made.Count == Most)
                s_made.Clear();
            return s_made[key] = Make(typeName, Names(columns));
        }
    }

    /// <summary>Property names: columns without a name, or of the same name in other case, get a number.</summary>
    private static List<string> Names(IReadOnlyList<string> columns)
    {
        var names = new List<string>(columns.Count);
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < columns.Count; i++)
        {
            var wanted = columns[i].Length == 0 ? $"column{i + 1}" : columns[i];
            var name = wanted;
            for (var number = 2; !taken.Add(name); number++)
                name = $"{wanted}_{number}";
            names.Add(name);
        }
        return names;
    }

    private static RowClass Make(string typeName, List<string> names)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Dhis2.Rows"), AssemblyBuilderAccess.RunAndCollect);
        var type = assembly.DefineDynamicModule("Dhis2.Rows").DefineType(typeName, TypeAttributes.Public | TypeAttributes.Class | TypeAttributes.Sealed);
        var fields = names.Select(name => AddProperty(type, name)).ToList();
        AddConstructor(type, fields);
        var made = type.CreateTypeInfo()!.AsType();
        var cells = Expression.Parameter(typeof(string[]));
        var create = Expression.Lambda<Func<string?[], object>>(Expression.New(made.GetConstructor([typeof(string[])])!, cells), cells);
        return new RowClass(create.Compile());
    }

    private static FieldBuilder AddProperty(TypeBuilder type, string name)
    {
        const MethodAttributes Accessor = MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.SpecialName;
        var field = type.DefineField("_" + name, typeof(string), FieldAttributes.Private);
        var property = type.DefineProperty(name, PropertyAttributes.None, typeof(string), null);
        var getter = type.DefineMethod("get_" + name, Accessor, typeof(string), Type.EmptyTypes);
        var get = getter.GetILGenerator();
        get.Emit(OpCodes.Ldarg_0);
        get.Emit(OpCodes.Ldfld, field);
        get.Emit(OpCodes.Ret);
        var setter = type.DefineMethod("set_" + name, Accessor, null, [typeof(string)]);
        var set = setter.GetILGenerator();
        set.Emit(OpCodes.Ldarg_0);
        set.Emit(OpCodes.Ldarg_1);
        set.Emit(OpCodes.Stfld, field);
        set.Emit(OpCodes.Ret);
        property.SetGetMethod(getter);
        property.SetSetMethod(setter);
        return field;
    }

    private static void AddConstructor(TypeBuilder type, List<FieldBuilder> fields)
    {
        var il = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, [typeof(string[])]).GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, typeof(object).GetConstructor(Type.EmptyTypes)!);
        for (var i = 0; i < fields.Count; i++)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldc_I4, i);
            il.Emit(OpCodes.Ldelem_Ref);
            il.Emit(OpCodes.Stfld, fields[i]);
        }
        il.Emit(OpCodes.Ret);
    }
}
