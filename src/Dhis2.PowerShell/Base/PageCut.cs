namespace Dhis2.PowerShell.Base;

/// <summary>Counts <c>-Skip</c> and <c>-First</c>.</summary>
internal sealed class PageCut(ulong skip, ulong first)
{
    private ulong _skip = skip;
    private ulong _left = first;

    /// <summary>Nothing more is wanted.</summary>
    public bool IsDone => _left == 0;

    /// <summary>Whether the next object is wanted.</summary>
    public bool Take()
    {
        if (_skip > 0)
        {
            _skip--;
            return false;
        }
        _left--;
        return true;
    }
}
