using System.Text;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.Csv;

namespace Dhis2.Client.Tests.DataValues;

/// <summary>Files as people have them: of any encoding and separator, and with what a spreadsheet makes of them. What cannot be told is refused, and never another letter.</summary>
public sealed class PeoplesFileTests
{
    private const string Csv = "dataElement,period,orgUnit,value\na,202401,o,caf\u00e9\n";
    private const string Json = "{\"dataValues\":[\n{\"dataElement\":\"a\",\"period\":\"202401\",\"orgUnit\":\"o\",\"value\":\"caf\u00e9\"}]}";
    private const string Xml = "<dataValueSet>\n<dataValue dataElement='a' period='202401' orgUnit='o' value='caf\u00e9'/></dataValueSet>";

    private static readonly Encoding s_windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    public static TheoryData<string> EveryFormat => [Csv, Json, Xml];

    [Theory]
    [InlineData("dataElement;period;orgUnit;value\na;202401;o;\"1;5\"\n", "1;5")]
    [InlineData("dataElement\tperiod\torgUnit\tvalue\na\t202401\to\t1,5\n", "1,5")]
    [InlineData("dataElement|period|orgUnit|value\na|202401|o|1,5\n", "1,5")]
    [InlineData("\"Data Element\";\"Period\";\"Org Unit\";\"Value\";\"Comment\"\r\na;202401;o;2;\"a,b,c,d,e,f\"\r\n", "2")]
    [InlineData("sep=;\r\nData Element;Period;Organization unit;Value\r\na;202401;o;4,5\r\n", "4,5")]
    [InlineData("a;202401;o;;;7\n", "7")]
    [InlineData("\uFEFFdataElement;period;orgUnit;value\na;202401;o;3\n", "3")]
    public async Task What_separates_the_columns_is_found_out_from_the_first_line(string text, string value)
    {
        var row = Assert.Single(await ReadAsync(text)).Row!.Value;
        Assert.Equal(("a", "202401", "o", value), (row.DataElement, row.Period, row.OrgUnit, row.Value));
    }

