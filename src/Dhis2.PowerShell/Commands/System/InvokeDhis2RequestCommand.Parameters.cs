using System.Collections;
using System.Management.Automation;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

public sealed partial class InvokeDhis2RequestCommand
{
    /// <summary>
    /// Path below <c>/api/</c>, with a query if wanted; a leading <c>/api/</c> is forgiven. A whole address is taken when it is one of the session's own
    /// server, and refused otherwise. Example: <c>organisationUnits?fields=id</c>.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    /// <summary>The HTTP method: GET (default), HEAD, POST, PUT, PATCH, DELETE or OPTIONS.</summary>
    [Parameter(Position = 1)]
    [ValidateSet("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")]
    public string Method { get; set; } = "GET";

    /// <summary>
    /// Query parameters that have no parameter here: a hashtable (an array as value repeats the name), or texts of the form <c>name=value</c>, which keep
    /// their order. Example: <c>-Query @{ skipSharing = $true }</c> or <c>-Query 'a=1', 'a=2'</c>.
    /// </summary>
    [Parameter]
    public object? Query { get; set; }

    /// <summary>What is sent: a hashtable or object becomes JSON; a text and bytes go as they are. Example: <c>-Body @{ name = 'Clinics' }</c>.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? Body { get; set; }

    /// <summary>A file to send, read from disk as it goes out. Excludes <c>-Body</c> and <c>-Form</c>. Example: <c>-InFile metadata.json</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? InFile { get; set; }

    /// <summary>
    /// Sends a multipart form: each name of the hashtable is a field. A file from <c>Get-Item</c> is uploaded, an array repeats its field, anything else is
    /// sent as text. Excludes <c>-Body</c>, <c>-InFile</c> and <c>-ContentType</c>. Example: <c>-Form @{ file = Get-Item app.zip }</c>.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Form { get; set; }

    /// <summary>A file for the answer, written as it arrives. An old file is replaced only when the new one is whole.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "File")]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <summary>Keeps what has come of the file when the connection breaks, and goes on there the next time. For GET. Example: <c>-OutFile values.json -Resume</c>.</summary>
    [Parameter(ParameterSetName = "File")]
    public SwitchParameter Resume { get; set; }

    /// <summary>
    /// Media type of what is sent. Default: <c>application/json</c> for texts and objects, by its name for a file, <c>application/octet-stream</c> for bytes.
    /// A text is encoded in the charset it names, else in UTF-8; a hashtable becomes a form with <c>application/x-www-form-urlencoded</c>. Example:
    /// <c>-ContentType application/json-patch+json</c>.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ContentType { get; set; }

    /// <summary>
    /// What is asked for: a media type, or <c>json</c> (default), <c>xml</c>, <c>csv</c>, <c>adx</c>, <c>geojson</c>, <c>pdf</c>, <c>xls</c>, <c>xlsx</c>,
    /// <c>html</c>, <c>text</c>, <c>png</c>, <c>jpg</c>, <c>gif</c>, <c>svg</c>, <c>zip</c>. Alias: <c>-Format</c>. On 2.43 data value sets take no notice of
    /// it: put the format in the path (<c>dataValueSets.csv</c>).
    /// </summary>
    [Parameter]
    [Alias("Format")]
    [ArgumentCompleter(typeof(FormatCompleter))]
    [ValidateNotNullOrEmpty]
    public string Accept { get; set; } = "json";

    /// <summary>
    /// Reads a list whole, page by page if it has pages, and writes its objects. For GET; the query cannot hold page, pageSize or paging. Example:
    /// <c>-Paged -PageSize 500</c>.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "Paged")]
    public SwitchParameter Paged { get; set; }

    /// <summary>Objects a page, with <c>-Paged</c>: 1 to 50000, default 1000.</summary>
    [Parameter(ParameterSetName = "Paged")]
    [ValidateRange(1, 50_000)]
    public int PageSize { get; set; } = 1000;

    /// <summary>Writes the answer as it came: text, or bytes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Raw")]
    public SwitchParameter Raw { get; set; }

    /// <summary>Takes an answer of 400 and above for an answer, and not for an error.</summary>
    [Parameter]
    public SwitchParameter SkipHttpErrorCheck { get; set; }

    /// <summary>Name of a variable that gets the status of the answer, without <c>$</c>. Example: <c>-StatusCodeVariable status</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StatusCodeVariable { get; set; }

    /// <summary>
    /// Name of a variable that gets the headers of the answer as a dictionary, without <c>$</c>; cookies are left out. Alias: <c>-RHV</c>. Example:
    /// <c>-ResponseHeadersVariable headers</c>.
    /// </summary>
    [Parameter]
    [Alias("RHV")]
    [ValidateNotNullOrEmpty]
    public string? ResponseHeadersVariable { get; set; }

    /// <summary>Seconds the server may stay silent in this request: 1 to 86400. Default: the session's.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int? TimeoutSec { get; set; }
}
