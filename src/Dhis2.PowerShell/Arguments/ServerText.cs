using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Numerics;
using System.Security;
using System.Xml;

namespace Dhis2.PowerShell.Arguments;

/// <summary>
/// A PowerShell value as the text the server reads, whatever the culture of the machine: for query parameters, criteria, settings, forms and rows,
/// and, with <see cref="OfTime"/> and <see cref="OfNumber"/>, for JSON.
/// </summary>
internal static class ServerText
{
    private const string Time = "yyyy-MM-ddTHH:mm:ss.fff";

    /// <summary>A value without the wrapper that PowerShell puts round some; null also for <c>DBNull</c> and for nothing at all.</summary>
    public static object? Bare(object? value)
    {
        var bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        return bare is DBNull || bare == AutomationNull.Value ? null : bare;
    }

    /// <summary>
    /// One value as a text; null for null. A day is <c>2024-01-31</c>, a time carries its zone where it has one, a duration is <c>PT5M</c>,
    /// an object that has an id is that id.
    /// </summary>
    /// <exception cref="Dhis2InputException">The value is several, or of a kind that has no text: an object without an id, a file.</exception>
    public static string? Of(object? value) => Bare(value) switch
    {
        null => null,
        string text => text,
        DateTime { Kind: not DateTimeKind.Utc } day when day.TimeOfDay == TimeSpan.Zero => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        var bare => OfScalar(bare) ?? OfId(value!, bare),
    };

    /// <summary>A value that is not made of others, as JSON has it between quotes or without; null for what is.</summary>
    public static string? OfScalar(object bare) => bare switch
    {
        bool flag => flag ? "true" : "false",
        SwitchParameter flag => flag.IsPresent ? "true" : "false",
        _ => OfNumber(bare) ?? OfTime(bare) ?? OfName(bare),
    };

    /// <summary>A number in the shortest form that is read as the same number again; null for what is none.</summary>
    /// <exception cref="Dhis2InputException">It is infinite, or not a number.</exception>
    public static string? OfNumber(object bare) => bare switch
    {
        sbyte or byte or short or ushort or int or uint or long or ulong or decimal => ((IFormattable)bare).ToString(null, CultureInfo.InvariantCulture),
        BigInteger number => number.ToString(CultureInfo.InvariantCulture),
        double number => Finite(number, bare).ToString("R", CultureInfo.InvariantCulture),
        float number => ((float)Finite(number, bare)).ToString("R", CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>A date, time or duration in the forms of ISO 8601; null for what is none. A time of the machine's zone says so, and one of no zone is the server's.</summary>
    public static string? OfTime(object bare) => bare switch
    {
        DateTimeOffset time => time.ToString(Time + "zzz", CultureInfo.InvariantCulture),
        DateTime { Kind: DateTimeKind.Utc } time => time.ToString(Time + "Z", CultureInfo.InvariantCulture),
        DateTime { Kind: DateTimeKind.Local } time => time.ToString(Time + "zzz", CultureInfo.InvariantCulture),
        DateTime time => time.ToString(Time, CultureInfo.InvariantCulture),
#if NET8_0_OR_GREATER
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture),
#endif
        TimeSpan duration => XmlConvert.ToString(duration),
        _ => null,
    };

    /// <summary>Refuses what is a thing of this machine and no data: what would go out is a list of its inner properties, or a secret.</summary>
    /// <exception cref="Dhis2InputException">It is such a thing.</exception>
    public static void CheckIsData(object bare)
    {
        if (bare is FileSystemInfo)
            throw NoData(bare, "Give its content, as with Get-Content -Raw, or send it with -InFile or -Form.");
        if (bare is SecureString or PSCredential)
            throw NoData(bare, "Convert it to a text, where it is to be sent in clear.");
        if (bare is Stream or Delegate or ScriptBlock or Type or Exception or Task or System.ComponentModel.Component or IntPtr or UIntPtr)
            throw NoData(bare, "Give a text, a number, a date, or an object that holds these.");
    }

    private static string? OfName(object bare) => bare switch
    {
        char or Guid or Enum or Version or System.Net.IPAddress => bare.ToString(),
        Uri uri => uri.OriginalString,
        CultureInfo culture => culture.Name,
        TimeZoneInfo zone => zone.Id,
        _ => null,
    };

    private static string OfId(object value, object bare)
    {
        CheckIsData(bare);
        if (bare is not IDictionary && PSObject.AsPSObject(value).Properties["id"]?.Value is { } id && Bare(id) is string { Length: > 0 } text)
            return text;
        throw new Dhis2InputException(
            bare is IEnumerable ? "Several values stand where one is wanted." : $"An object ({bare.GetType().Name}) stands where a text, a number or a date is wanted, and it has no id.",
            "Give one value, or a property of the object.")
        { Item = value };
    }

    private static double Finite(double number, object item) => double.IsNaN(number) || double.IsInfinity(number)
        ? throw new Dhis2InputException("There is no way to write NaN or infinity for the server.", "Leave the value out or send a text.") { Item = item }
        : number;

    private static Dhis2InputException NoData(object bare, string advice) => new($"A {bare.GetType().Name} is no data that can be sent.", advice) { Item = bare };
}