    // Without its pair a quote takes all lines up to the next one, or to the end: they are rows all the same.
    [Theory]
    [InlineData("b,2,\"open\nc,3,\nd,4,\n", "a c d e", "3")]
    [InlineData("b,2,\"open\r\nc,3,\r\nd,4,\"said, \"\"so\"\"\"\r\n", "a c d e", "3")]
    [InlineData("b,2,\"open\rc,3,x\"y\rd,4,\r", "a d e", "3 4")]
    [InlineData("b,2,\"open\nc,3,\"open\nd,4,\"open\n", "a e", "3 4 5")]
    [InlineData("b,2,\"open\nc\nd,4,\n", "a d e", "3 4")]
    [InlineData("b,2,\"of\ntwo lines\"\nd,4,\n", "a b d e", "")]
    public async Task A_wrong_quote_costs_its_line_alone(string lines, string rows, string refused)
    {
        var ending = lines.Contains('\n', StringComparison.Ordinal) ? "\n" : "\r";
        var items = await ReadAsync($"dataElement,value,comment{ending}a,1,{ending}{lines}e,5,{ending}");
        Assert.Equal(rows, string.Join(' ', items.Where(item => item.Row is not null).Select(item => item.Row!.Value.DataElement)));
        Assert.Equal(refused, string.Join(' ', items.Where(item => item.Row is null).Select(item => item.Line)));
        Assert.Equal(6, items[^1].Line);
        Assert.All(items, item => Assert.True(item.Fault is null || !item.Fault.Contains("line", StringComparison.OrdinalIgnoreCase) || item.Fault.Contains($"ine {item.Line} ", StringComparison.Ordinal) || item.Fault.StartsWith("The line has", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_a_wrong_quote_took_is_read_in_any_encoding_and_with_any_separator()
    {
        var items = await ReadAsync(Encoding.Unicode.GetBytes("dataElement\u00a6value\na\u00a6\"\u20ac\nb\u00a6\u20ac\n"), new DataValueFileOptions { Csv = () => new CsvFormat(), Delimiter = '\u00a6' });
        Assert.Equal([2L, 3], items.Select(item => item.Line));
        Assert.Equal("\u20ac", items[1].Row!.Value.Value);
    }

    [Fact]
    public async Task A_workbook_of_the_old_format_is_called_one()
    {
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]));
        Assert.Contains("workbook", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_separator_that_is_said_counts_before_what_the_first_line_looks_like()
    {
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync("dataElement;period;orgUnit;value\na;202401;o;1\n", delimiter: ','));
        Assert.Contains("-Delimiter", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(EveryFormat))]
    public async Task Wide_text_is_read_with_and_without_a_mark(string text)
    {
        foreach (var encoding in new Encoding[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 })
        {
            await CheckAsync(encoding.GetBytes(text));
            await CheckAsync([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);
            await CheckAsync([.. encoding.GetPreamble(), .. encoding.GetBytes(text)], encoding);
        }
        await CheckAsync([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)]);

        static async Task CheckAsync(byte[] bytes, Encoding? encoding = null) => Assert.Equal("caf\u00e9", Assert.Single(await ReadAsync(bytes, encoding)).Row!.Value.Value);
    }

    [Theory]
    [MemberData(nameof(EveryFormat))]
    public async Task The_encoding_that_is_said_counts_in_every_format(string text) =>
        Assert.Equal("caf\u00e9", Assert.Single(await ReadAsync(s_windows.GetBytes(text), s_windows)).Row!.Value.Value);

    [Theory]
    [MemberData(nameof(EveryFormat))]
    public async Task Text_that_is_not_utf8_is_an_error_with_line_and_remedy(string text)
    {
        if (text == Csv)
        {
            // Each line is a row, and costs no other.
            var item = Assert.Single(await ReadAsync(s_windows.GetBytes(text)));
            Assert.Equal(2, item.Line);
            Assert.Null(item.Refused);
            Assert.Contains("Line 2 ", item.Fault!, StringComparison.Ordinal);
            Assert.Contains("-Encoding windows-1252", item.Fault!, StringComparison.Ordinal);
            return;
        }
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync(s_windows.GetBytes(text)));
        Assert.Contains("rows, line 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("-Encoding windows-1252", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("rows:2", error.Item);
    }

    // The bytes are found wherever they stand: behind the first piece, and where a character goes over the edge of a piece.
    [Fact]
    public async Task Bad_bytes_far_behind_are_found_with_their_line()
    {
        var text = new StringBuilder("<dataValueSet>");
        for (var i = 0; i < 20_000; i++)
            text.Append("\n<dataValue dataElement='\u00e9\u20ac' value='1'/>");
        byte[] bytes = [.. Encoding.UTF8.GetBytes(text.ToString()), (byte)'\n', 0xE9, (byte)'\n'];
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync(bytes));
        Assert.Contains("line 20002", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("windows-1252")]
    [InlineData("iso-8859-1")]
    public async Task Xml_is_read_in_the_encoding_it_declares(string name)
    {
        var text = $"<?xml version=\"1.0\" encoding=\"{name}\"?>\n{Xml}";
        Assert.Equal("caf\u00e9", Assert.Single(await ReadAsync(s_windows.GetBytes(text))).Row!.Value.Value);
        // A mark or -Encoding knows better: programs write a text anew in another encoding and leave the declaration.
        Assert.Equal("caf\u00e9", Assert.Single(await ReadAsync([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)])).Row!.Value.Value);
        Assert.Equal("caf\u00e9", Assert.Single(await ReadAsync(Encoding.UTF8.GetBytes(text), Encoding.UTF8)).Row!.Value.Value);
    }

    [Fact]
    public async Task An_encoding_nobody_knows_is_refused() =>
        Assert.Contains("klingon", (await Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync($"<?xml version='1.0' encoding='klingon'?>{Xml}"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("2.02401E+05", "period")]
    [InlineData("2,02401E+05", "period")]
    [InlineData("2E+05", "period")]
    public async Task A_period_that_a_spreadsheet_has_rounded_is_refused_with_what_it_did(string period, string says) =>
        await CheckRefusedAsync(new DataValue { DataElement = "a", Period = period, OrgUnit = "o", Value = "1" }, period, says);

    [Fact]
    public async Task An_id_that_a_spreadsheet_has_rounded_is_refused_with_what_it_did()
    {
        await CheckRefusedAsync(new DataValue { DataElement = "1.23457E+11", Period = "202401", OrgUnit = "o", Value = "1" }, "1.23457E+11", "code");
        await CheckRefusedAsync(new DataValue { DataElement = "a", Period = "202401", OrgUnit = "9.9E+15", Value = "1" }, "9.9E+15", "code");
        await CheckRefusedAsync(new DataValue { DataElement = "a", Period = "202401", OrgUnit = "o", CategoryOptionCombo = "1.5E-07", Value = "1" }, "1.5E-07", "code");
        // Codes of people, and values, may look so.
        var rows = await ReadAsync("dataElement,period,orgUnit,value\n1E5,202401,2e10,1.2E+05\n");
        Assert.Equal(("1E5", "2e10", "1.2E+05"), (rows[0].Row!.Value.DataElement, rows[0].Row!.Value.OrgUnit, rows[0].Row!.Value.Value));
    }

    [Fact]
    public async Task Leading_zeros_stay_and_blanks_around_codes_go_in_every_format()
    {
        foreach (var text in new[]
        {
            "dataElement,period,orgUnit,catoptcombo,attroptcombo,value,dataSet\n 0012 , 202401\t,\u00a0007, C 1 , A1 , 010 , DS \n",
            "{\"dataValues\":[{\"dataElement\":\" 0012 \",\"period\":\" 202401\\t\",\"orgUnit\":\"\u00a0007\",\"categoryOptionCombo\":\" C 1 \",\"attributeOptionCombo\":\" A1 \",\"value\":\" 010 \",\"dataSet\":\" DS \"}]}",
            "<dataValueSet><dataValue dataElement=' 0012 ' period=' 202401 ' orgUnit='\u00a0007' categoryOptionCombo=' C 1 ' attributeOptionCombo=' A1 ' value=' 010 ' dataSet=' DS '/></dataValueSet>",
        })
        {
            var row = Assert.Single(await ReadAsync(text)).Row!.Value;
            Assert.Equal(("0012", "202401", "007", "C 1", "A1", " 010 ", "DS"), (row.DataElement, row.Period, row.OrgUnit, row.CategoryOptionCombo, row.AttributeOptionCombo, row.Value, row.DataSet));
        }
    }

    [Theory]
    [InlineData("utf8")]
    [InlineData("UTF8")]
    [InlineData("Utf-16")]
    public async Task Xml_that_declares_another_unicode_than_its_bytes_have_is_utf8(string name) =>
        Assert.Equal("caf\u00e9", Assert.Single(await ReadAsync(Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"{name}\"?>\n{Xml}"))).Row!.Value.Value);

    // Copied from a web page or a chat: marks of direction and of no width, which nobody sees.
    [Fact]
    public async Task Invisible_marks_around_codes_and_names_go_and_stay_in_values()
    {
        foreach (var text in new[]
        {
            "\uFEFF\uFEFFdata\u200BElement\u200E,period,orgUnit,value\n\u200Fabc\u200B,\uFEFF202401\u2060,\u202Ao\u202C \u200B,\u200E1\u200B\n",
            "{\"dataValues\":[{\"dataElement\\u200b\":\"\u200Fabc\u200B\",\"period\":\"\uFEFF202401\u2060\",\"orgUnit\":\"\u202Ao\u202C \u200B\",\"value\":\"\u200E1\u200B\"}]}",
            "<dataValueSet><dataValue dataElement='\u200Fabc\u200B' period='\uFEFF202401\u2060' orgUnit='\u202Ao\u202C \u200B' value='\u200E1\u200B'/></dataValueSet>",
        })
        {
            var row = Assert.Single(await ReadAsync(text)).Row!.Value;
            Assert.Equal(("abc", "202401", "o", "\u200E1\u200B"), (row.DataElement, row.Period, row.OrgUnit, row.Value));
        }
    }

    [Theory]
    [InlineData("plain", "'plain'")]
    [InlineData("a\u001b[31mb\0c\u00a0d\u200be f", "'a\\u001B[31mb\\u0000c\\u00A0d\\u200Be f'")]
    public void What_cannot_be_seen_is_shown_as_its_code(string text, string shown) => Assert.Equal(shown, ShownText.Quoted(text));

    [Fact]
    public void A_character_of_two_halves_is_shown_and_one_half_is_not() => Assert.Equal("'\ud83d\ude00 \\uD83D'", ShownText.Quoted("\ud83d\ude00 " + '\ud83d'));

    [Fact]
    public void A_long_text_is_shown_by_its_beginning() =>
        Assert.Equal($"'{new string('x', 100)}'... (1,048,576 characters)", ShownText.Quoted(new string('x', 1024 * 1024)));

    [Fact]
    public async Task A_column_of_values_is_not_needed_where_another_says_what_is_deleted()
    {
        var row = Assert.Single(await ReadAsync("dataElement,deleted\na,true\n")).Row!.Value;
        Assert.Equal(("a", true, null), (row.DataElement, row.Deleted, row.Value));
    }

    [Fact]
    public async Task Delimiters_alone_are_what_a_spreadsheet_leaves_behind_and_no_row()
    {
        var rows = await ReadAsync("dataElement,period,orgUnit,value,,\na,202401,o,1,,\n,,,,,\n , ,,,,\nb,202401,o,2\n,,,\n");
        Assert.Equal([("a", 2L), ("b", 5L)], rows.Select(r => (r.Row?.Value.DataElement!, r.Line)));
    }

    [Theory]
    [InlineData("dataElement,period,orgUnit,value,comment,followUp", "a,202401,o,1", null)]
    [InlineData("dataElement,period,orgUnit,value,comment,followUp", "a,202401,o", "value")]
    [InlineData("value,comment,dataElement,period,orgUnit", "1,said,a,202401", "orgUnit")]
    [InlineData("dataElement,period,orgUnit,value,comment", "a,202401,o,1,said,more", "6 fields")]
    [InlineData("dataElement,period,orgUnit,value", "a,202401,o,3,5", "written with a point")]
    public async Task A_row_may_leave_out_what_is_optional_at_its_end_and_nothing_else(string header, string line, string? says)
    {
        var item = Assert.Single(await ReadAsync($"{header}\n{line}\n"));
        Assert.Equal(2, item.Line);
        if (says is null)
            Assert.Equal(("a", "1"), (item.Row!.Value.DataElement, item.Row.Value.Value));
        else
            Assert.Contains(says, item.Fault!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"a\",\"202401\",\"o\",\"\",\"\",\"1\",\"me\",\"2024-01-01\",\"said\",\"true\"\n\"b\",\"202402\",\"o\",,,\"2\"\n\"c\",\"202402\",\"o\",,,\"3\",,,,,\"true\"\n\"d\",\"202402\",\"o\"\n")]
    public async Task Dhis2s_own_csv_is_read_without_a_header(string text)
    {
        var rows = await ReadAsync(text);
        Assert.Equal([1L, 2, 3, 4], rows.Select(r => r.Line));
        var first = rows[0].Row!.Value;
        Assert.Equal(("a", "202401", "o", "1", "me", "said", true), (first.DataElement, first.Period, first.OrgUnit, first.Value, first.StoredBy, first.Comment, first.FollowUp));
        Assert.Equal(["2", "3"], rows.Skip(1).Take(2).Select(r => r.Row!.Value.Value));
        Assert.True(rows[2].Row!.Value.Deleted);
        Assert.Contains("value", rows[3].Fault!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dataElement,orgUnit,value\na,o,1\n", "'period'", "-Period")]
    [InlineData("dataElement,period,value\na,202401,1\n", "'orgUnit'", "-OrgUnit")]
    [InlineData("dataElement,period,orgUnit\na,202401,o\n", "'value'", "name the columns")]
    [InlineData("period,orgUnit,value\n202401,o,1\n", "'dataElement'", "name the columns")]
    [InlineData("alpha,beta,gamma,delta,epsilon,zeta\n1,2,3,4,5,6\n", "'dataElement'", "name the columns")]
    public async Task A_needed_column_that_is_missing_is_named(string text, string says, string advice)
    {
        var options = new DataValueFileOptions { Csv = () => new CsvFormat(), NeededColumns = ["dataElement", "period", "orgUnit", "value"] };
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync(Encoding.UTF8.GetBytes(text), options));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_megabytes_in_one_field_leave_the_rows_behind_it()
    {
        var large = new string('x', 10 * 1024 * 1024);
        foreach (var text in new[]
        {
            $"dataElement,value\na,1\nb,{large}\nc,3\n",
            $"{{\"dataValues\":[{{\"dataElement\":\"a\"}},{{\"dataElement\":\"b\",\"value\":\"{large}\"}},{{\"dataElement\":\"c\"}}]}}",
            $"<dataValueSet><dataValue dataElement='a'/><dataValue dataElement='b' value='{large}'/><dataValue dataElement='c'/></dataValueSet>",
        })
        {
            Assert.Equal(["a", "b", "c"], (await ReadAsync(text)).Select(r => r.Row!.Value.DataElement));
        }
    }

    [Theory]
    [InlineData("{\"dataValues\":[{\"value\":\"")]
    [InlineData("<dataValueSet><dataValue value=\"")]
    public async Task A_text_without_end_is_refused_before_it_fills_memory(string start)
    {
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync(start + new string('x', 20 * 1024 * 1024)));
        Assert.Contains("longer than", error.Message, StringComparison.Ordinal);
    }

    // Longer than the reader takes one: an open quote in front of good rows, and fields that are one line each, in quotes and without.
    [Theory]
    [InlineData("b,\"open\n", "c,3\n")]
    [InlineData("b,\"", "x")]
    [InlineData("b,", "x")]
    public async Task A_field_out_of_all_bounds_costs_its_line_alone(string start, string filler)
    {
        var filling = new StringBuilder().Insert(0, filler, (17 * 1024 * 1024 / filler.Length) + 1);
        var isOpen = filler.Contains('\n', StringComparison.Ordinal);
        var text = $"dataElement,value\na,1\n{start}{filling}{(isOpen ? "" : start.Contains('"', StringComparison.Ordinal) ? "\"\n" : "\n")}d,4\ne,\"5\"\n";
        var items = await ReadAsync(text);
        var refused = Assert.Single(items, item => item.Row is null);
        Assert.Equal(3, refused.Line);
        Assert.Contains("longer than", refused.Fault!, StringComparison.Ordinal);
        Assert.Equal(isOpen ? text.Count(c => c == '\n') - 1 : 4, items.Count);
        var last = text.Count(c => c == '\n');
        Assert.Equal([("a", "1", 2L), ("d", "4", last - 1), ("e", "5", last)], new[] { items[0], items[^2], items[^1] }.Select(item => (item.Row!.Value.DataElement!, item.Row.Value.Value!, item.Line)));
    }

    [Theory]
    [InlineData("utf-8", "\n")]
    [InlineData("utf-8", "\r\n")]
    [InlineData("utf-16", "\n")]
    public async Task Bytes_that_are_no_text_cost_their_line_alone(string name, string ending)
    {
        var encoding = Encoding.GetEncoding(name);
        var bad = name == "utf-8" ? new byte[] { 0xE9 } : [0x00, 0xD8];
        using var bytes = new MemoryStream();
        bytes.Write(encoding.GetPreamble());
        bytes.Write(encoding.GetBytes($"dataElement,value,comment{ending}"));
        // More than a piece of the decoder, with faults at each place of a line.
        for (var i = 0; i < 5000; i++)
        {
            bytes.Write(encoding.GetBytes($"e{i},{i},caf\u00e9"));
            if (i % 7 == 0)
                bytes.Write(bad);
            bytes.Write(encoding.GetBytes(i % 3 == 0 ? $"\uFFFF\u20ac{ending}" : ending));
        }
        var items = await ReadAsync(bytes.ToArray());
        Assert.Equal(5000, items.Count);
        for (var i = 0; i < 5000; i++)
        {
            Assert.Equal(i + 2, items[i].Line);
            if (i % 7 == 0)
                Assert.Contains("-Encoding", items[i].Fault!, StringComparison.Ordinal);
            else
                Assert.Equal(($"e{i}", $"{i}", i % 3 == 0 ? "caf\u00e9\uFFFF\u20ac" : "caf\u00e9"), (items[i].Row!.Value.DataElement, items[i].Row!.Value.Value, items[i].Row!.Value.Comment));
        }
    }

    // What an open quote has taken along is read by itself, and there too.
    [Fact]
    public async Task Bytes_that_are_no_text_behind_an_open_quote_cost_their_line_alone()
    {
        foreach (var delimiter in new[] { ",", "\u00a6" })
        {
            byte[] bytes = [.. Encoding.UTF8.GetBytes("dataElement,value\na,\"1\nb,2\nc,".Replace(",", delimiter, StringComparison.Ordinal)), 0xE9, .. Encoding.UTF8.GetBytes("\nd,4\n".Replace(",", delimiter, StringComparison.Ordinal))];
            var items = await ReadAsync(bytes, new DataValueFileOptions { Csv = () => new CsvFormat(), Delimiter = delimiter[0] });
            Assert.Equal([(2L, null), (3, "b"), (4, null), (5, "d")], items.Select(item => (item.Line, item.Row?.Value.DataElement)));
        }
    }

    [Theory]
    [InlineData("a,202401,o,3,5", "It reads: a,202401,o,3,5")]
    [InlineData("a,202401,o", "It reads: a,202401,o")]
    [InlineData("a,202401,o,\"5\"0", "It reads: a,202401,o,\"5\"0")]
    [InlineData("a,202401,o,\"5", "It reads: a,202401,o,\"5")]
    public async Task A_line_of_a_wrong_form_is_told_by_its_ids_and_not_with_a_value_that_could_go_in(string line, string says)
    {
        var item = Assert.Single(await ReadAsync($"dataElement,period,orgUnit,value\n{line}\n"));
        Assert.EndsWith(says, item.Fault!, StringComparison.Ordinal);
        Assert.Equal(("a", "202401", "o", null), (item.Refused!.DataElement, item.Refused.Period, item.Refused.OrgUnit, item.Refused.Value));
    }

    [Fact]
    public async Task An_external_entity_is_refused_and_not_read()
    {
        var error = await Assert.ThrowsAsync<Dhis2InputException>(() => ReadAsync(
            "<!DOCTYPE dataValueSet [<!ENTITY other SYSTEM \"file:///etc/hostname\">]>\n<dataValueSet><dataValue dataElement='a' comment='&other;'/></dataValueSet>"));
        Assert.Contains("document type", error.Message, StringComparison.Ordinal);
    }

    private static async Task CheckRefusedAsync(DataValue value, string written, string says)
    {
        foreach (var text in new[]
        {
            $"dataElement;period;orgUnit;categoryOptionCombo;value\nx;202401;o;;1\n{value.DataElement};{value.Period};{value.OrgUnit};{value.CategoryOptionCombo};1\ny;202401;o;;2\n",
            $"{{\"dataValues\":[{{\"dataElement\":\"x\"}},\n{{\"dataElement\":\"{value.DataElement}\",\"period\":\"{value.Period}\",\"orgUnit\":\"{value.OrgUnit}\",\"categoryOptionCombo\":\"{value.CategoryOptionCombo}\"}},\n{{\"dataElement\":\"y\"}}]}}",
            $"<dataValueSet><dataValue dataElement='x'/>\n<dataValue dataElement='{value.DataElement}' period='{value.Period}' orgUnit='{value.OrgUnit}' categoryOptionCombo='{value.CategoryOptionCombo}'/>\n<dataValue dataElement='y'/></dataValueSet>",
        })
        {
            var rows = await ReadAsync(text);
            Assert.Equal(["x", null, "y"], rows.Select(r => r.Row?.Value.DataElement));
            Assert.Equal(text.StartsWith('d') ? 3 : 2, rows[1].Line);
            Assert.Contains($"'{written}' is no ", rows[1].Fault!, StringComparison.Ordinal);
            Assert.Contains(says, rows[1].Fault!, StringComparison.Ordinal);
            Assert.Contains("spreadsheet", rows[1].Fault!, StringComparison.Ordinal);
            // The row is told as it is written: none of it is lost to whoever corrects it.
            var refused = rows[1].Refused!;
            Assert.Equal((value.DataElement, value.Period, value.OrgUnit, value.CategoryOptionCombo ?? ""), (refused.DataElement, refused.Period, refused.OrgUnit, refused.CategoryOptionCombo));
        }
    }

    private static Task<List<InputItem>> ReadAsync(string text, char? delimiter = null) =>
        ReadAsync(Encoding.UTF8.GetBytes(text), new DataValueFileOptions { Csv = () => new CsvFormat(), Delimiter = delimiter });

    private static Task<List<InputItem>> ReadAsync(byte[] bytes, Encoding? encoding = null) =>
        ReadAsync(bytes, new DataValueFileOptions { Csv = () => new CsvFormat(), Encoding = encoding });

    private static async Task<List<InputItem>> ReadAsync(byte[] bytes, DataValueFileOptions options)
    {
        using var file = DataValueFile.Open(new MemoryStream(bytes), "rows", options);
        var items = new List<InputItem>();
        await foreach (var batch in file.ReadAsync(TestContext.Current.CancellationToken))
            items.AddRange(batch);
        return items;
    }
}
