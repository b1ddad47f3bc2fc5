using System.Collections;
using System.Management.Automation;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

public sealed partial class InvokeDhis2RequestCommand
{
    /// <summary>Path below <c>/api/</c>, such as <c>me</c> or <c>organisationUnits?fields=id</c>, or a whole address of the session's server.</summary>
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

    /// <summary>Fields of a multipart form: texts, numbers, and files from <c>Get-Item</c>; an array repeats its field.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Form { get; set; }

    /// <summary>A file for the answer, which is written as it arrives, and is there whole or not at all.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "File")]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <summary>Keeps what has come when the connection breaks, and goes on there the next time.</summary>
    [Parameter(ParameterSetName = "File")]
    public SwitchParameter Resume { get; set; }

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

    /// <summary>Reads a list whole, page by page if it has pages, and writes its objects.</summary>
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

    /// <summary>A variable for the status of the answer.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StatusCodeVariable { get; set; }

    /// <summary>A variable for the headers of the answer.</summary>
    [Parameter]
    [Alias("RHV")]
    [ValidateNotNullOrEmpty]
    public string? ResponseHeadersVariable { get; set; }

    /// <summary>How long the server may stay silent, when it is not the session's.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int? TimeoutSec { get; set; }
}
