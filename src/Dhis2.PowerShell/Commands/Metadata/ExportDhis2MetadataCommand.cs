using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Dhis2.Client.Metadata.Export;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Conversion;
using Dhis2.PowerShell.Errors;

namespace Dhis2.PowerShell.Commands;

/// <summary>Exports metadata: down the pipeline, into a file, or as a tree of files for version control.</summary>
/// <parameter name="Confirm">Asks before a file or folder is written, naming it and the server. Never asks by itself.</parameter>
/// <parameter name="WhatIf">Says which file or folder would be written, and asks for nothing. Objects for the pipeline are exported all the same.</parameter>
[Cmdlet(VerbsData.Export, "Dhis2Metadata", SupportsShouldProcess = true)]
[OutputType("Dhis2.MetadataObject")]
[OutputType(typeof(FileInfo), typeof(DirectoryInfo))]
public sealed partial class ExportDhis2MetadataCommand : Dhis2SessionCmdlet
{
    private readonly List<Dhis2Reference> _roots = [];
    private MetadataExportQuery _query = null!;
    private MetadataExport? _export;
    private string _form = "json";
    private bool _isIncomplete;

    /// <inheritdoc/>
    protected override object? ErrorTarget => Path ?? Directory;

    private protected override ProgressTrace Waiting => _export?.Progress ?? base.Waiting;

    /// <inheritdoc/>
    protected override void Start()
    {
        CheckParameters();
        var types = Await(async token =>
        {
            var found = new List<ExportedType>();
            foreach (var (name, fields) in Given(Type))
                found.Add(new ExportedType(await TypeFinder.FindAsync(Caller, name, token).ConfigureAwait(false)) { Fields = fields.Count == 0 ? null : string.Join(",", fields) });
            return found;
        });
        _query = new MetadataExportQuery
        {
            Types = [.. types.GroupBy(type => type.Type.Plural).Select(same => same.Last())],
            Fields = Fields is null ? null : string.Join(",", Fields.Select(field => field.Trim())),
            Defaults = Defaults,
            SkipSharing = SkipSharing,
        };
        AddFilters();
        AddOrders();
        _query = Await(token => _query.CheckedAsync(Caller, token));
    }

    /// <inheritdoc/>
    protected override void ProcessInput() => _roots.AddRange(Dependency ?? []);

    /// <inheritdoc/>
    protected override void Finish()
    {
        var exports = IsOfRoots() ? Roots() : [new MetadataExport(Caller, _query)];
        // What could not be found has been reported: a file without it would pass for the whole.
        if (exports.Count == 0 || (_isIncomplete && (Path is not null || Directory is not null)))
            return;
        if (Directory is not null)
            WriteTree(exports);
        else if (Path is not null)
            WriteFile(exports);
        else
            WriteObjects(exports);
    }

    private void CheckParameters()
    {
        if (Path is not null && Directory is not null)
            throw new Dhis2InputException("-Path names one file and -Directory a folder of many.", "Give one of them.") { Item = "-Directory" };
        if (PerType && Directory is null)
            throw new Dhis2InputException("-PerType is about the files of -Directory, which is not given.", "Add -Directory, or leave it out.") { Item = "-PerType" };
        if (Path is null && (NoClobber || (PassThru && Directory is null)))
            throw new Dhis2InputException($"-{(NoClobber ? "NoClobber" : "PassThru")} is about a file, and none is written.", "Add -Path, or leave it out.");
        if (Path is null)
            return;
        _form = MetadataExport.Forms.OrderByDescending(form => form.Length).FirstOrDefault(form => Path.EndsWith($".{form}", StringComparison.OrdinalIgnoreCase))
            ?? throw new Dhis2InputException($"'{Path}' does not tell the form of the file.", "Give a name that ends in .json, .json.gz, .json.zip or .xml.") { Item = Path };
        if (NoClobber && File.Exists(CmdletPaths.ToWrite(this, Path)))
            throw FileFaults.IsThere(Path);
    }

    private void AddFilters()
    {
        var filters = Given(Filter, isList: true).ToList();
        _query = _query with
        {
            Filters = [.. filters.Where(filter => filter.Values.Count == 0).Select(filter => filter.Name)],
            Types = [.. _query.Types.Select(type => type with { Filters = [.. filters.Where(filter => filter.Values.Count > 0 && IsOf(filter.Name, type)).SelectMany(filter => filter.Values)] })],
        };
        CheckTypes(filters, "-Filter");
    }

    private void AddOrders()
    {
        var orders = Given(Order, isList: true).ToList();
        var all = orders.Where(order => order.Values.Count == 0).Select(order => order.Name).ToList();
        _query = _query with
        {
            Order = all.Count == 0 ? null : string.Join(",", all),
            Types = [.. _query.Types.Select(type => type with { Order = orders.Where(order => order.Values.Count > 0 && IsOf(order.Name, type)).Select(order => string.Join(",", order.Values)).LastOrDefault() })],
        };
        CheckTypes(orders, "-Order");
    }

    private void CheckTypes(IEnumerable<(string Name, IReadOnlyList<string> Values)> given, string parameter)
    {
        foreach (var (name, _) in given.Where(one => one.Values.Count > 0 && !_query.Types.Any(type => IsOf(one.Name, type))))
            throw new Dhis2InputException($"{parameter} names the type '{name}', which is not exported.", "Name it in -Type, too.") { Item = name };
    }

