using System.Collections;
using System.Management.Automation;
using System.Text;
using Dhis2.PowerShell.Conversion;

namespace Dhis2.PowerShell.Arguments;

/// <summary>Settings between JSON and what users write.</summary>
internal static class SettingArgument
{
    public static SystemSetting Make(string key, string json) => new(key, PSObjectReader.Read(Encoding.UTF8.GetBytes(json), null, key));

    /// <summary>Keys and values of a hashtable, or of one object.</summary>
    public static IEnumerable<(string Key, object? Value)> Pairs(PSObject input)
    {
        if (input.BaseObject is IDictionary table)
            return table.Cast<DictionaryEntry>().Select(e => (ServerText.Of(e.Key)!, (object?)e.Value));
        if (input.Properties["Key"] is { } key && input.Properties["Value"] is { } value)
            return [(ServerText.Of(key.Value) ?? "", value.Value)];
        throw new Dhis2InputException($"'{input}' has no key and value of a setting.", "Give a hashtable, as in @{ keyUiLocale = 'fr' }, or what Get-Dhis2SystemSetting gave.") { Item = input };
    }

    /// <summary>A value as the server takes it.</summary>
    public static string Text(string key, object? value)
    {
        var bare = ServerText.Bare(value);
        if (bare is not string and (IEnumerable or PSCustomObject))
            throw new Dhis2InputException($"A setting holds one value, and '{key}' was given several.", "Give a text, a number or a boolean.") { Item = key };
        var text = ServerText.Of(bare) ?? "";
        return text.Length > 0 ? text : throw new Dhis2InputException($"'{key}' was given no value.", "To put a setting back to the server's default use -Reset.") { Item = key };
    }
}
