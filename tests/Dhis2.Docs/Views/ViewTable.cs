using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dhis2.Docs.Views;

/// <summary>How objects of some types are shown: a row of <c>Views.json</c>.</summary>
/// <param name="Types">The type names; the view is named after the first.</param>
/// <param name="Form">A table or a list.</param>
/// <param name="Columns">The columns of a table, or the lines of a list.</param>
/// <param name="Wrap">Of a table: whether long values go on in the next line, instead of being cut off.</param>
internal sealed record View(
    [property: JsonRequired] IReadOnlyList<string> Types,
    [property: JsonRequired] ViewForm Form,
    [property: JsonRequired] IReadOnlyList<ViewColumn> Columns,
    bool Wrap = false);

internal enum ViewForm
{
    Table,
    List,
}

/// <summary>A column of a table, or a line of a list.</summary>
/// <param name="Label">Its heading.</param>
/// <param name="Property">The property that it shows, where it is not named as the label.</param>
/// <param name="Script">The expression that it shows, in place of a property; the object is <c>$_</c>.</param>
/// <param name="Width">Of a table: the number of characters; columns without one share what is left.</param>
/// <param name="Align">Of a table: <c>Left</c>, <c>Center</c> or <c>Right</c>.</param>
/// <param name="When">Of a list: the expression that tells whether the line is shown.</param>
internal sealed record ViewColumn(
    [property: JsonRequired] string Label,
    string? Property = null,
    string? Script = null,
    int? Width = null,
    string? Align = null,
    string? When = null);

/// <summary>Reads <c>Views.json</c>.</summary>
internal static class ViewTable
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static IReadOnlyList<View> Read(string json)
    {
        var views = Parse(json);
        foreach (var view in views)
        {
            if (view.Types.Count == 0 || view.Columns.Count == 0)
                throw new SourceException($"Views.json: the view of \"{string.Join(", ", view.Types)}\" needs at least one type and one column.");
            foreach (var column in view.Columns)
                Check(view, column);
        }
        return views;
    }

    private static List<View> Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<List<View>>(json, s_options) ?? throw new SourceException("Views.json is empty.");
        }
        catch (JsonException e)
        {
            throw new SourceException($"Views.json: {e.Message}", e);
        }
    }

    private static void Check(View view, ViewColumn column)
    {
        var place = $"Views.json: {view.Types[0]}, {column.Label}:";
        if (column.Property is not null && column.Script is not null)
            throw new SourceException($"{place} give property or script, not both.");
        if (view.Form == ViewForm.List && (column.Width is not null || column.Align is not null || view.Wrap))
            throw new SourceException($"{place} width, align and wrap are for tables.");
        if (view.Form == ViewForm.Table && column.When is not null)
            throw new SourceException($"{place} when is for lists.");
    }
}