    private static bool IsOf(string name, ExportedType type) => MetadataType.Of(name).Plural == type.Type.Plural;

    // Texts by themselves, and hashtables of texts with theirs.
    private static IEnumerable<(string Name, IReadOnlyList<string> Values)> Given(object[]? arguments, bool isList = false)
    {
        foreach (var argument in arguments ?? [])
        {
            if (ServerText.Bare(argument) is not IDictionary map)
            {
                yield return (ServerText.Of(argument) ?? "", []);
                continue;
            }
            foreach (DictionaryEntry entry in map)
            {
                var values = ServerText.Bare(entry.Value) is IEnumerable and not string ? ((IEnumerable)ServerText.Bare(entry.Value)!).Cast<object?>() : [entry.Value];
                List<string> texts = [.. values.Select(ServerText.Of).OfType<string>().Where(text => text.Length > 0 && (isList || text != "True"))];
                if (isList && texts.Count == 0)
                    throw new Dhis2InputException($"The type '{entry.Key}' has nothing with it.", "Write it like @{ dataElements = 'code:like:DE_' }.") { Item = entry.Key };
                yield return (ServerText.Of(entry.Key)!, texts);
            }
        }
    }

    private List<MetadataExport> Roots()
    {
        if (_query.Types.Count != 1)
            throw new Dhis2InputException("-Dependency needs the one type that its objects are of.", "Give it with -Type, such as -Type dataSets.") { Item = "-Dependency" };
        foreach (var name in (string[])[nameof(Fields), nameof(Filter), nameof(Order), nameof(Defaults)])
        {
            if (MyInvocation.BoundParameters.ContainsKey(name))
                throw new Dhis2InputException($"-{name} has no effect on what an object is made of.", "Leave it out.") { Item = $"-{name}" };
        }
        var type = _query.Types[0].Type;
        var ids = Resolve(_roots, type);
        _isIncomplete = ids.Count < _roots.Count;
        return [.. ids.Distinct().Select(id => new MetadataExport(Caller, _query with { Root = new ExportedObject(type, id) }))];
    }

    private void WriteObjects(List<MetadataExport> exports)
    {
        var seen = exports.Count > 1 ? new HashSet<(string List, string Id)>() : null;
        ForEachItem(exports, export => WriteObjects(export, seen), export => (object?)export.Query.Root?.Id ?? ErrorTarget);
    }

    private void WriteObjects(MetadataExport export, HashSet<(string List, string Id)>? seen)
    {
        var batches = new PullAhead<IReadOnlyList<PackageItem<PSObject>>>(token => export.ReadAsync<PSObject>(list => new PSObjectBuilder(MetadataType.Of(list).TypeName), token), StopToken);
        try
        {
            batches.Ask();
            while (Await(batches.Asked))
            {
                var batch = batches.Take();
                batches.Ask();
                foreach (var item in batch)
                {
                    if (seen is null || PSObjectReader.Text(item.Item, "id") is not { } id || seen.Add((item.List, id)))
                        WriteObject(item.Item);
                }
            }
        }
        finally
        {
            batches.Close();
        }
    }

    private void WriteFile(List<MetadataExport> exports)
    {
        var file = CmdletPaths.ToWrite(this, Path!);
        if (!ShouldProcess(Path!, $"Export metadata from {Caller.Session.Uri}"))
            return;
        if (IsOfRoots())
        {
            if (_form == "xml")
                throw new Dhis2InputException("What an object is made of is exported as JSON alone.", "Give a name that ends in .json, .json.gz or .json.zip.") { Item = Path };
            var package = Gather(exports);
            FileFaults.Watch(Path!, () => Await(token => package.WriteAsync(file, _form, token)));
        }
        else
        {
            _export = exports[0];
            FileFaults.Watch(Path!, () => Await(token => _export.WriteAsync(file, _form, Path!, token)));
        }
        if (PassThru)
            WriteObject(new FileInfo(file));
    }

    private void WriteTree(List<MetadataExport> exports)
    {
        var folder = CmdletPaths.New(this, Directory!);
        if (File.Exists(folder))
            throw new Dhis2InputException($"'{Directory}' is a file.", "Give a folder, which may be yet to be made.") { Item = Directory };
        if (!ShouldProcess(Directory!, $"Export metadata from {Caller.Session.Uri}"))
            return;
        var tree = new MetadataTree(Gather(exports), folder) { PerType = PerType, Asked = IsOfRoots() ? [] : [.. _query.Types.Select(type => type.Type.Plural)] };
        FileFaults.Watch(Directory!, () => Await(tree.WriteAsync));
        WriteVerbose(string.Format(CultureInfo.CurrentCulture, "{0:N0} files are new or changed, and {1:N0} were deleted.", tree.Changed, tree.Deleted));
        if (PassThru)
            WriteObject(new DirectoryInfo(folder));
    }

    private bool IsOfRoots() => Dependency is not null || MyInvocation.ExpectingInput;

    private GatheredPackage Gather(List<MetadataExport> exports)
    {
        var package = new GatheredPackage();
        foreach (var export in exports)
            Await(token => package.AddAsync(export, token));
        return package;
    }
}
