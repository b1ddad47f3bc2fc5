using System.Text.RegularExpressions;
using Dhis2.Sandbox.Auth;

namespace Dhis2.Sandbox.SqlViews;

/// <summary>What the server looks at before it lets the database see a statement.</summary>
internal static partial class SqlChecks
{
    private static readonly string[] s_builtIn = ["_current_user_id", "_current_username"];

    /// <summary>Throws the first objection there is.</summary>
    public static void Check(SqlView view, SqlViewRequest request, SandboxUser user)
    {
        var query = view.Query.Trim();
        if (view.IsQuery && query.TrimEnd(';').Contains(';', StringComparison.Ordinal))
            throw SqlFailure.Illegal("E4302", "SQL query can only contain a single semi-colon at the end of the query");
        RefuseAny(request.Variables.Keys.Where(n => !Name().IsMatch(n)), "E4305", "Variable params are invalid");
        RefuseAny(request.Variables.Values.Where(v => !Value().IsMatch(v)), "E4306", "Variables are invalid");
        if (view.IsQuery)
            RefuseAny(NamesIn(query).Except(request.Variables.Keys).Except(s_builtIn), "E4307", "SQL query contains variables not provided in request");
        RefuseAny(request.Criteria.Select(c => c.Key).Where(n => !Name().IsMatch(n)), "E4308", "Criteria params are invalid");
        RefuseAny(request.Criteria.Select(c => c.Value).Where(v => !Value().IsMatch(v)), "E4309", "Criteria values are invalid");
        if (ProtectedTable().IsMatch(query))
            throw SqlFailure.Illegal("E4310", "SQL query contains references to protected tables");
        if (IllegalWord().IsMatch(query))
            throw SqlFailure.Illegal("E4311", "SQL query contains illegal keywords");
        if (!view.IsDataReadableBy(user))
            throw SqlFailure.Illegal("E4312", $"Current user is not authorised to read data from SQL view: `{view.Uid}`");
    }

    /// <summary>The text with its variables filled in.</summary>
    public static string FillIn(string query, SqlViewRequest request, SandboxUser user) => Variable().Replace(query, match => match.Groups[1].Value switch
    {
        "_current_username" => user.Username,
        "_current_user_id" => "1",
        var name => request.Variables[name],
    });

    private static IEnumerable<string> NamesIn(string query) => Variable().Matches(query).Select(m => m.Groups[1].Value).Distinct();

    private static void RefuseAny(IEnumerable<string> bad, string code, string message)
    {
        var all = string.Join(", ", bad);
        if (all.Length > 0)
            throw SqlFailure.Illegal(code, $"{message}: `[{all}]`");
    }

    [GeneratedRegex(@"\$\{(\w+)\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^[-a-zA-Z0-9_]+$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[\p{L}\w\s\-]*$")]
    private static partial Regex Value();

    [GeneratedRegex(@"\b(users|userinfo|usermembership|userrole|userroleauthorities|trackedentityattributevalue|trackedentitydatavalueaudit|api_token|oauth2client)\b", RegexOptions.IgnoreCase)]
    private static partial Regex ProtectedTable();

    [GeneratedRegex(@"\b(delete|alter|update|create|drop|commit|createdb|createuser|insert|rename|restore|write)\b", RegexOptions.IgnoreCase)]
    private static partial Regex IllegalWord();
}
