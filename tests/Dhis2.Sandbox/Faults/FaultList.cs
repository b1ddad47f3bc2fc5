namespace Dhis2.Sandbox.Faults;

/// <summary>The faults that wait for their requests, in the order they were added.</summary>
public sealed class FaultList
{
    private readonly List<Pending> _pending = [];

    public void Add(Fault fault)
    {
        lock (_pending)
            _pending.Add(new Pending(fault, fault.After, fault.Count == 0 ? int.MaxValue : fault.Count));
    }

    public void Clear()
    {
        lock (_pending)
            _pending.Clear();
    }

    /// <summary>How many are still to happen.</summary>
    public int Count
    {
        get
        {
            lock (_pending)
                return _pending.Count;
        }
    }

    // The first that matches and has let enough requests pass; counting and taking are one step.
    internal Fault? Take(string method, string target)
    {
        lock (_pending)
        {
            foreach (var pending in _pending)
            {
                if (!pending.Fault.Matches(method, target))
                    continue;
                if (pending.Skip-- > 0)
                    continue;
                if (--pending.Left == 0)
                    _pending.Remove(pending);
                return pending.Fault;
            }
            return null;
        }
    }

    private sealed class Pending(Fault fault, int skip, int left)
    {
        public Fault Fault { get; } = fault;

        public int Skip { get; set; } = skip;

        public int Left { get; set; } = left;
    }
}
