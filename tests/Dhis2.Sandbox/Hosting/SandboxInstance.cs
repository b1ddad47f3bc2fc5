using System.Diagnostics;
using Dhis2.Sandbox.AccessTokens;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.DataValues;
using Dhis2.Sandbox.Jobs;
using Dhis2.Sandbox.Metadata;
using Dhis2.Sandbox.MetadataWrites;
using Dhis2.Sandbox.OAuth2;
using Dhis2.Sandbox.SqlViews;
using Dhis2.Sandbox.SystemInfo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Dhis2.Sandbox.Hosting;

/// <summary>
/// A sandbox between two resets: the state, and areas and pipeline of its own that answer from it. A reset makes another
/// one, so that what an area keeps in a field is gone as surely as what the state holds.
/// </summary>
internal sealed class SandboxInstance
{
    private readonly IServiceProvider _services;
    private readonly RequestDelegate _pipeline;

    public SandboxInstance(SandboxOptions options)
    {
        State = new SandboxState(options);
        // The list of mapped endpoints is a service, so each instance has its services, too.
        _services = new ServiceCollection().AddLogging().AddRouting().AddSingleton(new DiagnosticListener("Dhis2.Sandbox")).AddSingleton(State).BuildServiceProvider();
        var app = new ApplicationBuilder(_services);
        Pipeline.Build(app, State, MakeAreas());
        _pipeline = app.Build();
    }

    public SandboxState State { get; }

    public Task AnswerAsync(HttpContext context)
    {
        context.RequestServices = _services;
        return _pipeline(context);
    }

    // An area is added here and nowhere else. Each instance has its own: areas keep what they hold in fields.
    private static ISandboxArea[] MakeAreas() =>
    [
        new AuthArea(),
        new ApiTokenArea(),
        new OAuth2Area(),
        new DataValuesArea(),
        new JobsArea(),
        new SystemArea(),
        new SettingsArea(),
        new UserSettingsArea(),
        new MetadataArea(),
        new MetadataWritesArea(),
        new SqlViewArea(),
    ];
}
