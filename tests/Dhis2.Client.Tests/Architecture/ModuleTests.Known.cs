namespace Dhis2.Client.Tests.Architecture;

public sealed partial class ModuleTests
{
    // What breaks the rule today, and what ends it.
    private static readonly Dictionary<string, string> s_known = new(StringComparer.Ordinal)
    {
        ["Dhis2.PowerShell.Arguments.SettingArgument -> Dhis2.Dhis2Session.get_Dialect"] = "The reader and writer of settings have to be public, as those of metadata are.",
        ["Dhis2.PowerShell.Base.Dhis2ImportCmdlet -> Dhis2.Dhis2Exception.set_Outcome"] = "The exception that carries a report has to get it from the client.",
        ["Dhis2.PowerShell.Base.PullAhead`1 -> Dhis2.Client.Utilities.Abandoned"] = "A few lines that observe a task nobody waits for; the module can have its own.",
        ["Dhis2.PowerShell.Commands.ClearDhis2CacheCommand -> Dhis2.Client.Sessions.SessionCache"] = "The session wants a public way to forget what it remembers.",
        ["Dhis2.PowerShell.Commands.ClearDhis2CacheCommand -> Dhis2.Dhis2Session.get_Cache"] = "The session wants a public way to forget what it remembers.",
        ["Dhis2.PowerShell.Commands.ConnectDhis2Command -> Dhis2.Client.Profiles.ProfileFaults"] = "The faults of profiles and where their files are have to come from public members of the store.",
        ["Dhis2.PowerShell.Commands.GetDhis2SystemSettingCommand -> Dhis2.Client.SystemInfo.SystemSettings"] = "The reader and writer of settings have to be public, as those of metadata are.",
        ["Dhis2.PowerShell.Commands.InvokeDhis2RequestCommand -> Dhis2.Client.Lists.PageShape`1"] = "The reader of any list has to be public.",
        ["Dhis2.PowerShell.Commands.InvokeDhis2RequestCommand -> Dhis2.Client.Lists.PagedReader`1"] = "The reader of any list has to be public.",
        ["Dhis2.PowerShell.Commands.NewDhis2ProfileCommand -> Dhis2.Client.Profiles.ProfileFaults"] = "The faults of profiles and where their files are have to come from public members of the store.",
        ["Dhis2.PowerShell.Commands.NewDhis2ProfileCommand -> Dhis2.Client.Profiles.ProfilePlaces.FileOf"] = "The faults of profiles and where their files are have to come from public members of the store.",
        ["Dhis2.PowerShell.Commands.ProfileCmdlet -> Dhis2.Client.Profiles.ProfileFaults"] = "The faults of profiles and where their files are have to come from public members of the store.",
        ["Dhis2.PowerShell.Commands.ProfileSettingsCmdlet -> Dhis2.Client.Profiles.ProfileFaults"] = "The faults of profiles and where their files are have to come from public members of the store.",
        ["Dhis2.PowerShell.Commands.ProfileSettingsCmdlet -> Dhis2.Client.Sessions.ServerUri"] = "The check of an address has to be the profile's own.",
        ["Dhis2.PowerShell.Commands.ProfileSettingsCmdlet -> Dhis2.Dhis2Profile.set_AllowsPlaintext"] = "Secrets of a profile are set where the store writes it.",
        ["Dhis2.PowerShell.Commands.ProfileSettingsCmdlet -> Dhis2.Dhis2Profile.set_PlaintextSecret"] = "As above.",
        ["Dhis2.PowerShell.Commands.ProfileSettingsCmdlet -> Dhis2.Dhis2Profile.set_RefreshToken"] = "As above.",
        ["Dhis2.PowerShell.Commands.RequestAnswer -> Dhis2.Client.Json.Bom"] = "Small answers have to come from the caller, read whole.",
        ["Dhis2.PowerShell.Commands.RequestContent -> Dhis2.Client.Http.QueryParameters.AppendTo"] = "A form's fields are written as a query is; the form's body has to do it.",
        ["Dhis2.PowerShell.Commands.SetDhis2SystemSettingCommand -> Dhis2.Client.SystemInfo.SettingKeys"] = "The reader and writer of settings have to be public, as those of metadata are.",
        ["Dhis2.PowerShell.Commands.SetDhis2SystemSettingCommand -> Dhis2.Client.SystemInfo.SystemSettings"] = "The reader and writer of settings have to be public, as those of metadata are.",
        ["Dhis2.PowerShell.Completion.SettingKeyCompleter -> Dhis2.Client.SystemInfo.SystemSettings"] = "The reader and writer of settings have to be public, as those of metadata are.",
        ["Dhis2.PowerShell.Conversion.JsonNumber -> Dhis2.Client.Json.Utf8StringCache"] = "The module builds objects straight from UTF-8 with the client's cache of strings; the builder's interface is to hand over texts.",
        ["Dhis2.PowerShell.Conversion.Level -> Dhis2.Client.Json.Utf8StringCache"] = "The module builds objects straight from UTF-8 with the client's cache of strings; the builder's interface is to hand over texts.",
        ["Dhis2.PowerShell.Conversion.ObjectLevel -> Dhis2.Client.Json.Utf8StringCache"] = "The module builds objects straight from UTF-8 with the client's cache of strings; the builder's interface is to hand over texts.",
        ["Dhis2.PowerShell.Conversion.PSObjectBuilder -> Dhis2.Client.Json.Utf8StringCache"] = "The module builds objects straight from UTF-8 with the client's cache of strings; the builder's interface is to hand over texts.",
        ["Dhis2.PowerShell.Conversion.PSObjectReader -> Dhis2.Client.Json.JsonErrors"] = "Reading one JSON text into a builder has to be public.",
        ["Dhis2.PowerShell.Conversion.PSObjectReader -> Dhis2.Client.Json.JsonFeeder"] = "As above.",
        ["Dhis2.PowerShell.Conversion.RowLevel -> Dhis2.Client.Json.Utf8StringCache"] = "The module builds objects straight from UTF-8 with the client's cache of strings; the builder's interface is to hand over texts.",
        ["Dhis2.PowerShell.Errors.RowErrors -> Dhis2.Dhis2Exception.set_Outcome"] = "The exception that carries a report has to get it from the client.",
        ["Dhis2.PowerShell.Profiles.ProfileAccess -> Dhis2.Client.Profiles.ProfileIdentity"] = "Making an identity of a profile and a secret has to be public.",
    };
}
