using Dhis2.Sandbox.Hosting;
using Microsoft.AspNetCore.Routing;

namespace Dhis2.Sandbox.MetadataWrites;

/// <summary>Everything that changes metadata.</summary>
internal sealed class MetadataWritesArea : ISandboxArea
{
    public void Map(IEndpointRouteBuilder app, SandboxState state)
    {
        var store = new ObjectStore(state);
        new ObjectEndpoints(state, store).Map(app);
        new MemberEndpoints(state, store).Map(app);
        new TranslationEndpoints(state, store).Map(app);
        new SharingEndpoints(state, store).Map(app);
        new BulkSharingEndpoints(state, store).Map(app);
        new ImportEndpoint(state, store).Map(app);
        new OptionComboEndpoints(state, store).Map(app);
    }
}
