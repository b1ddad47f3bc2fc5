# Runs a script in a runspace with a host of its own, which keeps every question and every line a person would see, and answers each question the same way.

Add-Type -TypeDefinition @'
using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Dhis2.TestTools
{
    public sealed class AnsweringHost : PSHost
    {
        private readonly AnsweringUI _ui;
        private readonly Guid _id = Guid.NewGuid();
        public AnsweringHost(string answer) { _ui = new AnsweringUI(answer); }
        public List<string> Questions { get { return _ui.Questions; } }
        public List<string> Lines { get { return _ui.Lines; } }
        public override CultureInfo CurrentCulture { get { return CultureInfo.InvariantCulture; } }
        public override CultureInfo CurrentUICulture { get { return CultureInfo.InvariantCulture; } }
        public override Guid InstanceId { get { return _id; } }
        public override string Name { get { return "Answers"; } }
        public override PSHostUserInterface UI { get { return _ui; } }
        public override Version Version { get { return new Version(1, 0); } }
        public override void EnterNestedPrompt() { }
        public override void ExitNestedPrompt() { }
        public override void NotifyBeginApplication() { }
        public override void NotifyEndApplication() { }
        public override void SetShouldExit(int exitCode) { }
    }

    public sealed class AnsweringUI : PSHostUserInterface
    {
        private readonly string _answer;
        public readonly List<string> Questions = new List<string>();
        public readonly List<string> Lines = new List<string>();
        public AnsweringUI(string answer) { _answer = answer; }
        public override PSHostRawUserInterface RawUI { get { return null; } }
        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            Questions.Add(message);
            for (var i = 0; i < choices.Count; i++)
                if (choices[i].Label.Replace("&", "") == _answer)
                    return i;
            throw new InvalidOperationException("No choice is named " + _answer + ".");
        }
        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) { throw new NotSupportedException(); }
        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) { throw new NotSupportedException(); }
        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes types, PSCredentialUIOptions options) { throw new NotSupportedException(); }
        public override string ReadLine() { throw new NotSupportedException(); }
        public override SecureString ReadLineAsSecureString() { throw new NotSupportedException(); }
        public override void Write(string value) { Lines.Add(value); }
        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) { Lines.Add(value); }
        public override void WriteLine(string value) { Lines.Add(value); }
        public override void WriteDebugLine(string message) { }
        public override void WriteErrorLine(string value) { Lines.Add(value); }
        public override void WriteProgress(long sourceId, ProgressRecord record) { }
        public override void WriteVerboseLine(string message) { }
        public override void WriteWarningLine(string message) { Lines.Add(message); }
    }
}
'@

# The script gets the module, and what is given as its arguments; a session is found there by its name.
function Invoke-Answered {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Script, [object[]] $Argument = @(), [string] $Answer = 'Yes')
    $answering = [Dhis2.TestTools.AnsweringHost]::new($Answer)
    $runspace = [runspacefactory]::CreateRunspace($answering, [initialsessionstate]::CreateDefault2())
    $runspace.Open()
    $shell = [powershell]::Create($runspace)
    try {
        $null = $shell.AddScript('Import-Module $args[0]').AddArgument($env:DHIS2_MODULE).Invoke()
        $shell.Commands.Clear()
        $null = $shell.AddScript($Script)
        $Argument.ForEach({ $null = $shell.AddArgument($_) })
        $output = $shell.Invoke()
        [pscustomobject]@{
            Output    = @($output)
            Errors    = @($shell.Streams.Error)
            Questions = @($answering.Questions)
            Lines     = @($answering.Lines)
        }
    }
    finally {
        $shell.Dispose()
        $runspace.Dispose()
    }
}

Export-ModuleMember -Function *
