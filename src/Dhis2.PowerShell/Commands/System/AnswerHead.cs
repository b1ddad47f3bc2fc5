using System.Management.Automation;

namespace Dhis2.PowerShell.Commands;

/// <summary>Status and headers of an answer, for the variables a user names.</summary>
internal sealed record AnswerHead(int Status, IReadOnlyDictionary<string, IEnumerable<string>> Headers)
{
    public static AnswerHead Of(Dhis2Response response)
    {
        var headers = new Dictionary<string, IEnumerable<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers)
        {
            // Set-Cookie is left out: the session's cookie alone would log anybody in.
            if (!name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase))
                headers[name] = [.. values];
        }
        return new AnswerHead(response.StatusCode, headers);
    }

    public void SetVariables(PSVariableIntrinsics variables, string? status, string? headers)
    {
        if (status is not null)
            variables.Set(status, Status);
        if (headers is not null)
            variables.Set(headers, Headers);
    }
}
