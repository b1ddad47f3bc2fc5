using System.Runtime.CompilerServices;
using Dhis2.Client.Csv;

namespace Dhis2.PowerShell.Loading;

/// <summary>The one place that names Dhis2.Csv: it is loaded when CSV is first read, and from its own folder.</summary>
internal static class CsvBridge
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ICsvFormat Create() => new Csv.CsvFormat();
}
