using System.Management.Automation;
using Dhis2.PowerShell.Base;

namespace Dhis2.PowerShell.Commands;

/// <summary>Makes ids for new objects, each another, from a cryptographic random source, without asking a server.</summary>
[Cmdlet(VerbsCommon.New, "Dhis2Uid")]
[OutputType(typeof(string))]
public sealed class NewDhis2UidCommand : Dhis2Cmdlet
{
    /// <summary>How many: 1 to 10000000, default 1. Example: <c>-Count 50</c>.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(1, 10_000_000)]
    public int Count { get; set; } = 1;

    /// <inheritdoc/>
    protected override void Finish()
    {
        // Duplicates among 52 * 62^10 ids are very unlikely; the check is cheap all the same.
        var made = new HashSet<string>(StringComparer.Ordinal);
        while (made.Count < Count)
        {
            var uid = Uid.New();
            if (made.Add(uid))
                WriteObject(uid);
        }
    }
}
