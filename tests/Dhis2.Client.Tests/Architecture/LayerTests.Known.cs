using Dhis2.Client.Downloads;
using Dhis2.Client.Http;

namespace Dhis2.Client.Tests.Architecture;

public sealed partial class LayerTests
{
    // What breaks the rule today, and what ends it.
    private static readonly Dictionary<string, string> s_known = new(StringComparer.Ordinal)
    {
        ["Dhis2.Client.Http.Answers -> Sessions"] = "The wire asks the whole session for what it needs: address, identity, options. It needs a small view of them instead.",
        ["Dhis2.Client.Http.ApiPath -> Sessions"] = "As above: what a path may hold differs by the server's version.",
        ["Dhis2.Client.Http.CsrfToken -> Sessions"] = "As above: the session's cookies.",
        ["Dhis2.Client.Http.Dhis2Caller -> Sessions"] = "As above: a caller is a session with somebody who listens.",
        ["Dhis2.Client.Http.Refusals -> Sessions"] = "As above: how the session proves its identity.",
        ["Dhis2.Client.Http.RetryBudget -> Sessions"] = "As above: the session's options for retries.",
        ["Dhis2.Client.Http.Transport -> Sessions"] = "As above: address, identity and options.",
        ["Dhis2.Client.Sessions.SessionFactory -> SystemInfo"] = "What a session learns of its server when it is opened has to be of the sessions.",
    };
}
