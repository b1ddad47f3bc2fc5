using Microsoft.AspNetCore.Routing;

namespace Dhis2.Sandbox.Hosting;

/// <summary>One area of the Web API: maps its endpoints, with paths that begin at <c>/api</c> (a version prefix is gone by then).</summary>
internal interface ISandboxArea
{
    void Map(IEndpointRouteBuilder app, SandboxState state);
}
