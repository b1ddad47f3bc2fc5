using System.Management.Automation;
using System.Management.Automation.Host;
using Dhis2.Client.Profiles;
using Dhis2.Client.Sessions;
using Dhis2.PowerShell.Base;
using Dhis2.PowerShell.Completion;
using Dhis2.PowerShell.Profiles;

namespace Dhis2.PowerShell.Commands;

/// <content>Server and account from a profile, a file, or the environment.</content>
public sealed partial class ConnectDhis2Command
{
    private const string EnvironmentSet = "Environment";
    private const string ProfileSet = "Profile";
    private const string AuthFileSet = "AuthFile";

    /// <summary>A profile, the project's before the user's. Example: <c>-Profile prod</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ProfileSet)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Profile { get; set; } = "";

    /// <summary>
    /// A JSON file with address and account: <c>{"dhis":{"baseurl":"...","username":"...","password":"..."}}</c>, or with <c>token</c> in place of the last
    /// two. Example: <c>-AuthFile ./dish.json</c>.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = AuthFileSet)]
    [ValidateNotNullOrEmpty]
    public string AuthFile { get; set; } = "";

    private SessionOptions OfProfile() => Of(new ConnectionResolver(ProfileAccess.Store(this)).Resolve(ParameterSetName == ProfileSet ? Profile : null));

    private SessionOptions OfAuthFile() => Of(ConnectionSource.OfAuthFile(CmdletPaths.New(this, AuthFile)));

    private SessionOptions Of(ConnectionSource source)
    {
        WriteVerbose($"Server and account come from: {source.Source}.");
        if (source.Warning is { } warning)
            WriteWarning(warning);
        var profile = source.Profile;
        return Options() with { Uri = profile.Uri, Identity = ProfileAccess.Identity(this, profile, mayAsk: true), Profile = profile.Name.Length == 0 ? null : profile.Name, Source = source.Source };
    }

    // Not a mandatory parameter: PowerShell asks for those only where one set of parameters is left, and here there are several.
    private PSCredential AskCredential()
    {
        PSCredential? given = null;
        try
        {
            given = Host.UI.PromptForCredential("DHIS2", $"User name and password for {Uri}", "", "");
        }
        catch (Exception e) when (e is InvalidOperationException or HostException or NotImplementedException)
        {
            // There is nobody to ask.
        }
        return given ?? throw new Dhis2InputException("A server was given, and nothing says who asks.", "Add -Credential or -Token; or leave -Uri away and use -Profile or the environment.") { Item = Uri };
    }
}
