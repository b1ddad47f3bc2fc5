using System.Globalization;
using System.Text;

namespace Dhis2.PowerShell.Base;

/// <summary>A request as one line: <c>GET /api/me 200 34 ms 1,234 bytes</c>.</summary>
internal static class TraceText
{
    public static string Of(RequestTrace trace)
    {
        var text = new StringBuilder();
        text.Append(trace.Method).Append(' ').Append(trace.Path).Append(' ').Append(trace.Status?.ToString(CultureInfo.InvariantCulture) ?? "no answer");
        text.AppendFormat(CultureInfo.InvariantCulture, " {0:0} ms", trace.Elapsed.TotalMilliseconds);
        if (trace.BytesSent > 0)
            text.AppendFormat(CultureInfo.InvariantCulture, " sent {0:N0} bytes", trace.BytesSent);
        if (trace.BytesExpected is { } expected)
            text.AppendFormat(CultureInfo.InvariantCulture, " {0:N0} bytes", expected);
        if (trace.Attempt > 1)
            text.AppendFormat(CultureInfo.InvariantCulture, " attempt {0}", trace.Attempt);
        return text.ToString();
    }
}
