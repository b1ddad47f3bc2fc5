using System.Text.Json.Nodes;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Countries;
using Dhis2.Sandbox.Hosting;
using Dhis2.Sandbox.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dhis2.Sandbox.AccessTokens;

/// <summary>The life of tokens: making, listing, changing and deleting one's own. A superuser sees those of all.</summary>
internal sealed class ApiTokenArea : ISandboxArea
{
    private const string Path = "/api/apiToken";

    private static readonly TimeSpan s_life = TimeSpan.FromDays(30);

    private readonly UidSource _uids = new(Environment.TickCount);
    private SandboxState _state = null!;

    public void Map(IEndpointRouteBuilder app, SandboxState state)
    {
        _state = state;
        app.MapGet(Path, ListAsync);
        app.MapPost(Path, CreateAsync);
        app.MapGet(Path + "/{uid}", (HttpContext context, string uid) => Answer.JsonAsync(context, Json(context, Find(context, uid), new ListRequest(context.Request, _state.Dialect).Fields("*"))));
        app.MapPut(Path + "/{uid}", ReplaceAsync);
        app.MapPatch(Path + "/{uid}", PatchAsync);
        app.MapDelete(Path + "/{uid}", DeleteAsync);
    }

    private Task ListAsync(HttpContext context)
    {
        var request = new ListRequest(context.Request, _state.Dialect);
        var fields = request.Fields();
        var tokens = _state.Tokens.All.Where(t => IsSeen(context, t)).ToList();
        var size = request.Paging ? Math.Max(1, request.PageSize) : tokens.Count;
        var list = new JsonObject();
        if (request.Paging)
            list["pager"] = new JsonObject { ["page"] = request.Page, ["total"] = tokens.Count, ["pageSize"] = size, ["pageCount"] = Math.Max(1, (tokens.Count + size - 1) / size) };
        list["apiToken"] = new JsonArray([.. tokens.Skip((request.Page - 1) * size).Take(size).Select(t => Json(context, t, fields))]);
        return Answer.JsonAsync(context, list);
    }

    private async Task CreateAsync(HttpContext context)
    {
        var body = new ApiTokenBody(_state.Dialect);
        var json = (await ApiTokenBody.ReadAsync(context).ConfigureAwait(false)).AsObject();
        var now = _state.Clock.Now;
        var blank = new ApiToken(ApiToken.NewKey(), context.CurrentUser().Username) { Code = (string?)json["code"], Created = now, LastUpdated = now, Expire = (now + s_life).ToUnixTimeMilliseconds() };
        var token = body.Apply(json, blank with { Uid = NewUid() });
        if (token.Code is not null && _state.Tokens.All.FirstOrDefault(t => t.Code == token.Code) is { } other)
            throw SameCode(token, other);
        _state.Tokens.Put(token);
        context.Response.Headers.Location = $"http://{context.Request.Host}/api/apiToken/{token.Uid}";
        await WebMessage.WriteAsync(context, 201, null, response: ApiTokenJson.Report(token.Uid, _state.Dialect, key: token.Key)).ConfigureAwait(false);
    }

    private async Task ReplaceAsync(HttpContext context, string uid)
    {
        var token = Find(context, uid);
        var body = new ApiTokenBody(_state.Dialect);
        var json = (await ApiTokenBody.ReadAsync(context).ConfigureAwait(false)).AsObject();
        var missing = new JsonArray();
        foreach (var (name, klass) in (ReadOnlySpan<(string, string)>)[("type", "org.hisp.dhis.security.apikey.ApiTokenType"), ("version", "java.lang.Integer")])
        {
            if (json[name] is null)
                missing.Add(ApiTokenJson.Error(_state.Dialect, $"Missing required property `{name}`", "E4000", name, [name], klass, null));
        }
        if (missing.Count > 0)
            throw Refused(uid, missing);
        Store(body.Apply(json, token));
        await WriteReportAsync(context, uid).ConfigureAwait(false);
    }

    private async Task PatchAsync(HttpContext context, string uid)
    {
        var token = Find(context, uid);
        var body = new ApiTokenBody(_state.Dialect);
        var changed = new JsonObject();
        foreach (var step in (await ApiTokenBody.ReadAsync(context).ConfigureAwait(false)).AsArray())
            changed[((string)step!["path"]!).TrimStart('/')] = step["value"]?.DeepClone();
        Store(body.Apply(changed, token));
        await WriteReportAsync(context, uid).ConfigureAwait(false);
    }

    private Task DeleteAsync(HttpContext context, string uid)
    {
        Find(context, uid);
        _state.Tokens.Delete(uid);
        return WriteReportAsync(context, uid);
    }

    private Task WriteReportAsync(HttpContext context, string uid) => WebMessage.WriteAsync(context, 200, null, response: ApiTokenJson.Report(uid, _state.Dialect));

    private void Store(ApiToken token) => _state.Tokens.Put(token with { LastUpdated = _state.Clock.Now });

    private string NewUid()
    {
        lock (_uids)
            return _uids.Next();
    }

    private static bool IsSeen(HttpContext context, ApiToken token) => context.CurrentUser().IsSuper || token.Username == context.CurrentUser().Username;

    private ApiToken Find(HttpContext context, string uid) => _state.Tokens.Find(uid) is { } token && IsSeen(context, token)
        ? token
        : throw new WebMessageException(404, $"ApiToken with id {uid} could not be found.", "E1005");

    private JsonObject Json(HttpContext context, ApiToken token, IReadOnlyList<FieldNode>? fields) =>
        ApiTokenJson.Make(token, _state.Users[token.Username], _state.Dialect, context.Request.Host.ToString(), fields);

    private WebMessageException SameCode(ApiToken token, ApiToken other)
    {
        var self = $"[{token.Uid}] (ApiToken)";
        return Refused(token.Uid, [ApiTokenJson.Error(_state.Dialect,
            $"Property `code` with value `{token.Code}` on object {self} already exists on object {other.Uid}", "E5003", "code", ["code", token.Code!, self, other.Uid], null, other.Uid)]);
    }

    private WebMessageException Refused(string uid, JsonArray errors) =>
        new(409, "One or more errors occurred, please see full details in import report.") { Response = ApiTokenJson.Report(uid, _state.Dialect, errors) };
}
