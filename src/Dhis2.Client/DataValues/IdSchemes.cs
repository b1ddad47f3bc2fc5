using Dhis2.Client.Http;

namespace Dhis2.Client.DataValues;

/// <summary>What identifies things in data values: <c>UID</c> (the default), <c>CODE</c>, or <c>ATTRIBUTE:uid</c>.</summary>
public sealed record IdSchemes
{
    /// <summary>For everything that has no scheme of its own.</summary>
    public string? All { get; init; }

    /// <summary>For data elements.</summary>
    public string? DataElement { get; init; }

    /// <summary>For org units.</summary>
    public string? OrgUnit { get; init; }

    /// <summary>For category and attribute option combos.</summary>
    public string? CategoryOptionCombo { get; init; }

    /// <summary>For data sets.</summary>
    public string? DataSet { get; init; }

    /// <summary>Whether a scheme means uids.</summary>
    public static bool IsUid(string? scheme) => scheme is null || scheme.Equals("UID", StringComparison.OrdinalIgnoreCase) || scheme.Equals("ID", StringComparison.OrdinalIgnoreCase);

    internal void AddTo(QueryParameters query) => query
        .Add("idScheme", Text(All)).Add("dataElementIdScheme", Text(DataElement)).Add("orgUnitIdScheme", Text(OrgUnit))
        .Add("categoryOptionComboIdScheme", Text(CategoryOptionCombo)).Add("dataSetIdScheme", Text(DataSet));

    /// <summary>Checks a scheme; servers answer a wrong one with a bare 400.</summary>
    internal static string? Text(string? scheme)
    {
        if (scheme is null)
            return null;
        var upper = scheme.ToUpperInvariant();
        if (upper is "UID" or "ID" or "CODE" or "NAME")
            return upper;
        if (upper.StartsWith("ATTRIBUTE:", StringComparison.Ordinal) && Uid.IsValid(scheme.Substring(10)))
            return $"ATTRIBUTE:{scheme.Substring(10)}";
        throw new Dhis2InputException($"'{scheme}' is no id scheme.", "Use UID, CODE, NAME, or ATTRIBUTE: and the uid of an attribute.") { Item = scheme };
    }
}
