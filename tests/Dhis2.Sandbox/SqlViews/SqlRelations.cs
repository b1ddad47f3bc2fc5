using System.Collections.Concurrent;
using Dhis2.Sandbox.Auth;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>The relations of views in the database: each is what its view's text was when it was last executed.</summary>
internal sealed class SqlRelations
{
    private readonly SandboxState _state;
    private readonly ConcurrentDictionary<string, string> _queries = new(StringComparer.Ordinal);

    /// <summary>The views that a country begins with have been executed.</summary>
    public SqlRelations(SandboxState state)
    {
        _state = state;
        foreach (var json in state.Country.Of(SqlView.PluralName).Values)
        {
            if (SqlView.Read(json) is { IsQuery: false } view)
                _queries[view.Uid] = view.Query;
        }
    }

    /// <summary>The view of an id that this user can see; as the server says it, 404 otherwise.</summary>
    public SqlView Find(string uid, SandboxUser user) =>
        _state.Country.Find(SqlView.PluralName, uid) is { } json && SqlView.Read(json) is { } view && view.IsReadableBy(user)
            ? view
            : throw new WebMessageException(404, $"SqlView with id {uid} could not be found.", "E1005");

    /// <summary>The rows of a view before anything is filtered.</summary>
    public SqlGrid Run(SqlView view, SqlViewRequest request, SandboxUser user)
    {
        if (view.IsQuery)
            return KnownStatements.Run(SqlChecks.FillIn(view.Query, request, user), _state);
        return _queries.TryGetValue(view.Uid, out var query)
            ? KnownStatements.Run(query, _state)
            : throw SqlFailure.UnknownTable(_state.Dialect, view.Relation);
    }

    public void Execute(SqlView view)
    {
        if (view.IsQuery)
            throw new WebMessageException(409, "SQL view is a query, no view to create", "E1004");
        try
        {
            KnownStatements.Run(view.Query, _state);
        }
        catch (WebMessageException e)
        {
            throw new WebMessageException(409, e.DevMessage ?? e.Message, "E1004");
        }
        _queries[view.Uid] = view.Query;
    }
}
