using System.Management.Automation;
using Dhis2.Client.SystemInfo;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;

namespace Dhis2.PowerShell.Commands;

/// <summary>Writes settings of the server: all that were given in one request, or, if one is wrong, none.</summary>
/// <parameter name="Confirm">Asks before each setting is written. Never asks by itself.</parameter>
/// <parameter name="PassThru">Writes the settings as the server holds them afterwards. Default: nothing is written.</parameter>
/// <parameter name="WhatIf">Says what would be set, and writes nothing. Keys and values are checked all the same.</parameter>
[Cmdlet(VerbsCommon.Set, "Dhis2SystemSetting", DefaultParameterSetName = "Value", SupportsShouldProcess = true)]
[OutputType(typeof(SystemSetting))]
public sealed class SetDhis2SystemSettingCommand : Dhis2UpdateCmdlet<string>
{
    // In the order they were given; the last value of a key holds.
    private readonly List<string> _keys = [];
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private int _wrong;

    /// <summary>The key; several get the same value. Letter case matters. Tab completes it from the server. Example: <c>-Key keyUiLocale</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Value")]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Reset")]
    [ArgumentCompleter(typeof(SettingKeyCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Key { get; set; }

    /// <summary>What the setting is to hold: a text, a number or a boolean. An empty one is refused: use <c>-Reset</c>. Example: <c>-Value fr</c>.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Value")]
    [AllowNull]
    [AllowEmptyString]
    public object? Value { get; set; }

    /// <summary>A hashtable of keys and values, or objects with the properties <c>Key</c> and <c>Value</c>. Example: <c>@{ keyUiLocale = 'fr' } | Set-Dhis2SystemSetting</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Input", ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Puts the settings back to the server's defaults. Example: <c>-Key keyUiLocale -Reset</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Reset")]
    public SwitchParameter Reset { get; set; }

    /// <inheritdoc/>
    protected override object? ErrorTarget => Key ?? (object)_keys;

    /// <inheritdoc/>
    protected override string ActionOn(string item) => Reset ? "Reset" : SystemSettings.IsConfidential(item) ? "Set" : $"Set to '{_values[item]}'";

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        ForEachItem(InputObject is null ? [] : new[] { InputObject }, input => Counted(() => AddEach(SettingArgument.Pairs(input))));
        AddEach((Key ?? []).Select(key => (key, Value)));
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        // All settings are written or none; the wrong ones have been reported.
        if (_wrong > 0)
            throw new Dhis2InputException($"Nothing was set, because {_wrong} of what was given {(_wrong == 1 ? "is" : "are")} wrong.", "Correct it, and give all settings again.") { ErrorId = "NothingSet" };
        if (_keys.Count == 0)
            return;
        var listed = Await(token => SystemSettings.ReadAsync(Caller, refresh: true, token));
        var unknown = Await(token => SystemSettings.FindUnknownAsync(Caller, _keys, listed, token));
        if (unknown.Count > 0)
            throw SystemSettings.Unknown(Caller.Session, unknown);
        foreach (var key in _keys.Where(k => !Reset && listed.TryGetValue(k, out var now) && !SystemSettings.Fits(now, _values[k])))
            throw new Dhis2InputException($"'{_values[key]}' is no value for '{key}', which holds {listed[key]}. Nothing was set.", "Give a value of that kind.") { Item = key };
        var chosen = _keys.Where(ShouldChange).ToList();
        if (chosen.Count == 0)
            return;
        if (Reset)
            Await(token => ResetAsync(chosen, token));
        else
            Await(token => SystemSettings.WriteAsync(Caller, chosen.ToDictionary(k => k, k => _values[k]), token));
        ReadBack(chosen);
    }

    private void AddEach(IEnumerable<(string Key, object? Value)> settings) =>
        ForEachItem(settings, setting => Counted(() => Add(setting.Key, Reset ? "" : SettingArgument.Text(setting.Key, setting.Value))), setting => setting.Key);

    private void Counted(Action work)
    {
        try
        {
            work();
        }
        catch (Dhis2InputException)
        {
            _wrong++;
            throw;
        }
    }

    private void Add(string key, string value)
    {
        if (!_values.ContainsKey(key))
            _keys.Add(key);
        _values[key] = value;
    }

    // One by one: before 2.42 there is no other way.
    private async Task ResetAsync(List<string> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
            await SystemSettings.ResetAsync(Caller, key, cancellationToken).ConfigureAwait(false);
    }

    private void ReadBack(List<string> keys)
    {
        var listed = Await(token => SystemSettings.ReadAsync(Caller, refresh: true, token));
        foreach (var key in keys)
        {
            var isListed = listed.TryGetValue(key, out var now);
            if (!Reset && SystemSettings.IsConfidential(key))
                WriteVerbose($"'{key}' is confidential: the server does not show what it holds.");
            else if (!Reset && (!isListed || !SystemSettings.Holds(now!, _values[key])))
                WriteWarning($"'{key}' was set to '{_values[key]}', and the server holds {(isListed ? now : "nothing")}.");
            WriteResult(isListed ? SettingArgument.Make(key, now!) : new SystemSetting(key, ""));
        }
    }
}
