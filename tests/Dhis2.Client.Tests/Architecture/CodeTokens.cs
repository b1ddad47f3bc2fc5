using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Dhis2.Client.Tests.Architecture;

/// <summary>The types and members that the code of a method names.</summary>
internal static class CodeTokens
{
    private static readonly Dictionary<int, OperandType> s_operands = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value, code => code.OperandType);

    public static IEnumerable<EntityHandle> Of(BlobReader code)
    {
        var tokens = new List<EntityHandle>();
        while (code.RemainingBytes > 0)
        {
            int operation = code.ReadByte();
            if (operation == 0xFE)
                operation = 0xFE00 | code.ReadByte();
            var operand = s_operands[operation];
            if (operand is OperandType.InlineSwitch)
                Skip(ref code, 4 * code.ReadInt32());
            else if (operand is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
                tokens.Add(MetadataTokens.EntityHandle(code.ReadInt32()));
            else
                Skip(ref code, Length(operand));
        }
        return tokens;
    }

    private static void Skip(ref BlobReader code, int bytes) => code.Offset += bytes;

    private static int Length(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
