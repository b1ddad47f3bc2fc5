using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;
using Dhis2.Client.Utilities;

namespace Dhis2.PowerShell.Conversion;

/// <summary>
/// A class with a settable property for each column, made once for each set of columns: rows of such a class are many times quicker to make and quicker to filter
/// than objects with note properties. The assembly goes when nothing uses it any more.
/// </summary>
/// <typeparam name="TCell">What the properties hold.</typeparam>
internal sealed class RowClass<TCell>
    where TCell : class
{
    private const int Most = 64;
    private static readonly MethodInfo s_remember = typeof(Row).GetMethod("Remember", BindingFlags.Instance | BindingFlags.NonPublic)!;
    private static readonly Dictionary<string, RowClass<TCell>> s_made = new(StringComparer.Ordinal);

    private RowClass(Func<TCell?[], object> create) => Create = create;

    /// <summary>Makes a row of its cells.</summary>
    public Func<TCell?[], object> Create { get; }

    /// <summary>The class of these columns that goes by these names, the narrowest first.</summary>
    public static RowClass<TCell> Of(IReadOnlyList<string> typeNames, IReadOnlyList<string> columns)
    {
        var key = string.Join("\0", typeNames) + "\0\0" + string.Join("\0", columns);
        lock (s_made)
        {
            if (s_made.TryGetValue(key, out var known))
                return known;
            if (s_made.Count == Most)
                s_made.Clear();
            return s_made[key] = Make(typeNames, Names(columns));
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

    private static RowClass<TCell> Make(IReadOnlyList<string> typeNames, List<string> names)
    {
        var module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Dhis2.Rows"), AssemblyBuilderAccess.RunAndCollect).DefineDynamicModule("Dhis2.Rows");
        var parent = typeof(Row);
        // A view is selected by the name of a class or of a base class.
        for (var i = typeNames.Count - 1; i > 0; i--)
            parent = Finish(module.DefineType(typeNames[i], TypeAttributes.Public | TypeAttributes.Class | TypeAttributes.Abstract, parent), []);
        var made = Finish(module.DefineType(typeNames[0], TypeAttributes.Public | TypeAttributes.Class | TypeAttributes.Sealed, parent), names);
        var cells = Expression.Parameter(typeof(TCell[]));
        var create = Expression.Lambda<Func<TCell?[], object>>(Expression.New(made.GetConstructor([typeof(TCell[])])!, cells), cells);
        return new RowClass<TCell>(create.Compile());
    }

    private static Type Finish(TypeBuilder type, List<string> names)
    {
        AddConstructor(type, names.ConvertAll(name => AddProperty(type, name)));
        return type.CreateTypeInfo()!.AsType();
    }

    private static FieldBuilder AddProperty(TypeBuilder type, string name)
    {
        const MethodAttributes Accessor = MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.SpecialName;
        var field = type.DefineField("_" + name, typeof(TCell), FieldAttributes.Private);
        var property = type.DefineProperty(name, PropertyAttributes.None, typeof(TCell), null);
        var getter = type.DefineMethod("get_" + name, Accessor, typeof(TCell), Type.EmptyTypes);
        var get = getter.GetILGenerator();
        get.Emit(OpCodes.Ldarg_0);
        get.Emit(OpCodes.Ldfld, field);
        get.Emit(OpCodes.Ret);
        var setter = type.DefineMethod("set_" + name, Accessor, null, [typeof(TCell)]);
        var set = setter.GetILGenerator();
        set.Emit(OpCodes.Ldarg_0);
        set.Emit(OpCodes.Ldstr, name);
        set.Emit(OpCodes.Ldarg_0);
        set.Emit(OpCodes.Ldfld, field);
        set.Emit(OpCodes.Call, s_remember);
        set.Emit(OpCodes.Ldarg_0);
        set.Emit(OpCodes.Ldarg_1);
        set.Emit(OpCodes.Stfld, field);
        set.Emit(OpCodes.Ret);
        property.SetGetMethod(getter);
        property.SetSetMethod(setter);
        return field;
    }

    // A base class has no cells and passes none on.
    private static void AddConstructor(TypeBuilder type, List<FieldBuilder> fields)
    {
        var isBase = type.IsAbstract;
        var constructor = type.DefineConstructor(
            isBase ? MethodAttributes.Family : MethodAttributes.Public, CallingConventions.Standard, isBase ? Type.EmptyTypes : [typeof(TCell[])]);
        constructor.SetImplementationFlags((MethodImplAttributes)HotPath.Compiled);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, type.BaseType!.GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, null, Type.EmptyTypes, null)!);
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
