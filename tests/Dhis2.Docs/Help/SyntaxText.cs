using System.Management.Automation;
using System.Text;
using Dhis2.Docs.Cmdlets;

namespace Dhis2.Docs.Help;

/// <summary>The section SYNTAX of a page: a block for each parameter set.</summary>
internal static class SyntaxText
{
    private const int Width = 100;

    // The names that PowerShell has for types.
    private static readonly Dictionary<Type, string> s_names = new()
    {
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(string)] = "string",
        [typeof(object)] = "Object",
        [typeof(DateTime)] = "datetime",
        [typeof(TimeSpan)] = "timespan",
        [typeof(Uri)] = "uri",
        [typeof(System.Collections.Hashtable)] = "hashtable",
        [typeof(System.Security.SecureString)] = "securestring",
        [typeof(PSCredential)] = "pscredential",
        [typeof(PSObject)] = "psobject",
        [typeof(ScriptBlock)] = "scriptblock",
    };

    public static string Make(CmdletModel cmdlet) => string.Join("\n\n", cmdlet.Sets.Select((set, index) =>
        $"### {set}{(index == 0 && cmdlet.HasDefaultSet ? " (Default)" : "")}\n\n```\n{MakeLines(cmdlet, set)}\n```"));

    /// <summary>The name of a type as a syntax shows it.</summary>
    public static string NameOf(Type type)
    {
        if (type.IsArray)
            return NameOf(type.GetElementType()!) + "[]";
        type = Nullable.GetUnderlyingType(type) ?? type;
        return s_names.GetValueOrDefault(type, type.Name);
    }

    private static string MakeLines(CmdletModel cmdlet, string set)
    {
        var text = new StringBuilder(cmdlet.Name);
        var length = text.Length;
        foreach (var word in cmdlet.ParametersOf(set).Select(entry => MakeWord(entry.Parameter, entry.Use)))
        {
            if (length + 1 + word.Length > Width)
            {
                text.Append('\n');
                length = 0;
            }
            text.Append(' ').Append(word);
            length += 1 + word.Length;
        }
        return text.ToString();
    }

    private static string MakeWord(CmdletParameter parameter, SetUse use)
    {
        var name = use.Position is null ? $"-{parameter.Name}" : $"[-{parameter.Name}]";
        if (parameter.Type != typeof(SwitchParameter))
            name += $" <{NameOf(parameter.Type)}>";
        else if (use.Position is not null)
            name = $"-{parameter.Name}";
        return use.IsRequired ? name : $"[{name}]";
    }
}
