using System.Text.Json.Nodes;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Client.Tests.Replay;

/// <summary>The SQL views that were made for the recording by requests that are not in it.</summary>
internal static class SqlViewStage
{
    private const string UnitsWithDates = "select uid, code, name, hierarchylevel, openingdate, closeddate from organisationunit order by code";

    public static void MakeViews(SandboxServer server)
    {
        Put(server, "iA6hoQVZEFB", "sq nulls", "select 1");
        Put(server, "npriIdiFfs3", "sq odd", "select '{\"a\": 1}'::jsonb as j, '{1,2}'::int[] as numbers, '2f1b6e1e-8c1e-4f57-9a39-000000000001'::uuid as u, '1 days 2 hours'::interval as span, '\\x01'::bytea as bytes, 'POINT(1 2)'::text as place, 'x  '::char(3) as fixed, '1.1'::money as price, '(1,2)'::record as pair");
        Put(server, "ZvQPTvQHqad", "sq duplicate", "select 1 as a, 2 as a, 3, 'x' as \"Mixed Case\"");
        Put(server, "z9ndjoxz9Az", "sq empty", "select uid, name from organisationunit where hierarchylevel = 99");
        Put(server, "Agu42m9uX9G", "sq two vars", "select code, name, '${word}' as word, '${_current_username}' as me from organisationunit where hierarchylevel = ${level} and name like '${word}%' order by code");
        Put(server, "U49xnrup6LE", "sq semiend", "select 1 as one;");
        Put(server, "Cx8YojtKnuH", "sq illegal", "select 'update' as word");
        Put(server, "GhyIqIDgG5r", "sq cte", "with t as (select 1 as a) select a from t");
        Put(server, "wq4shK6ASE9", "sq unknown", "select * from no_such_table");
        Put(server, "UxPtO6TK0BP", "sq division", "select 1 / (n - 1) as x from generate_series(1, 2) n");
        Put(server, "eNsPuz9NfhR", "sq unshared", "select 1 as one", access: "--------");
        Put(server, "yO0WEoBrNmR", "sq metadata only", "select 1 as one", access: "r-------");
        Put(server, "p8MPIKSNbVe", "sq plain", UnitsWithDates, "VIEW");
        Put(server, "n8tkS0YMQ7f", "sq mat", "select hierarchylevel, count(*) as units from organisationunit group by hierarchylevel", "MATERIALIZED_VIEW");
        Put(server, "HVFW7cAuEC7", "sq broken", "select * from no_such_table", "VIEW");
        Put(server, "lNqUg8wRWyP", "sq big", "select n, 'row ' || n as label, n * 1.5 as amount, date '2024-01-01' + n % 365 as day from generate_series(1, 200000) n");
    }

    private static void Put(SandboxServer server, string uid, string name, string query, string type = "QUERY", string access = "rwrw----") =>
        server.State.Country.Put("sqlViews", new JsonObject
        {
            ["id"] = uid,
            ["name"] = name,
            ["type"] = type,
            ["sqlQuery"] = query,
            ["cacheStrategy"] = "RESPECT_SYSTEM_SETTING",
            ["sharing"] = new JsonObject { ["public"] = access, ["users"] = new JsonObject(), ["userGroups"] = new JsonObject() },
        });
}
