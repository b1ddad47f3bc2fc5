using System.Management.Automation;
using Dhis2.Client.Utilities;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Sends any request to the Web API: what no other cmdlet does.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "Dhis2Request", DefaultParameterSetName = "Objects", SupportsShouldProcess = true, SupportsPaging = true)]
[OutputType(typeof(PSObject), typeof(string), typeof(byte[]))]
public sealed class InvokeDhis2RequestCommand : Dhis2QueryCmdlet<PSObject>
{
    private RequestBody? _body;

    /// <summary>Path below <c>/api/</c>, such as <c>me</c> or <c>organisationUnits?fields=id</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    /// <summary>The HTTP method; GET unless given.</summary>
    [Parameter(Position = 1)]
    [ValidateSet("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")]
    public string Method { get; set; } = "GET";

    /// <summary>Query parameters: a hashtable, or <c>'name=value'</c> texts.</summary>
    [Parameter]
    public object? Query { get; set; }

    /// <summary>What is sent: an object or hashtable becomes JSON; a text and bytes go as they are.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? Body { get; set; }

    /// <summary>A file to send.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? InFile { get; set; }

    /// <summary>A file for the answer, which is written as it arrives, and is there whole or not at all.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "File")]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <summary>Media type of what is sent.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ContentType { get; set; }

    /// <summary>Media type of what is asked for; also <c>json</c>, <c>xml</c>, <c>csv</c>, <c>pdf</c>, <c>xlsx</c>.</summary>
    [Parameter]
    [Alias("Format")]
    [ArgumentCompleter(typeof(FormatCompleter))]
    [ValidateNotNullOrEmpty]
    public string Accept { get; set; } = "json";

    /// <summary>Reads a paged list whole, page by page, and writes its objects.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Paged")]
    public SwitchParameter Paged { get; set; }

    /// <summary>Objects a page.</summary>
    [Parameter(ParameterSetName = "Paged")]
    [ValidateRange(1, 50_000)]
    public int PageSize { get; set; } = 1000;

    /// <summary>Writes the answer as it came: a text, or bytes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Raw")]
    public SwitchParameter Raw { get; set; }

    /// <summary>Takes an answer of 400 and above for an answer, and not for an error.</summary>
    [Parameter]
    public SwitchParameter SkipHttpErrorCheck { get; set; }

    /// <summary>How long the server may stay silent, when it is not the session's.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int? TimeoutSec { get; set; }

    /// <inheritdoc/>
    protected override string Activity => $"Reading {Path}";

    /// <inheritdoc/>
    protected override object? ErrorTarget => Path;

    private bool IsRead => Method is "GET" or "HEAD" or "OPTIONS";

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        // The parameter takes any case, and HTTP does not.
        Method = Method.ToUpperInvariant();
        if (Body is not null && InFile is not null)
            throw new Dhis2InputException("-Body and -InFile cannot both be sent.", "Leave one of them out.");
        if (!IsRead && !ShouldProcess($"{Caller.Session.Uri}api/{Path.TrimStart('/')}", Method))
            return;
        // Here, because finding a file takes the pipeline thread.
        _body = InFile is null ? RequestContent.Of(Body, ContentType) : RequestContent.OfFile(CmdletPaths.Existing(this, InFile, isLiteral: true)[0], ContentType);
        if (Paged)
            ReadPages();
        else if (OutFile is not null)
            ReadToFile(CmdletPaths.New(this, OutFile));
        else
            ReadWhole();
    }

    private Dhis2Request NewRequest()
    {
        var request = new Dhis2Request(Path.TrimStart('/'), new HttpMethod(Method))
        {
            Body = _body,
            Accept = RequestContent.MediaType(Accept),
            AcceptsAnything = Accept is not "json" || Raw || OutFile is not null,
            AcceptsStatus = SkipHttpErrorCheck ? _ => true : null,
            Timeout = TimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        request.Query.AddRange(QueryArgument.Parse(Query));
        return request;
    }

    private void ReadPages()
    {
        var typeName = MetadataType.Known.FirstOrDefault(t => t.Plural == Path.Split('?')[0].Trim('/'))?.TypeName;
        var list = new PagedList<PSObject>(Caller, NewPage, () => new PSObjectBuilder(typeName), null) { Identity = item => PSObjectReader.Text(item, "id") };
        var first = PagingParameters.IncludeTotalCount ? Math.Max(PagingParameters.First, 1) : PagingParameters.First;
        WritePages(token => list.ReadAsync(PageSize, PagingParameters.Skip, first, token));
    }

    private Dhis2Request NewPage(int number, int size)
    {
        var request = NewRequest();
        request.Query.Add("page", number).Add("pageSize", size);
        return request;
    }

    private void ReadWhole()
    {
        var request = NewRequest();
        var answer = Await(token => RequestAnswer.ReadAsync(Caller, request, token));
        if (Raw)
            WriteObject(answer.ToRaw());
        else if (answer.ToObject() is { } made)
            WriteObject(made, enumerateCollection: made is object[]);
    }

    private void ReadToFile(string path)
    {
        var request = NewRequest();
        Await(token => AtomicFile.WriteAsync(path, async file =>
        {
            using var response = await Caller.SendAsync(request, token).ConfigureAwait(false);
            using var body = await response.OpenAsync(token).ConfigureAwait(false);
            await body.CopyToAsync(file, 81920, token).ConfigureAwait(false);
        }));
    }
}
