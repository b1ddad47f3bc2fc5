# What the cmdlets that write a file have in common, tried on one that has nothing else.

BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    Import-Module "$PSScriptRoot/../Support/Questions.psm1"
    $assemblies = [Dhis2.Client.Http.Dhis2Request].Assembly.Location, (Join-Path ([Dhis2.Client.Http.Dhis2Request].Assembly.Location | Split-Path) 'Dhis2.PowerShell.dll')
    $exporter = Add-Type -PassThru -IgnoreWarnings -WarningAction Ignore -ReferencedAssemblies ($assemblies + [psobject].Assembly.Location + 'netstandard', 'System.Net.Http') -TypeDefinition @'
using System.Management.Automation;
using Dhis2.Client.Http;
using Dhis2.PowerShell.Base;

[Cmdlet(VerbsData.Export, "Trial", SupportsShouldProcess = true)]
public sealed class ExportTrialCommand : Dhis2ExportCmdlet
{
    protected override string Action { get { return "Export org units"; } }

    protected override Dhis2Request NewRequest()
    {
        var request = new Dhis2Request("organisationUnits");
        request.Query.Add("paging", "false").Add("fields", "id,name,path");
        return request;
    }
}
'@
    Import-Module $exporter.Assembly
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -MaximumRetryCount 0 -Name exports
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'A cmdlet that writes a file' {
    BeforeEach {
        Clear-Sandbox $sandbox
        $file = Join-Path $TestDrive "$([guid]::NewGuid()).json"
    }

    It 'writes it whole, to -Path or -OutFile, and says nothing without -PassThru' {
        Export-Trial -OutFile $file | Should -BeNullOrEmpty
        (Get-Content $file -Raw | ConvertFrom-Json).organisationUnits.Count | Should -Be 112
        $written = Export-Trial -Path $file -PassThru
        $written | Should -BeOfType ([IO.FileInfo])
        $written.FullName | Should -Be $file
        $written.Length | Should -BeGreaterThan 1000
    }

    It 'leaves the file that is there when the answer breaks in the middle, and none beside it' {
        'before' | Set-Content $file
        Add-SandboxFault $sandbox @{ kind = 'truncate'; path = 'organisationUnits'; afterBytes = 3000; count = 0 }
        $outcome = Get-Outcome { Export-Trial -Path $file -PassThru }
        $outcome.Output | Should -BeNullOrEmpty
        @($outcome.Errors) + $outcome.End | Where-Object { $_ } | ForEach-Object { $_.FullyQualifiedErrorId } | Should -Match '^Dhis2\.Connection,'
        Get-Content $file | Should -Be 'before'
        Get-ChildItem $TestDrive -Force -Filter '*.part*' | Should -BeNullOrEmpty
    }

    It 'goes on with -Resume where an earlier try broke off' {
        Add-SandboxRangeProxy $sandbox '/api/organisationUnits'
        Add-SandboxFault $sandbox @{ kind = 'truncate'; path = 'organisationUnits'; afterBytes = 3000 }
        { Export-Trial -Path $file -Resume -ErrorAction Stop } | Should -Throw -ErrorId 'Dhis2.Connection,*'
        Clear-Sandbox $sandbox
        Export-Trial -Path $file -Resume
        (Get-SandboxRequest $sandbox).headers.Range | Should -Be 'bytes=3000-'
        (Get-Content $file -Raw | ConvertFrom-Json).organisationUnits.Count | Should -Be 112
    }

    It 'replaces no file with -NoClobber, and asks the server for nothing' {
        Export-Trial -Path $file -NoClobber
        Clear-Sandbox $sandbox
        'mine' | Set-Content $file
        $outcome = Get-Outcome { Export-Trial -Path $file -NoClobber; 'after' }
        $outcome.Output | Should -Be 'after'
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.File,*'
        $outcome.Errors[0].CategoryInfo.Category | Should -Be 'ResourceExists'
        $outcome.Errors[0].TargetObject | Should -Be $file
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        Get-Content $file | Should -Be 'mine'
    }

    It 'names the path that cannot be written, before it asks the server for anything' {
        $outcome = Get-Outcome { Export-Trial -Path "$TestDrive/nowhere/x.json"; Export-Trial -Path $TestDrive; 'after' }
        $outcome.Output | Should -Be 'after'
        $outcome.Errors.TargetObject | Should -Be "$TestDrive/nowhere/x.json", "$TestDrive"
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.File,*'
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'writes and asks for nothing with -WhatIf, and says what it would do' {
        $trial = Invoke-Answered 'Import-Module $args[0]; Export-Trial -Path $args[1] -Session exports -WhatIf' -Argument $exporter.Assembly, $file
        $trial.Errors | Should -BeNullOrEmpty
        $trial.Lines | Should -BeLike "What if: *""Export org units from $($sandbox.Uri)"" on target ""$file""*"
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        $file | Should -Not -Exist
    }
}
