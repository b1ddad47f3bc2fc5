Describe 'Get-Dhis2Sharing on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../Support/ServedAccess.psm1"
        $version = $_
        $sandbox = Start-Sandbox -Version $version
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
    }

    AfterAll {
        Get-Dhis2Session | Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
        Clear-Dhis2Cache
        Add-ServedSchema $sandbox
        $sharing = Get-ServedSharing $version -User @{ z1tRD1nXEcz = 'r-------' } -Group @{ YMZUBcZGr3P = 'rw------' }
        $items = 'OqYjd00phS6', 'wQnWB75rNpL' | ForEach-Object { @{ id = $_; name = "Name of $_"; sharing = $sharing } }
        Add-SandboxAnswer $sandbox '^/api/dataElements\?fields=' @{ pager = @{ page = 1; total = 2; pageSize = 1000 }; dataElements = $items }
    }

    It 'has one shape' {
        $one = Get-Dhis2Sharing dataElements OqYjd00phS6
        $one.PSObject.TypeNames[0] | Should -Be Dhis2.Sharing
        $one.Type, $one.Id, $one.Name, $one.Owner, $one.Public, $one.External | Should -Be 'dataElements', 'OqYjd00phS6', 'Name of OqYjd00phS6', 'M5zQapPyTZI', 'rw------', $false
        $one.Users.Id, $one.Users.Name, $one.Users.Access | Should -Be 'z1tRD1nXEcz', 'Clerk Test', 'r-------'
        "$($one.UserGroups)" | Should -Be 'Clerks (YMZUBcZGr3P) rw------'
        ($one | Out-String) | Should -BeLike '*Clerk Test*'
    }

    It 'reads all of a type, and those of the pipeline together' {
        (Get-Dhis2Sharing dataElement).Id | Should -Be OqYjd00phS6, wQnWB75rNpL
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '^/api/dataElements\?fields=' @{ dataElements = $items }
        ('OqYjd00phS6', 'wQnWB75rNpL' | Get-Dhis2Sharing dataElements).Id | Should -Be OqYjd00phS6, wQnWB75rNpL
        @(Get-SandboxRequest $sandbox '/api/dataElements*') | Should -HaveCount 1
        (Get-Dhis2Sharing dataElements | Get-Dhis2Sharing -First 1).Id | Should -Be OqYjd00phS6
    }

    It 'reads what servers really answer' {
        Clear-Sandbox $sandbox
        Add-SandboxRecording $sandbox -Area metadata-members -Name sharing-put-shown -Path '^/api/dataElements/OqYjd00phS6\?' -Count 0
        $held = Set-Dhis2Sharing dataElements OqYjd00phS6 -PublicAccess r -PassThru
        $held.Owner, $held.Public, $held.Users.Name, $held.Users.Access | Should -Be 'M5zQapPyTZI', 'r-------', 'Clerk Test', 'r-------'
        $held.UserGroups.Name, $held.UserGroups.Access | Should -Be 'Clerks', 'rw------'
    }

    It 'refuses types that are not shared or not there' {
        $outcome = Get-Outcome { Get-Dhis2Sharing organisationUnits; Get-Dhis2Sharing dataElementz; Get-Dhis2Sharing }
        $outcome.Errors | Should -HaveCount 3
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
    }

    It 'asks for nothing where nothing comes' {
        @() | Get-Dhis2Sharing dataElements | Should -BeNullOrEmpty
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }
}
