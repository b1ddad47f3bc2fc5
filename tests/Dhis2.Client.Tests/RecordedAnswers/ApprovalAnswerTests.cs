using System.Text.Json.Nodes;
using Dhis2.Client.DataValues.Approval;
using Dhis2.Client.Tests.Support;

namespace Dhis2.Client.Tests.RecordedAnswers;

/// <summary>What servers answered about approvals, through the client's reader and its writer.</summary>
public sealed class ApprovalAnswerTests
{
    private const string Workflow = "YUbWhsfNfPW";
    private const string Set = "OSO3mmayIk3";
    private const string Unit = "aIv4qaIOQ2k";

    private static readonly DataApprovalSelection s_selection = new(null, Workflow, "201601", Unit, null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Singles() => RecordedAnswer.Rows(e => e.Name is "approval-get" or "approval-get-approved" or "approval-no-workflow", "data-values");

    [Theory]
    [MemberData(nameof(Singles))]
    public async Task The_state_of_one_is_read_with_who_approved_it_or_is_an_error(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var result = Assert.Single(await new DataApprovalReader(RecordedAnswer.Caller(exchange)).ReadAsync([s_selection], withPeople: true, Stop));
        var json = RecordedAnswer.Json(exchange)!;
        if (exchange.Response.Status != 200)
        {
            Assert.Null(result.Approval);
            Assert.Contains((string)json["message"]!, result.Fault!.Message, StringComparison.Ordinal);
            return;
        }
        var approval = result.Approval!;
        Assert.Equal(((string?)json["state"], (string?)json["approvedBy"]), (approval.State, approval.ApprovedBy));
        Assert.Equal(Flags(json), (approval.MayApprove, approval.MayUnapprove, approval.MayAccept, approval.MayUnaccept, approval.MayReadData));
        Assert.Equal((string?)json["approvedAt"], approval.ApprovedAt?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(approval.State.StartsWith("APPROVED", StringComparison.Ordinal), approval.IsApproved);
        Assert.DoesNotContain(approval.State, approval.Meaning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.40")]
    [InlineData("2.41")]
    [InlineData("2.42")]
    [InlineData("2.43")]
    public async Task Many_are_read_in_one_request_and_what_it_leaves_out_alone(string version)
    {
        var many = RecordedAnswer.Find(version, "data-values", "approval-multiple");
        var one = RecordedAnswer.Find(version, "data-values", "approval-get");
        var handler = new AnsweringHandler(request => RecordedAnswer.Response(request.Uri.AbsolutePath.EndsWith("/multiple", StringComparison.Ordinal) ? many : one));
        var other = s_selection with { OrgUnit = "KwRtWpWGrgR" };
        var results = await new DataApprovalReader(TestSession.CallerOf(handler, RecordedAnswer.Release(many))).ReadAsync([other, s_selection], withPeople: false, Stop);
        Assert.Equal(["UNAPPROVED_READY", "APPROVED_HERE"], results.Select(result => result.Approval!.State));
        var json = RecordedAnswer.Json(many)![0]!;
        Assert.Equal(((string?)json["level"], (string?)json["aoc"]), (results[1].Approval!.Level, results[1].Approval!.AttributeOptionCombo));
        Assert.Equal(Flags(json["permissions"]!), (results[1].Approval!.MayApprove, results[1].Approval!.MayUnapprove, results[1].Approval!.MayAccept, results[1].Approval!.MayUnaccept, results[1].Approval!.MayReadData));
        Assert.Equal(
            [$"/api/dataApprovals/multiple?wf={Workflow}&pe=201601&ou=KwRtWpWGrgR&ou={Unit}", $"/api/dataApprovals?wf={Workflow}&pe=201601&ou=KwRtWpWGrgR"],
            handler.Requests.Select(request => request.Uri.PathAndQuery));
    }

    [Theory]
    [InlineData("2.40")]
    [InlineData("2.41")]
    [InlineData("2.42")]
    [InlineData("2.43")]
    public async Task What_is_ready_is_approved_and_taken_back_in_one_request_each(string version)
    {
        using var server = new ApprovalServer(version, Unit, "KwRtWpWGrgR");
        DataApprovalSelection[] both = [s_selection, s_selection with { OrgUnit = "KwRtWpWGrgR" }];
        Assert.All(await new DataApprovalWriter(server.Caller).ApproveAsync(both, Stop), result => Assert.True(result.Approval?.IsApproved));
        var post = Assert.Single(server.Posts);
        Assert.Equal("/api/dataApprovals/approvals", post.Uri.AbsolutePath);
        Assert.Equal($$"""{"wf":["{{Workflow}}"],"pe":["201601"],"approvals":[{"ou":"{{Unit}}","aoc":"HllvX50cXC0"},{"ou":"KwRtWpWGrgR","aoc":"HllvX50cXC0"}]}""", System.Text.Encoding.UTF8.GetString(post.Body));
        // What is approved stays so, without a request.
        Assert.All(await new DataApprovalWriter(server.Caller).ApproveAsync(both, Stop), result => Assert.True(result.Approval?.IsApproved));
        Assert.Single(server.Posts);
        Assert.All(await new DataApprovalWriter(server.Caller).UndoAsync(both, Stop), result => Assert.False(result.Approval?.IsApproved));
        Assert.Equal("/api/dataApprovals/unapprovals", server.Posts[1].Uri.AbsolutePath);
        // What is not approved cannot be taken back, which is told in words and not sent.
        var refused = await new DataApprovalWriter(server.Caller).UndoAsync([s_selection], Stop);
        Assert.Contains("not approved, and ready to be approved here (UNAPPROVED_READY)", Assert.Single(refused).Fault!.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Posts.Count);
    }

    [Fact]
    public async Task One_that_the_server_refuses_does_not_take_the_others_along()
    {
        using var server = new ApprovalServer("2.43", Unit, "KwRtWpWGrgR", "BqNcgiWAlgv") { Refused = "KwRtWpWGrgR" };
        var results = await new DataApprovalWriter(server.Caller).ApproveAsync([.. server.Units.Select(unit => s_selection with { OrgUnit = unit })], Stop);
        Assert.Equal([true, false, true], results.Select(result => result.Approval?.IsApproved == true));
        Assert.Contains("UNAPPROVED_READY", results[1].Fault!.Message, StringComparison.Ordinal);
        Assert.Equal(4, server.Posts.Count);
    }

    [Fact]
    public async Task What_the_server_only_says_it_approved_is_an_error()
    {
        using var server = new ApprovalServer("2.42", Unit) { DoesNothing = true };
        var result = Assert.Single(await new DataApprovalWriter(server.Caller).ApproveAsync([s_selection], Stop));
        Assert.Null(result.Approval);
        Assert.Contains("though it answered that it did", result.Fault!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.40", "/api/dataAcceptances")]
    [InlineData("2.41", "/api/dataAcceptances")]
    [InlineData("2.42", "/api/dataApprovals/dataAcceptances")]
    [InlineData("2.43", "/api/dataApprovals/dataAcceptances")]
    [InlineData("2.44", "/api/dataApprovals/dataAcceptances")]
    public async Task What_is_approved_is_accepted_and_its_acceptance_taken_back(string version, string path)
    {
        using var server = new ApprovalServer(version, Unit, "KwRtWpWGrgR");
        var writer = new DataApprovalWriter(server.Caller);
        // What is not approved cannot be accepted, which is told in words and not sent.
        Assert.Contains("cannot accept the approval of", Assert.Single(await writer.AcceptAsync([s_selection], Stop)).Fault!.Message, StringComparison.Ordinal);
        DataApprovalSelection[] both = [s_selection, s_selection with { OrgUnit = "KwRtWpWGrgR" }];
        await writer.ApproveAsync(both, Stop);
        Assert.All(await writer.AcceptAsync(both, Stop), result => Assert.Equal(("ACCEPTED_HERE", true, true), (result.Approval!.State, result.Approval.IsAccepted, result.Approval.IsApproved)));
        // What is accepted stays so, without a request.
        Assert.All(await writer.AcceptAsync(both, Stop), result => Assert.True(result.Approval!.IsAccepted));
        Assert.All(await writer.UndoAcceptanceAsync(both, Stop), result => Assert.Equal("APPROVED_HERE", result.Approval!.State));
        Assert.Contains("cannot take back the acceptance of", (await writer.UndoAcceptanceAsync(both, Stop))[0].Fault!.Message, StringComparison.Ordinal);
        Assert.Equal(["/api/dataApprovals/approvals", $"{path}/acceptances", $"{path}/unacceptances"], server.Posts.Select(post => post.Uri.AbsolutePath));
        Assert.Equal($$"""{"wf":["{{Workflow}}"],"pe":["201601"],"approvals":[{"ou":"{{Unit}}","aoc":"HllvX50cXC0"},{"ou":"KwRtWpWGrgR","aoc":"HllvX50cXC0"}]}""", System.Text.Encoding.UTF8.GetString(server.Posts[1].Body));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task What_may_have_been_taken_back_is_not_taken_back_again_and_is_told_by_how_it_stands(bool doesNothing, bool isGone)
    {
        using var server = new ApprovalServer("2.42", Unit, "KwRtWpWGrgR");
        DataApprovalSelection[] both = [s_selection, s_selection with { OrgUnit = "KwRtWpWGrgR" }];
        var writer = new DataApprovalWriter(server.Caller);
        await writer.ApproveAsync(both, Stop);
        (server.DoesNothing, server.Status, server.IsGoneAfter) = (doesNothing, 504, isGone ? 2 : int.MaxValue);
        var results = await writer.UndoAsync(both, Stop);
        Assert.Equal(2, server.Posts.Count);
        Assert.Equal(both, results.Select(result => result.Selection));
        Assert.All(results, result => Assert.Equal(!doesNothing && !isGone, result.Approval is { IsApproved: false }));
        if (doesNothing)
            Assert.All(results, result => Assert.IsType<Dhis2NotDoneException>(result.Fault));
        if (isGone)
            Assert.All(results, result => Assert.Contains("It is not known whether the server did take back the approval of the data", Assert.IsType<Dhis2UnknownOutcomeException>(result.Fault).Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_server_does_after_the_first_look_is_told_as_done()
    {
        using var server = new ApprovalServer("2.42", Unit) { Status = 504, LooksUntilDone = 2 };
        var result = Assert.Single(await new DataApprovalWriter(server.Caller).ApproveAsync([s_selection], Stop));
        Assert.True(result.Approval is { IsApproved: true });
        Assert.Single(server.Posts);
    }

    [Fact]
    public async Task A_data_set_without_a_workflow_is_an_error_and_the_others_are_read()
    {
        using var server = new ApprovalServer("2.42", Unit);
        DataApprovalSelection Of(string set) => new(set, null, "201601", Unit, null);
        var results = await new DataApprovalReader(server.Caller).ReadAsync([Of(Set), Of("J33aMjt3IoU"), Of(Set)], withPeople: false, Stop);
        Assert.Equal([true, false, true], results.Select(result => result.Approval is not null));
        Assert.Contains("J33aMjt3IoU", results[1].Fault!.Message, StringComparison.Ordinal);
        Assert.Equal((Set, Workflow), (results[0].Approval!.DataSet, results[0].Approval!.Workflow));
    }

    private static (bool, bool, bool, bool, bool) Flags(JsonNode json) =>
        ((bool)json["mayApprove"]!, (bool)json["mayUnapprove"]!, (bool)json["mayAccept"]!, (bool)json["mayUnaccept"]!, (bool)json["mayReadData"]!);

    /// <summary>Approves as the recorded servers do: all of a request or nothing.</summary>
    private sealed class ApprovalServer : IDisposable
    {
        private readonly HashSet<string> _approved = [];
        private readonly HashSet<string> _accepted = [];
        private readonly AnsweringHandler _handler;

        public ApprovalServer(string version, params string[] units)
        {
            Units = units;
            _handler = new AnsweringHandler(Answer);
            Caller = TestSession.CallerOf(_handler, int.Parse(version.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture));
        }

        public Dhis2.Client.Sessions.Dhis2Caller Caller { get; }

        public IReadOnlyList<string> Units { get; }

        public string? Refused { get; init; }

        public bool DoesNothing { get; set; }

        /// <summary>The status of the answers to what was done.</summary>
        public int Status { get; set; } = 204;

        /// <summary>What is approved is so at the look of this number; 0 at once.</summary>
        public int LooksUntilDone { get; set; }

        /// <summary>After so many writes no request is answered any more.</summary>
        public int IsGoneAfter { get; set; } = int.MaxValue;

        public void Dispose() => _handler.Dispose();

        public IReadOnlyList<SentRequest> Posts => [.. _handler.Requests.Where(request => request.Method == "POST")];

        private HttpResponseMessage Answer(SentRequest request)
        {
            if (request.Uri.AbsolutePath.EndsWith("/dataSets", StringComparison.Ordinal))
                return AnsweringHandler.Json($$$"""{"dataSets":[{"id":"{{{Set}}}","workflow":{"id":"{{{Workflow}}}"}},{"id":"J33aMjt3IoU"}]}""");
            if (request.Method == "GET" && Posts.Count >= IsGoneAfter)
                throw new HttpRequestException("gone");
            if (request.Method == "GET" && Posts.Count > 0 && --LooksUntilDone == 0)
                _approved.UnionWith(Units);
            if (request.Method == "GET")
                return AnsweringHandler.Json($"[{string.Join(",", Units.Where(unit => request.Uri.Query.Contains(unit, StringComparison.Ordinal)).Select(State))}]");
            var units = JsonNode.Parse(request.Body)!["approvals"]!.AsArray().Select(approval => (string)approval!["ou"]!).ToList();
            if (units.Contains(Refused!))
                return AnsweringHandler.Json("""{"httpStatus":"Conflict","httpStatusCode":409,"status":"ERROR"}""", 409);
            if (!DoesNothing && LooksUntilDone <= 0)
                Do(request.Uri.Segments[^1], units);
            return new HttpResponseMessage((System.Net.HttpStatusCode)Status);
        }

        private void Do(string action, List<string> units)
        {
            var set = action.EndsWith("acceptances", StringComparison.Ordinal) ? _accepted : _approved;
            if (action.StartsWith("un", StringComparison.Ordinal))
                set.ExceptWith(units);
            else
                set.UnionWith(units);
        }

        private string State(string unit)
        {
            var state = _accepted.Contains(unit) ? "ACCEPTED_HERE" : _approved.Contains(unit) ? "APPROVED_HERE" : "UNAPPROVED_READY";
            string May(string needed) => state == needed ? "true" : "false";
            return $$$"""{"wf":"{{{Workflow}}}","pe":"201601","ou":"{{{unit}}}","aoc":"HllvX50cXC0","state":"{{{state}}}","permissions":{"mayApprove":{{{May("UNAPPROVED_READY")}}},"mayUnapprove":{{{May("APPROVED_HERE")}}},"mayAccept":{{{May("APPROVED_HERE")}}},"mayUnaccept":{{{May("ACCEPTED_HERE")}}},"mayReadData":true}}""";
        }
    }
}
