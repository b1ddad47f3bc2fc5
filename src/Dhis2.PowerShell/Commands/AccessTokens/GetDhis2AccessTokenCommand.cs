using System.Management.Automation;
using Dhis2.Client.AccessTokens;
using Dhis2.PowerShell.Base;

namespace Dhis2.PowerShell.Commands;

/// <summary>Lists personal access tokens, without their keys.</summary>
/// <parameter name="IncludeTotalCount">Writes the total number of objects before them, where the server tells it; otherwise says that it is unknown.</parameter>
/// <parameter name="Skip">Leaves out the first so many objects. Default: 0. Example: <c>-Skip 100</c>.</parameter>
[Cmdlet(VerbsCommon.Get, "Dhis2AccessToken", SupportsPaging = true)]
[OutputType(typeof(AccessToken))]
public sealed class GetDhis2AccessTokenCommand : Dhis2QueryCmdlet<AccessToken>
{
    private const int PageSize = 500;

    /// <summary>
    /// Ids of tokens. Without it, all that the user may see. An id that is not there, or is the token of somebody else, is an error, and the rest is read.
    /// Example: <c>-Id W6ZkKclP1UK</c>.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uid")]
    [ValidateNotNullOrEmpty]
    public Dhis2Reference[]? Id { get; set; }

    /// <inheritdoc/>
    protected override string Activity => "Reading access tokens";

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        var store = new AccessTokenStore(Caller);
        if (Id is null)
        {
            Write(QuerySource.Whole((skip, first, token) => store.ReadAllAsync(PageSize, skip, first, token)));
            return;
        }
        // Tokens have no names.
        ForEachItem(Id.Select(id => id.ToString()), id => Write(QuerySource.Stream(token => One(store, id, token))));
    }

    private static async IAsyncEnumerable<IReadOnlyList<AccessToken>> One(AccessTokenStore store, string id, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        yield return [await store.ReadAsync(id, stop).ConfigureAwait(false)];
    }
}
