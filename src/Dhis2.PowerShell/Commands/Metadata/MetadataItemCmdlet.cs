using System.Management.Automation;
using Dhis2.Client.Metadata.Writing;
using Dhis2.PowerShell.Base;

namespace Dhis2.PowerShell.Commands;

/// <summary>Base of the cmdlets that put objects into lists of others, or take them out: many in one request, with an account of each.</summary>
public abstract class MetadataItemCmdlet : Dhis2ReportCmdlet
{
    // So many are looked up together where they are given by name or code.
    private const int MostWaiting = 500;

    private readonly List<(string Id, Dhis2Reference Item)> _waiting = [];
    private MetadataItemImporter? _importer;
    private ItemList _collection = null!;
    private IReadOnlyList<NamedObject> _objects = [];

    /// <summary>Objects a request: 1 to 100000. Default: begins with 500 and grows while requests take less than 8 seconds.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int? BatchSize { get; set; }

    /// <inheritdoc/>
    protected sealed override bool HasRows => _importer?.Added > 0 || _waiting.Count > 0;

    /// <summary>Whether objects are taken out, and not put in.</summary>
    private protected abstract bool Removes { get; }

    /// <summary>Whether nobody is to be asked.</summary>
    private protected virtual bool IsForced => false;

    /// <summary>The list: of which type, and its name.</summary>
    private protected abstract (string Type, string Property) List { get; }

    /// <summary>The objects that have the list.</summary>
    private protected abstract Dhis2Reference[] Objects { get; }

    /// <summary>The objects that are put in or taken out.</summary>
    private protected abstract Dhis2Reference[] Items { get; }

    /// <inheritdoc/>
    protected sealed override void Start()
    {
        var type = Await(token => TypeFinder.FindAsync(Caller, List.Type, token));
        _collection = Await(token => ItemList.FindAsync(Caller, type, List.Property, token));
        var found = Find(Objects, type);
        var objects = new List<NamedObject>();
        ForEachItem(Objects, reference => objects.Add(Await(token => NamedObject.ReadAsync(Caller, type, found.IdOf(reference), token))), reference => reference.Item);
        _objects = objects;
        _importer = new MetadataItemImporter(Caller, _collection, Removes, BatchSize);
    }

    /// <inheritdoc/>
    protected sealed override void AddInput()
    {
        foreach (var target in _objects)
        {
            foreach (var item in Items)
            {
                var action = Removes ? $"Take {item} out of {_collection.Property}" : $"Add {item} to {_collection.Property}";
                if (!Confirmation.Ask(this, IsForced, $"{target} on {Caller.Session.Uri}", action))
                    continue;
                _waiting.Add((target.Id, item));
                if (_waiting.Count >= MostWaiting)
                    SendWaiting();
            }
        }
    }

    /// <inheritdoc/>
    protected sealed override ImportReport? Complete()
    {
        if (!HasRows)
            return null;
        SendWaiting();
        return Await(_importer!.CompleteAsync);
    }

    /// <inheritdoc/>
    protected sealed override async Task<ImportReport> AbortAsync()
    {
        foreach (var (id, item) in _waiting)
            _importer!.AddUnsent(id, item.ToString());
        _waiting.Clear();
        return await _importer!.AbortAsync().ConfigureAwait(false);
    }

    private void SendWaiting()
    {
        var found = _collection.Items is { } type ? Find([.. _waiting.Select(row => row.Item)], type) : null;
        while (_waiting.Count > 0)
        {
            var (id, item) = _waiting[0];
            _waiting.RemoveAt(0);
            if (Add(id, item, found))
                Await(_importer!.FlushAsync);
        }
    }

    private bool Add(string id, Dhis2Reference item, References? found)
    {
        try
        {
            return _importer!.Add(id, found is null ? IdOf(item) : found.IdOf(item));
        }
        catch (Dhis2Exception e)
        {
            _importer!.AddRejected(id, item.ToString(), e.Message);
            return false;
        }
    }

    private string IdOf(Dhis2Reference item) => item.Key is { Kind: ObjectKeyKind.Id } key
        ? key.Text
        : throw new Dhis2InputException($"'{item}' is no id, and the server does not say of which type the objects in {_collection.Property} are.", "Give ids.");
}
