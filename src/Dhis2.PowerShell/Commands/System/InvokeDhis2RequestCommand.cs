using System.Globalization;
using System.Management.Automation;
using System.Text;
using Dhis2.Client.Downloads;
using Dhis2.Client.Http.Bodies;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Conversion;
using Dhis2.PowerShell.Errors;

namespace Dhis2.PowerShell.Commands;

/// <summary>Sends any request to the Web API: what no other cmdlet does.</summary>
/// <parameter name="Confirm">Asks before the request is sent. Never asks by itself.</parameter>
/// <parameter name="First">With <c>-Paged</c>, writes only the first so many objects and stops reading there. Default: all. Example: <c>-First 100</c>.</parameter>
/// <parameter name="WhatIf">Says what would be sent, and sends no write. Reads are made.</parameter>
[Cmdlet(VerbsLifecycle.Invoke, "Dhis2Request", DefaultParameterSetName = "Objects", SupportsShouldProcess = true, SupportsPaging = true)]
[OutputType(typeof(PSObject), typeof(string), typeof(byte[]))]
public sealed partial class InvokeDhis2RequestCommand : Dhis2QueryCmdlet<PSObject>
{
    private static readonly string[] s_paging = ["page", "pageSize", "paging", "skipPaging"];

    private string _path = "";
    private RequestBody? _body;
    private AnswerHead? _head;
    private FileDownload? _download;

    /// <inheritdoc/>
    protected override string Activity => $"Reading {Path}";

    /// <inheritdoc/>
    protected override object? ErrorTarget => Path;

    // With -Resume the partial file stands beside the target and grows with each try.
    private protected override ProgressTrace Waiting => _download?.Progress ?? base.Waiting;

    private bool IsRead => Method is "GET" or "HEAD" or "OPTIONS";

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        // The parameter takes any case, and HTTP does not.
        Method = Method.ToUpperInvariant();
        _path = RequestPath.Read(Path, Caller.Session.Uri);
        Check();
        var file = OutFile is null ? null : CmdletPaths.ToWrite(this, OutFile);
        if (!IsRead && !ShouldProcess($"{Caller.Session.Uri}api/{_path}", Method))
            return;
        // Here, because finding a file takes the pipeline thread.
        _body = NewBody();
        if (Paged)
            ReadPages();
        else if (OutFile is not null)
            ReadToFile(file!);
        else
            ReadWhole();
        _head?.SetVariables(SessionState.PSVariable, StatusCodeVariable, ResponseHeadersVariable);
    }

    private void Check()
    {
        var bodies = (Body is null ? 0 : 1) + (InFile is null ? 0 : 1) + (Form is null ? 0 : 1);
        if (bodies > 1)
            throw new Dhis2InputException("Of -Body, -InFile and -Form only one can be sent.", "Leave the others out; files and texts together go as -Form.");
        if (bodies > 0 && IsRead)
            throw new Dhis2InputException($"{Method} sends nothing to the server, and there is something to send.", "Say what to do with it: -Method POST, PUT or PATCH.");
        if (Form is not null && ContentType is not null)
            throw new Dhis2InputException("A form has its own content type.", "Leave out -ContentType.");
        if (Resume && (Method != "GET" || SkipHttpErrorCheck))
            throw new Dhis2InputException("-Resume goes on with a download: it works with GET, and not with -SkipHttpErrorCheck.", "Leave it out.");
        if (Paged && Method != "GET")
            throw new Dhis2InputException("-Paged reads: it works with GET alone.", "Leave out -Method or -Paged.");
        if (Given("First", "Skip", "IncludeTotalCount") is { } paging && !Paged)
            throw new Dhis2InputException($"-{paging} counts objects of a list, and without -Paged the answer is written as it is.", $"Add -Paged, or leave out -{paging} and use Select-Object.") { Item = $"-{paging}" };
        if (Given(nameof(StatusCodeVariable), nameof(ResponseHeadersVariable), nameof(Accept), nameof(SkipHttpErrorCheck)) is { } single && Paged)
            throw new Dhis2InputException($"-{single} is about one answer, and -Paged takes as many as there are pages.", $"Leave out -{single} or -Paged.") { Item = $"-{single}" };
    }

    // The first of these parameters that was given.
    private string? Given(params string[] names) => Array.Find(names, MyInvocation.BoundParameters.ContainsKey);

    private RequestBody? NewBody()
    {
        if (Form is not null)
            return FormBody.Of(FormArgument.Parse(Form));
        return InFile is null ? RequestContent.Of(Body, ContentType) : RequestContent.OfFile(CmdletPaths.ToRead(this, InFile), ContentType);
    }

    private Dhis2Request NewRequest()
    {
        var request = new Dhis2Request(_path, new HttpMethod(Method))
        {
            Body = _body,
            Accept = Paged ? MediaTypes.Json : MediaTypes.Of(Accept),
            AcceptsStatus = SkipHttpErrorCheck ? _ => true : null,
            Timeout = TimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        request.Query.AddRange(QueryArgument.Parse(Query));
        return request;
    }

    private void ReadPages()
    {
        foreach (var name in s_paging.Where(HoldsQuery))
            throw new Dhis2InputException($"The query cannot hold '{name}': -Paged reads the pages by itself.", "Use -First, -Skip and -PageSize.") { Item = name };
        var typeName = MetadataType.Known.FirstOrDefault(t => t.Plural == _path.Split('?')[0].Trim('/'))?.TypeName;
        var list = new PagedReader<PSObject>(Caller, NewPage, () => new PSObjectBuilder(typeName), new PageShape<PSObject>(null, item => Encoding.UTF8.GetString(JsonBody.ToUtf8(item))));
        Write(QuerySource.Whole((skip, first, token) => list.ReadAsync(PageSize, skip, first, token)));
    }

    private bool HoldsQuery(string name)
    {
        var query = _path.Contains('?') ? _path.Substring(_path.IndexOf('?') + 1).Split('&') : [];
        return QueryArgument.Parse(Query).Has(name) || query.Any(q => q.Split('=')[0] == name);
    }

    private Dhis2Request NewPage(int number, int size)
    {
        var request = NewRequest();
        request.Query.Add("page", number).Add("pageSize", size);
        // Counting these lists costs as much as reading them, so the server counts only on request.
        if (PagingParameters.IncludeTotalCount && _path.StartsWith("tracker/", StringComparison.Ordinal))
            request.Query.Add("totalPages", true);
        return request;
    }

    private void ReadWhole()
    {
        var request = NewRequest();
        var answer = Await(token => RequestAnswer.ReadAsync(Caller, request, KeepHead, token));
        // A page asked for by number is meant alone: no warning that there are more.
        if (Method == "GET" && answer.Place is { } place && place.Page < place.PageCount && !HoldsQuery("page"))
            WriteWarning(string.Format(CultureInfo.InvariantCulture, "This is page {0} of {1} of the list. Add -Paged to read it whole.", place.Page, place.PageCount));
        if (Raw)
            WriteObject(answer.ToRaw());
        else if (answer.ToObject() is { } made)
            WriteObject(made, enumerateCollection: made is object[]);
    }

    private void ReadToFile(string path)
    {
        _download = new FileDownload(Caller, NewRequest(), path) { Name = OutFile!, Resume = Resume, OnAnswer = KeepHead };
        FileFaults.Watch(OutFile!, () => Await(_download.RunAsync));
    }

    private void KeepHead(Dhis2Response response) => _head = AnswerHead.Of(response);
}
