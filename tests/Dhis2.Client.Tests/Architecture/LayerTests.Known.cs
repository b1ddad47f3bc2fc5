namespace Dhis2.Client.Tests.Architecture;

public sealed partial class LayerTests
{
    // What breaks the rule today, and what ends it.
    private static readonly Dictionary<string, string> s_known = new(StringComparer.Ordinal)
    {
        ["Dhis2.Client.Errors.ServerMessageReader -> Http"] = "It tells a web page from a message with the wire's own test for one.",
        ["Dhis2.Client.Errors.ServerMessageReader -> Json"] = "What a server says is JSON, and the faults of reading JSON are errors: one of the two has to give up a part.",
        ["Dhis2.Client.Errors.ServerReportReader -> Json"] = "As for the messages of a server.",
        ["Dhis2.Client.Http.Answers -> Sessions"] = "The wire asks the whole session for what it needs: address, identity, options. It needs a small view of them instead.",
        ["Dhis2.Client.Http.ApiPath -> Sessions"] = "As above: what a path may hold differs by the server's version.",
        ["Dhis2.Client.Http.CsrfToken -> Sessions"] = "As above: the session's cookies.",
        ["Dhis2.Client.Http.Dhis2Caller -> Sessions"] = "As above: a caller is a session with somebody who listens.",
        ["Dhis2.Client.Http.Download -> Sessions"] = "As above: the session's options.",
        ["Dhis2.Client.Http.Refusals -> Sessions"] = "As above: how the session proves its identity.",
        ["Dhis2.Client.Http.RetryBudget -> Sessions"] = "As above: the session's options for retries.",
        ["Dhis2.Client.Http.Transport -> Sessions"] = "As above: address, identity and options.",
        ["Dhis2.Client.Json.JsonBatchReader`1 -> Http"] = "It words a fault in an answer with the wire's words.",
    };
}
