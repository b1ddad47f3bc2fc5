namespace Dhis2.PowerShell.Base;

/// <summary>Counts <c>-Skip</c> and <c>-First</c>.</summary>
internal sealed class PageCut(ulong skip, ulong first)
{
    /// <summary>How many are still to be skipped.</summary>
    public ulong Skip { get; private set; } = skip;

    /// <summary>How many are still wanted.</summary>
    public ulong Left { get; private set; } = first;

    /// <summary>Nothing more is wanted.</summary>
    public bool IsDone => Left == 0;

    /// <summary>Leaves skipping to the source.</summary>
    public ulong HandOverSkip()
    {
        var handed = Skip;
        Skip = 0;
        return handed;
    }

    /// <summary>Whether the next object is wanted.</summary>
    public bool Take()
    {
        if (Skip > 0)
        {
            Skip--;
            return false;
        }
        Left--;
        return true;
    }
}
