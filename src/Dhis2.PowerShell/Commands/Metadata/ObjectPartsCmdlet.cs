using System.Management.Automation;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Base of the cmdlets that read what belongs to objects of any type: of those that are given, or of all of a type.</summary>
/// <typeparam name="T">What is written.</typeparam>
/// <parameter name="IncludeTotalCount">Says before them that the total number of objects is unknown.</parameter>
public abstract class ObjectPartsCmdlet<T> : Dhis2QueryCmdlet<T>
{
    // So many objects are read together.
    private const int MostWaiting = 100;

    private readonly List<Dhis2Reference> _waiting = [];
    private MetadataType? _type;
    private bool _gotObjects;

    /// <summary>
    /// The type, as the Web API names its list; the singular will do. Not needed for objects that this module gave, and rows with a column <c>type</c>. Example:
    /// <c>dataElements</c>.
    /// </summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(MetadataTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Type { get; set; }

    /// <summary>
    /// The objects: ids, names, <c>code:X</c> or objects, also from the pipeline. Without it, all objects of the type. One that stands for nothing, or for several, is an
    /// error of its own. Alias: <c>-Uid</c>. Example: <c>-Id OqYjd00phS6</c>.
    /// </summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uid")]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? Id { get; set; }

    /// <inheritdoc/>
    protected override string Activity => $"Reading {_type}";

    /// <summary>Reads what belongs to objects of a type, or to all of them.</summary>
    protected abstract IAsyncEnumerable<Page<T>> ReadAsync(MetadataType type, IReadOnlyList<string>? ids, Action<string>? onMissing, CancellationToken cancellationToken);

    /// <summary>What is to be known of a type before it is read.</summary>
    protected virtual void Check(MetadataType type)
    {
    }

    /// <inheritdoc/>
    protected override void ProcessInput() => ForEachItem(Id, Take, reference => reference.Item);

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (_waiting.Count > 0)
            ReadWaiting();
        // An empty pipeline asks for nothing, and not for everything.
        else if (!_gotObjects && !MyInvocation.ExpectingInput)
            ReadAll(Type ?? throw new Dhis2InputException("No type and no object is given.", "Give -Type, such as dataElements, or pipe objects in."));
    }

    private void Take(Dhis2Reference reference)
    {
        _gotObjects = true;
        var type = Await(token => TypeFinder.FindAsync(Caller, GivenType.Of(Type, reference), token));
        if (_waiting.Count >= MostWaiting || (_waiting.Count > 0 && _type!.Plural != type.Plural))
            ReadWaiting();
        if (_type?.Plural != type.Plural)
            Check(type);
        _type = type;
        _waiting.Add(reference);
    }

    private void ReadAll(string name)
    {
        var type = _type = Await(token => TypeFinder.FindAsync(Caller, name, token));
        Check(type);
        Write(QuerySource.Part(token => ReadAsync(type, null, null, token)));
    }

    private void ReadWaiting()
    {
        var (type, given) = (_type!, _waiting.ToList());
        _waiting.Clear();
        var ids = IsDone ? [] : Resolve(given, type);
        if (ids.Count > 0)
            Write(QuerySource.Part(token => ReadAsync(type, ids, id => Post(() => WriteMissing(type, id)), token)));
    }

    private void WriteMissing(MetadataType type, string id) => WriteError(
        new Dhis2ApiException($"There is no {type.Singular} with the id '{id}' that this account may see.", 404, null, "Check the id, and the sharing of the object.") { Item = id });
}
