using Dhis2.Client.DataValues.Import;
using Dhis2.Client.Imports;

namespace Dhis2.Client.Tests.Imports;

/// <summary>Whatever is done with a ledger, each row that was entered is counted once, and a row that may have arrived is never called not sent.</summary>
public sealed class LedgerTests
{
    private readonly Ledger<string> _ledger = new((row, outcome, message, code) => new ImportProblem { Outcome = outcome, Item = row, Message = message, Code = code }, DataValueProblemFormat.Instance);

    [Fact]
    public void A_row_that_never_left_is_not_sent_and_one_that_left_is_unknown()
    {
        var (kept, left) = (_ledger.Enter("kept"), _ledger.Enter("left"));
        _ledger.Request([kept]);
        var request = _ledger.Request([left]);
        request.MarkLeft();
        request.Lose("the connection broke.");
        var (counts, problems) = _ledger.Close("the server is gone.");
        Assert.Equal(new ImportCounts { NotSent = 1, Unknown = 1 }, counts);
        Assert.Equal(["Not sent: the server is gone.", "The row was sent, and what became of it is not known: the connection broke."], problems.Select(p => p.Message));
    }

    [Fact]
    public void A_request_that_was_refused_ends_its_own_doubt_and_not_that_of_an_earlier_one()
    {
        var (once, twice) = (_ledger.Enter("once"), _ledger.Enter("twice"));
        var lost = _ledger.Request([twice]);
        lost.MarkLeft();
        lost.Lose("no answer.");
        var refused = _ledger.Request([once, twice]);
        refused.MarkLeft();
        // A body may be written more than once for one request.
        refused.MarkLeft();
        refused.End();
        Assert.False(_ledger.IsInDoubt(once));
        Assert.True(_ledger.IsInDoubt(twice));
        Assert.Equal(new ImportCounts { NotSent = 1, Unknown = 1 }, _ledger.Close("it was refused.").Counts);
    }

    [Fact]
    public void A_verdict_ends_all_doubt()
    {
        var row = _ledger.Enter("row");
        _ledger.Request([row]).MarkLeft();
        _ledger.Settle(row, ImportOutcome.Imported);
        Assert.Equal((new ImportCounts { Imported = 1 }, 0), (_ledger.Close("").Counts, _ledger.Close("").Problems.Count));
    }

    [Fact]
    public void No_row_can_be_settled_twice_or_as_a_number_that_is_not_its_own()
    {
        var rows = Enumerable.Range(0, 3).Select(i => _ledger.Enter($"{i}")).ToList();
        Assert.Throws<InvalidOperationException>(() => _ledger.Settle(rows, new ImportCounts { Imported = 2 }));
        _ledger.Settle(rows[0], ImportOutcome.Rejected, "bad");
        Assert.Throws<InvalidOperationException>(() => _ledger.Settle(rows[0], ImportOutcome.Imported));
        Assert.Throws<InvalidOperationException>(() => _ledger.Settle(rows, new ImportCounts { Imported = 3 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ledger.Settle(rows[1], ImportOutcome.Warning));
    }

    [Fact]
    public void Rows_that_a_task_took_are_not_counted_here()
    {
        var rows = Enumerable.Range(0, 3).Select(i => _ledger.Enter($"{i}")).ToList();
        _ledger.Withdraw(rows.GetRange(0, 2));
        Assert.Equal(new ImportCounts { NotSent = 1 }, _ledger.Close("").Counts);
    }

    [Fact]
    public void Problems_come_in_the_order_of_the_input_whatever_settled_first()
    {
        var rows = Enumerable.Range(0, 5).Select(i => _ledger.Enter($"{i}")).ToList();
        _ledger.EnterRejected(new ImportProblem { Outcome = ImportOutcome.Rejected, Item = "5", Message = "unreadable" });
        _ledger.Settle(rows[4], ImportOutcome.Rejected, "bad");
        _ledger.Settle(rows[0], ImportOutcome.Skipped, "twice");
        _ledger.Warn(rows[2], "odd");
        _ledger.Warn(rows[2], "odder");
        _ledger.Settle(rows[2], ImportOutcome.Imported);
        Assert.Equal(["0", "1", "2", "2", "3", "4", "5"], _ledger.Close("").Problems.Select(p => p.Item));
    }

    [Fact]
    public void A_warning_is_about_a_row_that_went_in()
    {
        var rows = Enumerable.Range(0, 5).Select(i => _ledger.Enter($"{i}")).ToList();
        rows.ForEach(row => _ledger.Warn(row, "odd"));
        _ledger.Settle(rows[0], ImportOutcome.Rejected, "bad");
        _ledger.Settle(rows[1], ImportOutcome.Skipped);
        _ledger.Settle([rows[2]], new ImportCounts { Updated = 1 });
        _ledger.Withdraw([rows[3]]);
        var problems = _ledger.Close("").Problems;
        Assert.Equal([("0", ImportOutcome.Rejected), ("2", ImportOutcome.Warning), ("3", ImportOutcome.Warning), ("4", ImportOutcome.NotSent)], problems.Select(p => (p.Item, p.Outcome)));
    }
}
