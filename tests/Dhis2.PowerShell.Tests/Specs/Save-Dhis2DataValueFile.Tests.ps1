Describe 'Save-Dhis2DataValueFile on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $cell = @{ DataElement = 'WPdDM1Wt3pQ'; Period = '201503'; OrgUnit = 'OspiCZXWiTj' }

        function Add-File([int] $Count = 1, [string] $Name) {
            Add-SandboxAnswer $sandbox '/api/dataValues\?' '["cUfkmAYKXcE"]' -Count $Count
            if ($Name) {
                Add-SandboxAnswer $sandbox '/api/fileResources/' @{ id = 'cUfkmAYKXcE'; name = $Name; storageStatus = 'STORED' } -Count $Count
            }
            else {
                Add-SandboxRecording $sandbox data-values file-resource -Path '/api/fileResources/' -Count $Count
            }
            Add-SandboxRecording $sandbox data-values file-value-get -Path '/api/dataValues/files' -Count $Count
        }
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
        Get-ChildItem TestDrive:/ | Remove-Item -Recurse
        $null = New-Item TestDrive:/scans -ItemType Directory
    }

    It 'writes a file, and says so with -PassThru' {
        Add-File
        $file = Save-Dhis2DataValueFile @cell -Path TestDrive:/one.txt -PassThru
        $file | Should -BeOfType [IO.FileInfo]
        Get-Content TestDrive:/one.txt -Raw | Should -BeExactly 'hello'
        (Get-SandboxRequest $sandbox '/api/dataValues/files*').path | Should -Be '/api/dataValues/files?de=WPdDM1Wt3pQ&pe=201503&ou=OspiCZXWiTj'
    }

    It 'names files in a folder as they were uploaded, and numbers those of one name' {
        Add-File -Count 2
        Save-Dhis2DataValueFile WPdDM1Wt3pQ 201503, 201504 OspiCZXWiTj -Path TestDrive:/scans
        (Get-ChildItem TestDrive:/scans).Name | Sort-Object | Should -Be 'scan (2).txt', 'scan.txt'
        Add-File
        Save-Dhis2DataValueFile @cell -Path TestDrive:/scans
        Get-ChildItem TestDrive:/scans | Should -HaveCount 2
    }

    It 'makes names safe: <Name>' -ForEach @(
        @{ Name = '../../evil.txt'; Safe = 'evil.txt' }
        @{ Name = 'C:\Windows\a.txt'; Safe = 'a.txt' }
        @{ Name = 'a:b?.txt '; Safe = 'a_b_.txt' }
        @{ Name = 'nul.txt'; Safe = '_nul.txt' }
        @{ Name = '..'; Safe = 'cUfkmAYKXcE' }
    ) {
        Add-File -Name $Name
        (Save-Dhis2DataValueFile @cell -Path TestDrive:/scans -PassThru).FullName | Should -Be (Join-Path (Get-Item TestDrive:/scans).FullName $Safe)
    }

    It 'waits until the server has stored the file' {
        Add-SandboxAnswer $sandbox '/api/fileResources/' @{ id = 'cUfkmAYKXcE'; name = 'scan.txt'; storageStatus = 'PENDING' } -Count 2
        Add-File
        Save-Dhis2DataValueFile @cell -Path TestDrive:/one.txt
        @(Get-SandboxRequest $sandbox '/api/fileResources/*') | Should -HaveCount 3
        Get-Content TestDrive:/one.txt -Raw | Should -BeExactly 'hello'
    }

    It 'makes of each fault an error of its own, and goes on: <Why>' -ForEach @(
        @{ Why = 'no value'; Value = $null; Id = 'Dhis2.NotFound,*' }
        @{ Why = 'a value that is no file'; Value = '["5"]'; Id = 'Dhis2.Input,*' }
    ) {
        if ($Value) {
            Add-SandboxAnswer $sandbox '/api/dataValues\?.*pe=201501' $Value
        }
        Add-SandboxAnswer $sandbox '/api/dataValues\?.*pe=20150[23]' '["cUfkmAYKXcE"]'
        Add-SandboxRecording $sandbox data-values file-resource -Path '/api/fileResources/' -Count 2
        Add-SandboxRecording $sandbox data-values file-value-get -Path '/api/dataValues/files' -Count 2
        $outcome = Get-Outcome { Save-Dhis2DataValueFile WPdDM1Wt3pQ 201502, 201501, 201503 OspiCZXWiTj -Path TestDrive:/scans -PassThru }
        $outcome.Output | Should -HaveCount 2
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike $Id
        $outcome.Errors[0].TargetObject.Period | Should -Be 201501
    }

    It 'replaces no file with -NoClobber, and puts no two into one' {
        'old' | Set-Content TestDrive:/one.txt -NoNewline
        $outcome = Get-Outcome { Save-Dhis2DataValueFile @cell -Path TestDrive:/one.txt -NoClobber }
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.File,*'
        Get-Content TestDrive:/one.txt -Raw | Should -BeExactly 'old'
        Get-SandboxRequest $sandbox '/api/dataValues*' | Should -BeNullOrEmpty
        Add-File
        $outcome = Get-Outcome { Save-Dhis2DataValueFile WPdDM1Wt3pQ 201503, 201504 OspiCZXWiTj -Path TestDrive:/one.txt }
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].Exception.Message | Should -BeLike '*another data value*'
        Get-Content TestDrive:/one.txt -Raw | Should -BeExactly 'hello'
    }

    It 'leaves no file where the download fails' {
        Add-SandboxAnswer $sandbox '/api/dataValues\?' '["cUfkmAYKXcE"]'
        Add-SandboxRecording $sandbox data-values file-resource -Path '/api/fileResources/'
        Add-SandboxRecording $sandbox data-values file-value-missing -Path '/api/dataValues/files'
        (Get-Outcome { Save-Dhis2DataValueFile @cell -Path TestDrive:/one.txt }).Errors | Should -HaveCount 1
        Get-ChildItem TestDrive:/ -File | Should -BeNullOrEmpty
    }

    It 'goes on where a download broke off with -Resume' {
        Add-File
        Save-Dhis2DataValueFile @cell -Path TestDrive:/one.txt -Resume
        Get-Content TestDrive:/one.txt -Raw | Should -BeExactly 'hello'
    }

    It 'writes nothing with -WhatIf' {
        Add-File
        Save-Dhis2DataValueFile @cell -Path TestDrive:/scans -WhatIf
        Get-ChildItem TestDrive:/scans | Should -BeNullOrEmpty
    }
}
