namespace Dhis2.Client.Tests.Profiles;

public sealed class DamagedFileTests : IDisposable
{
    private readonly ProfileHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("{", 1, 2)]
    [InlineData("[]", 1, 1)]
    [InlineData("null", 1, 1)]
    [InlineData("{\n  \"profiles\": {\n    \"one\": { \"uri\": d2p_secret }\n  }\n}", 3, 21)]
    [InlineData("{\r\n  \"profiles\": {,}\r\n}", 2, 16)]
    [InlineData("{ // comment\n}", 1, 3)]
    [InlineData("{ \"größe\": 1, \"b\": x }", 1, 20)]
    [InlineData("{ \"profiles\": [] }", 1, 15)]
    [InlineData("{ \"version\": \"one\" }", 1, 14)]
    [InlineData("{ \"default\": 7 }", 1, 14)]
    [InlineData("{ \"a\": 1,\n  \"a\": 2 }", 2, 3)]
    [InlineData("{ \"profiles\": {\n  \"one\": 1 } }", 2, 10)]
    [InlineData("{ \"profiles\": {\n  \"one\": {} } }", 2, 10)]
    [InlineData("{ \"profiles\": {\n  \"one\": { \"uri\": \"nowhere\" } } }", 2, 19)]
    [InlineData("{ \"profiles\": {\n  \"one\": { \"uri\": \"https://u:d2p_secret@x.example.org\" } } }", 2, 19)]
    [InlineData("{ \"profiles\": {\n  \"one\": { \"uri\": \"https://x.example.org\", \"auth\": \"magic\" } } }", 2, 52)]
    [InlineData("{ \"profiles\": {\n  \"one\": { \"uri\": \"https://x.example.org\", \"plaintextSecret\": [\"d2p_secret\"] } } }", 2, 63)]
    [InlineData("{ \"profiles\": {\n  \"one\": { \"uri\": \"https://x.example.org\",\n \"plaintextSecret\": \"d2p_secret\", \"secret\": { \"name\": \"s\" } } } }", 3, 21)]
    [InlineData("{ \"profiles\": {\n  \"one\": { \"uri\": \"https://x.example.org\" },\n  \"ONE\": { \"uri\": \"https://x.example.org\" } } }", 3, 10)]
    [InlineData("{ \"profiles\": {\n  \"two words\": { \"uri\": \"https://x.example.org\" } } }", 2, 16)]
    [InlineData("{ \"profiles\": {\n  \"one\": { \"uri\": \"https://x.example.org\", \"auth\": \"oauth2\" } } }", 2, 52)]
    [InlineData("{ \"profiles\": {\n  \"one\": { \"uri\": \"\\ud800\" } } }", 2, 19)]
    public async Task A_damaged_file_is_told_with_its_place_and_left_alone(string text, int line, int column)
    {
        ProfileHome.Write(_home.UserFile, text);
        var before = File.ReadAllBytes(_home.UserFile);

        var reading = Assert.Throws<Dhis2InputException>(() => _home.Store.List());
        var writing = await Assert.ThrowsAsync<Dhis2InputException>(() => _home.AddAsync(ProfileHome.Token("new")));

        Assert.Equal("Damaged", reading.ErrorId);
        Assert.Equal("Damaged", writing.ErrorId);
        Assert.StartsWith($"'{_home.UserFile}' is damaged at line {line}, column {column}: ", reading.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("d2p_secret", reading.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_home.UserFile));
    }

    [Fact]
    public void Another_encoding_is_told_with_its_place()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_home.UserFile)!);
        File.WriteAllBytes(_home.UserFile, [.. "{\n \""u8, 0xE4, .. "\": 1 }"u8]);

        var fault = Assert.Throws<Dhis2InputException>(() => _home.Store.List());

        Assert.Contains("line 2, column 3: this is not UTF-8", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_damage()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_home.UserFile)!);
        File.WriteAllBytes(_home.UserFile, [0xEF, 0xBB, 0xBF, .. "{ \"later\": 1 }"u8]);

        await _home.AddAsync(ProfileHome.Token("one"));

        Assert.Contains("\"later\": 1", File.ReadAllText(_home.UserFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_format_is_refused_and_left_alone()
    {
        var text = File.ReadAllText(ProfileHome.Write(_home.UserFile, """{ "version": 2, "profiles": [] }"""));

        var fault = await Assert.ThrowsAsync<Dhis2InputException>(() => _home.AddAsync(ProfileHome.Token("one")));

        Assert.Equal("NewerFile", fault.ErrorId);
        Assert.Equal(text, File.ReadAllText(_home.UserFile));
    }

    [Fact]
    public async Task A_folder_in_the_files_place_is_told()
    {
        Directory.CreateDirectory(_home.UserFile);

        Assert.Equal("Unreadable", Assert.Throws<Dhis2InputException>(() => _home.Store.List()).ErrorId);
        Assert.Equal("Unreadable", (await Assert.ThrowsAsync<Dhis2InputException>(() => _home.AddAsync(ProfileHome.Token("one")))).ErrorId);
    }
}
