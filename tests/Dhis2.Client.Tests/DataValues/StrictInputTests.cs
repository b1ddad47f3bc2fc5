using System.Text;
using System.Text.Json.Nodes;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.Client.Tests.RecordedAnswers;
using Dhis2.Csv;

namespace Dhis2.Client.Tests.DataValues;

/// <summary>What a user's file says is taken over or refused by its name, in whichever format, and never dropped.</summary>
public sealed class StrictInputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dhis2-strict").FullName;

    public static TheoryData<string, string, string> Exports() => RecordedAnswer.Rows(
        e => e.Request.Method == "GET" && RecordedAnswer.PathOf(e).StartsWith("/api/dataValueSets", StringComparison.Ordinal) && e.Response.Status == 200
            && FormatOf(Encoding.UTF8.GetString(RecordedAnswer.Body(e))) is not null,
        "data-values");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("dataElement", "period", "orgUnit", "categoryOptionCombo", "attributeOptionCombo", "storedBy", "followUp")]
    [InlineData("dataelement", "PERIOD", "orgunit", "categoryoptioncombo", "attributeoptioncombo", "storedby", "followup")]
    [InlineData("data-element", "Period", "org_unit", "catOptCombo", "attrOptCombo", "stored_by", "follow-up")]
    [InlineData("Data Element", " period ", "Org Unit", "Category Option Combo", "attroptioncombo", "strby", "Follow Up")]
    [InlineData("data_element", "period", "organisationUnit", "catoptioncombo", "attributeoptcombo", "storedBy", "FOLLOWUP")]
    public async Task Every_spelling_of_a_name_is_taken_in_every_format(string element, string period, string unit, string category, string attribute, string storedBy, string followUp)
    {
        string[] names = [element, period, unit, category, attribute, "value", storedBy, followUp];
        string[] values = ["e", "202401", "o", "c", "a", "1", "me", "true"];
        var members = string.Join(",", names.Zip(values, (name, value) => $"\"{name}\":\"{value}\""));
        await CheckAsync(Write("rows.json", $"{{\"dataValues\":[{{{members}}}]}}"));
        await CheckAsync(Write("rows.csv", $"{string.Join(",", names.Select(name => $"\"{name}\""))}\n{string.Join(",", values)}\n"));
        if (!names.Any(name => name.Contains(' ', StringComparison.Ordinal)))
            await CheckAsync(Write("rows.xml", $"<dataValueSet><dataValue {string.Join(" ", names.Zip(values, (name, value) => $"{name}='{value}'"))}/></dataValueSet>"));

        async Task CheckAsync(string path)
        {
            var value = Assert.Single(await ReadAsync(path)).Row!.Value;
            Assert.Equal(("e", "202401", "o", "c"), (value.DataElement, value.Period, value.OrgUnit, value.CategoryOptionCombo));
            Assert.Equal(("a", "1", "me", true), (value.AttributeOptionCombo, value.Value, value.StoredBy, value.FollowUp));
        }
    }

    [Theory]
    [InlineData("{\"dataElement\":\"b\",\"catOptComboo\":\"c\",\"value\":\"2\"}", "'catOptComboo'", "categoryOptionCombo")]
    [InlineData("{\"dataElement\":\"b\",\"orgUnit\":\"o\",\"org_unit\":\"p\"}", "'orgUnit'", "'org_unit'")]
    [InlineData("{\"dataElement\":\"b\",\"value\":\"1\",\"value\":\"2\"}", "'value'", "twice")]
    [InlineData("{\"dataElement\":\"b\",\"created\":\"2024-01-01\",\"created\":\"2024-01-02\"}", "'created'", "twice")]
    [InlineData("{\"dataElement\":\"b\",\"categoryOptionCombo\":{\"dR1EMD1vWmw\":\"skOlFbdMB84\"}}", "'categoryOptionCombo'", "one value")]
    [InlineData("{\"dataElement\":\"b\",\"value\":[1]}", "'value'", "one value")]
    [InlineData("{\"dataElement\":\"b\",\"value\":{\"x\":[1,{}]},\"colour\":1}", "'value'", "one value")]
    [InlineData("{\"dataElement\":\"b\",\"followup\":\"maybe\"}", "'maybe'", "followUp")]
    [InlineData("{\"dataElement\":\"b\",\"deleted\":7}", "'7'", "deleted")]
    [InlineData("{\"dataElement\":\"b\",\"value\":\"1\",\"comment\":\"cut \\ud83d\"}", "'comment'", "half")]
    [InlineData("{\"dataElement\":\"\\udc00\",\"value\":\"1\"}", "'dataElement'", "half")]
    [InlineData("{\"dataElement\":\"b\",\"\\ud800\":{\"x\":[1]},\"value\":\"1\"}", "name of a property", "half")]
    [InlineData("{\"dataElement\":\"b\",\"\\u001b[31mvalue\":\"1\"}", "'\\u001B[31mvalue'", "no ")]
    [InlineData("[\"dataElement\",\"b\"]", "no object", "no object")]
    [InlineData("1", "no object", "no object")]
    [InlineData("null", "no object", "no object")]
    public async Task A_row_of_json_that_is_wrong_is_refused_with_its_line_and_leaves_the_others(string row, string says, string too)
    {
        var path = Write("rows.json", $"{{\"dataValues\":[\n{{\"dataElement\":\"a\",\"value\":\"1\"}},\n{row},\n{{\"dataElement\":\"c\",\"value\":\"3\"}}]}}");
        CheckGoodBadGood(await ReadAsync(path), [2, 3, 4], says, too);
    }

    [Theory]
    [InlineData("<dataValue dataElement='b' colour='red'/>", "'colour'", "categoryOptionCombo")]
    [InlineData("<dataValue dataElement='b' orgUnit='o' orgunit='p'/>", "'orgUnit'", "'orgunit'")]
    [InlineData("<dataValue dataElement='b' followUp='maybe'/>", "'maybe'", "followUp")]
    [InlineData("<dataValue dataElement='b' value='1'><comment>said</comment></dataValue>", "<comment>", "attribute")]
    [InlineData("<dataValue dataElement='b'>1</dataValue>", "text", "attribute")]
    [InlineData("<datavalue dataElement='b' value='1'><x><y/></x>t</datavalue>", "<datavalue>", "dataValue")]
    [InlineData("<dataValue dataElement='b' x:value='1' xmlns:x='urn:x'/>", "'x:value'", "categoryOptionCombo")]
    public async Task A_row_of_xml_that_is_wrong_is_refused_with_its_line_and_leaves_the_others(string row, string says, string too)
    {
        var path = Write("rows.xml", $"<dataValueSet>\n<dataValue dataElement='a' value='1'></dataValue>\n{row}\n<dataValue dataElement='c' value='3'/></dataValueSet>");
        CheckGoodBadGood(await ReadAsync(path), [2, 3, 4], says, too);
    }

    // Whoever imported such a row from the file of rejected rows would import it without a part of it.
    [Theory]
    [InlineData("rows.json", "{\"dataValues\":[{\"dataElement\":\"1.5E+05\",\"followUp\":\"maybe\"}]}")]
    [InlineData("rows.json", "{\"dataValues\":[{\"colour\":\"red\",\"dataElement\":\"1.5E+05\"}]}")]
    [InlineData("rows.xml", "<dataValueSet><dataValue dataElement='1.5E+05'>1</dataValue></dataValueSet>")]
    [InlineData("rows.xml", "<dataValueSet><dataValue dataElement='1.5E+05' colour='red'/></dataValueSet>")]
    [InlineData("rows.csv", "dataElement,value,deleted\n1.5E+05,1,maybe\n")]
    public async Task A_row_that_a_data_value_cannot_hold_is_not_told_as_one(string name, string text)
    {
        var item = Assert.Single(await ReadAsync(Write(name, text)));
        Assert.Null(item.Row);
        Assert.NotNull(item.Fault);
        Assert.Null(item.Refused);
    }

    [Fact]
    public async Task Numbers_and_flags_of_json_are_the_texts_they_are_written_as()
    {
        var items = await ReadAsync(Write("rows.json", """{"dataValues":[{"dataElement":"a","period":202401,"value":12.50,"followup":true,"deleted":null,"comment":null},{"dataElement":"b","value":false,"followUp":false}]}"""));
        Assert.Equal([("202401", "12.50", true), (null, "false", false)], items.Select(i => (i.Row!.Value.Period, i.Row.Value.Value, i.Row.Value.FollowUp)));
    }

    // As 2.43 writes it in XML. What may be another period stays as it is, and is refused as none.
    [Theory]
    [InlineData("2015-01-01/P1M", "201501")]
    [InlineData("2014-07-01/P3M", "2014Q3")]
    [InlineData("2015-01-01/P1Y", "2015")]
    [InlineData("2015-02-03/P1D", "20150203")]
    [InlineData("2015-01-02/P1M", "2015-01-02/P1M")]
    [InlineData("2015-02-01/P3M", "2015-02-01/P3M")]
    [InlineData("2015-04-01/P1Y", "2015April")]
    [InlineData("2015-02-30/P1D", "2015-02-30/P1D")]
    [InlineData("2015-01-01/", "2015-01-01/")]
    [InlineData("201501", "201501")]
    public async Task A_period_of_a_first_day_and_a_duration_is_the_period_it_means(string written, string expected)
    {
        foreach (var (name, text) in new[]
        {
            ("rows.xml", $"<dataValueSet period='{written}'><dataValue dataElement='a'/><dataValue dataElement='a' period='{written}'/></dataValueSet>"),
            ("rows.json", $"{{\"period\":\"{written}\",\"dataValues\":[{{}},{{\"period\":\"{written}\"}}]}}"),
            ("rows.csv", $"dataElement,value,period\na,1,{written}\n"),
        })
        {
            Assert.All(await ReadAsync(Write(name, text)), item => Assert.Equal(expected, item.Row!.Value.Period));
        }
    }

    // ConvertTo-Json writes the members of a hashtable in any order.
    [Theory]
    [InlineData("rows.json")]
    [InlineData("rows.json.gz")]
    public async Task What_stands_behind_the_rows_counts_for_them_all_the_same(string name)
    {
        var rows = string.Join(",", Enumerable.Range(0, 3000).Select(i => $"{{\"dataElement\":\"e\",\"value\":\"{i}\"}}"));
        var items = await ReadAsync(Write(name, $"{{\"dataSet\":\"s\",\"dataValues\":[{rows}],\"period\":202401,\"orgUnit\":\"o\",\"attribute_option_combo\":\"a\"}}"));
        Assert.Equal(3000, items.Count);
        Assert.All(items, i => Assert.Equal(("s", "202401", "o", "a"), (i.Row!.Value.DataSet, i.Row.Value.Period, i.Row.Value.OrgUnit, i.Row.Value.AttributeOptionCombo)));
    }

    [Theory]
    [InlineData("{\"completeDate\":\"03/02/2015\",\"dataValues\":[{}]}", "'completeDate'", "2024-02-01")]
    [InlineData("{\"dataValues\":[{}],\"completeDate\":\"2015-02-30\"}", "'completeDate'", "2024-02-01")]
    [InlineData("{\"dataValues\":[{}],\"completeDate\":[2015,2,3]}", "'completeDate'", "one value")]
    [InlineData("{\"attributeCategoryOptions\":[\"x\"],\"dataValues\":[{}]}", "'attributeCategoryOptions'", "attributeOptionCombo")]
    [InlineData("{\"deletion\":{\"orgUnits\":[]},\"dataValues\":[{}]}", "'deletion'", "deleted")]
    [InlineData("{\"dryRun\":\"perhaps\",\"dataValues\":[{}]}", "'dryRun'", "true or false")]
    [InlineData("{\"strategy\":\"UPSERT\",\"dataValues\":[{}]}", "'strategy'", "CREATE_AND_UPDATE")]
    [InlineData("{\"strategy\":\"DELETE\",\"dataValues\":[{}],\"importStrategy\":\"CREATE\"}", "'strategy'", "'importStrategy'")]
    [InlineData("{\"dataValues\":[{}],\"orgUnitIdScheme\":\"KEY\"}", "'orgUnitIdScheme'", "'KEY'")]
    [InlineData("{\"dataValues\":[{}],\"colourIdScheme\":\"CODE\"}", "'colourIdScheme'", "attributeOptionCombo")]
    [InlineData("{\"period\":\"2.02401E+05\",\"dataValues\":[{}]}", "'period'", "spreadsheet")]
    [InlineData("{\"colour\":null,\"dataValues\":[{}]}", "'colour'", "attributeOptionCombo")]
    [InlineData("{\"categoryOptionCombo\":\"c\",\"dataValues\":[{}]}", "'categoryOptionCombo'", "attributeOptionCombo")]
    [InlineData("{\"period\":{\"id\":\"202401\"},\"dataValues\":[{}]}", "'period'", "one value")]
    [InlineData("{\"period\":true,\"dataValues\":[{}]}", "'period'", "one value")]
    [InlineData("{\"orgUnit\":[\"o\"],\"dataValues\":[{}]}", "'orgUnit'", "one value")]
    [InlineData("{\"orgUnit\":\"o\",\"org_unit\":\"p\",\"dataValues\":[{}]}", "'orgUnit'", "'org_unit'")]
    [InlineData("{\"period\":\"1\",\"dataValues\":[{}],\"period\":\"2\"}", "'period'", "twice")]
    [InlineData("{\"dataValues\":[{}],\"dataValues\":[{}]}", "'dataValues'", "twice")]
    [InlineData("{\"dataValues\":{}}", "'dataValues'", "list")]
    [InlineData("{\"dataValues\":[{}],\"period\":?}", "line 1", "not whole")]
    public async Task A_set_that_says_what_the_import_does_not_do_is_refused_before_its_first_row(string text, string says, string too)
    {
        var path = Write("rows.json", text);
        var items = new List<InputItem>();
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync(path, items));
        Assert.Empty(items);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains(too, $"{error.Message} {error.RecommendedAction}", StringComparison.Ordinal);
    }

    // A pipe can be read once, and what stands behind the rows counts for them all the same.
    [Theory]
    [InlineData("{\"period\":\"202401\",\"dataValues\":[{\"value\":\"1\"}],\"orgUnit\":null}", null)]
    [InlineData("{\"dataValues\":[{\"value\":\"1\"}],\"period\":\"202401\"}", null)]
    [InlineData("{\"period\":\"202401\",\"dataValues\":[{\"value\":\"1\"}],\"deletion\":{}}", "'deletion'")]
    [InlineData("{\"colour\":\"red\",\"period\":\"202401\",\"dataValues\":[{\"value\":\"1\"}]}", "'colour'")]
    public async Task A_set_from_a_pipe_gives_no_row_that_lacks_what_is_said_of_all(string text, string? says)
    {
        var items = new List<InputItem>();
        using var file = DataValueFile.Open(new PipeStream(Encoding.UTF8.GetBytes(text)), "pipe", new DataValueFileOptions { Csv = () => new CsvFormat() });
        var error = await Record.ExceptionAsync(() => ReadAllAsync(file, items));
        Assert.Equal(says is null, error is null);
        Assert.Contains(says ?? "", error?.Message ?? "", StringComparison.Ordinal);
        Assert.Equal(says is null ? ["202401"] : [], items.Select(item => item.Row!.Value.Period));
        Assert.All(items, item => Assert.Equal("pipe", item.File));
    }

    [Theory]
    [InlineData("completeDate='1.2.2024'", "'completeDate'")]
    [InlineData("colour='red'", "'colour'")]
    [InlineData("orgUnit='o' org_unit='p'", "'org_unit'")]
    [InlineData("dataElementIdScheme='KEY'", "'dataElementIdScheme'")]
    public async Task A_set_of_xml_is_held_to_the_same(string attributes, string says)
    {
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync(Write("rows.xml", $"<dataValueSet {attributes}><dataValue/></dataValueSet>")));
        Assert.Contains(says, $"{error.Message} {error.RecommendedAction}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dataElement,value,\na,1,\nc,3,\n")]
    [InlineData("dataElement,value,,\na,1,,\nc,3,  ,\n")]
    [InlineData("dataElement,value,\na,1\nc,3\n")]
    [InlineData("dataElement, ,value\na,,1\nc,,3\n")]
    [InlineData("\uFEFFdataElement,value\na,1\nc,3\n")]
    [InlineData("\uFEFF\"data element\",\" value \"\na,1\nc,3\n")]
    public async Task Headers_of_spreadsheets_are_taken(string text)
    {
        var items = await ReadAsync(Write("rows.csv", text));
        Assert.Equal([("a", "1"), ("c", "3")], items.Select(i => (i.Row?.Value.DataElement, i.Row?.Value.Value)));
    }

    [Theory]
    [InlineData("dataElement,value,", "b,2,secret", "column 3")]
    [InlineData("dataElement,,value", "b,secret,2", "column 2")]
    [InlineData("dataElement,value,", "b", "fields")]
    [InlineData("dataElement,value,", "b,2,,", "fields")]
    public async Task A_cell_without_a_header_is_refused_with_its_line(string header, string line, string says)
    {
        var empty = string.Join(",", header.Split(',').Select(name => name.Length == 0 ? "" : name == "value" ? "1" : "a"));
        var items = await ReadAsync(Write("rows.csv", $"{header}\n{empty}\n{line}\n{empty.Replace('a', 'c').Replace('1', '3')}\n"));
        CheckGoodBadGood(items, [2, 3, 4], says, says);
        Assert.DoesNotContain("secret", items[1].Fault!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dataElement,orgUnit,value,org_unit\na,o,1,p\n", "'orgUnit' (column 2)", "'org_unit' (column 4)")]
    [InlineData("dataElement,value,Value\na,1,2\n", "'value' (column 2)", "'Value' (column 3)")]
    [InlineData("dataElement,value,dataElement\na,1,b\n", "'dataElement' (column 1)", "'dataElement' (column 3)")]
    [InlineData("dataElement,value,catoptcombo,categoryOptionCombo\na,1,b,c\n", "'catoptcombo' (column 3)", "'categoryOptionCombo' (column 4)")]
    [InlineData("dataElement,value,created,Created\na,1,b,c\n", "'created' (column 3)", "'Created' (column 4)")]
    public async Task Two_columns_for_one_property_are_refused_with_both(string text, string first, string second)
    {
        var path = Write("rows.csv", text);
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(first, error.Message, StringComparison.Ordinal);
        Assert.Contains(second, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Exports))]
    public async Task What_the_server_exports_comes_back_in_as_it_is(string version, string area, string name)
    {
        var exchange = RecordedAnswer.Find(version, area, name);
        var text = Encoding.UTF8.GetString(RecordedAnswer.Body(exchange));
        var path = Write($"export.{FormatOf(text)}", text);
        var items = await ReadAsync(path);
        if (FormatOf(text) != "json")
        {
            Assert.All(items, item => Assert.Null(item.Fault));
            Assert.All(items, item => Assert.Matches("^20[0-9]{4}$", item.Row!.Value.Period!));
            return;
        }
        // An option combo that is written as its options is refused with its row.
        var rows = RecordedAnswer.Json(exchange)!["dataValues"]!.AsArray();
        Assert.Equal(rows.Select(row => row!["categoryOptionCombo"] is JsonObject), items.Select(item => item.Fault is not null));
    }

    private static string? FormatOf(string text) =>
        text.StartsWith("dataelement,", StringComparison.Ordinal) ? "csv"
        : text.Contains("<dataValueSet", StringComparison.Ordinal) ? "xml"
        : text.StartsWith('{') && text.Contains("\"dataValues\"", StringComparison.Ordinal) ? "json" : null;

    private static void CheckGoodBadGood(List<InputItem> items, long[] lines, string says, string too)
    {
        Assert.Equal(lines, items.Select(i => i.Line));
        Assert.Equal(["a", null, "c"], items.Select(i => i.Row?.Value.DataElement));
        Assert.Contains(says, items[1].Fault!, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(too, items[1].Fault!, StringComparison.OrdinalIgnoreCase);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        using Stream file = File.Create(path);
        using var content = name.EndsWith(".gz", StringComparison.Ordinal) ? new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionMode.Compress) : file;
        content.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }

    private static async Task<List<InputItem>> ReadAsync(string path, List<InputItem>? items = null)
    {
        items ??= [];
        using var file = DataValueFile.Open(path, new DataValueFileOptions { Csv = () => new CsvFormat() });
        await ReadAllAsync(file, items);
        return items;
    }

    private static async Task ReadAllAsync(DataValueFile file, List<InputItem> items)
    {
        await foreach (var batch in file.ReadAsync(TestContext.Current.CancellationToken))
            items.AddRange(batch);
    }
}
