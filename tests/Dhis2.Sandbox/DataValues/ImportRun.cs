using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.DataValues;

/// <summary>Who imports, as far as it matters.</summary>
internal sealed record ValueUser(string Name, string Uid, bool Superuser, IReadOnlyCollection<string> OrgUnits);

/// <summary>What both ways of importing share.</summary>
internal sealed record ImportRun(ValueMetadata Metadata, ValueStore Store, ImportOptions Options, ValueUser User, DateTime Now, Dialect Dialect)
{
    public DateOnly Today => DateOnly.FromDateTime(Now);

    /// <summary>Imports as the version does; what 2.43 cannot make out is thrown as an <see cref="UnreadableBodyException"/>.</summary>
    public ImportOutcome Import(Func<DataValueSet> read)
    {
        try
        {
            return Import(read());
        }
        catch (ImportCrashException crash)
        {
            return ImportOutcome.Crashed(crash);
        }
    }

    private ImportOutcome Import(DataValueSet set)
    {
        Options.Schemes.Read(field => set.Schemes.GetValueOrDefault(field));
        lock (Store.Gate)
            return set.Adx is not null ? new AdxPayload(this).Import(set.Adx) : Dialect >= Dialect.V43 ? new GroupWiseImport(this).Import(set) : new RowWiseImport(this).Import(set);
    }

    /// <summary>The last period of a data set that may be entered now.</summary>
    public Period LatestOpenPeriod(DataSetFacts set) => PeriodCalendar.Shifted(set.PeriodType, Today, set.OpenFuturePeriods - 1);

    /// <summary>Whether the days in which a data set may still be entered are over.</summary>
    public bool IsPastExpiry(DataSetFacts set, Period period) =>
        set.ExpiryDays > 0 && Today > period.End.AddDays(set.ExpiryDays);

    public bool IsInputOpen(InputPeriod input) => !(input.Opens > Today) && !(input.Closes < Today);
}
