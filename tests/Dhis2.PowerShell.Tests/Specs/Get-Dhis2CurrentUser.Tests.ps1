BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2CurrentUser' {
    BeforeEach {
        Clear-Dhis2Cache
        Clear-Sandbox $sandbox
    }

    It 'gives the whole account, and shows its essentials' {
        $me = Get-Dhis2CurrentUser
        $me.PSTypeNames | Should -Contain 'Dhis2.CurrentUser'
        $me.username | Should -Be 'admin'
        $me.authorities | Should -Contain 'ALL'
        $me | Out-String | Should -Match '(?m)^Authorities\s+: ALL\s*$'
    }

    It 'reads chosen properties, and shows those' {
        $me = Get-Dhis2CurrentUser -Fields id, 'organisationUnits[id]'
        @($me.PSObject.Properties.Name) | Should -Be 'id', 'organisationUnits'
        (Get-SandboxRequest $sandbox).path | Should -Be '/api/me?fields=id%2CorganisationUnits%5Bid%5D'
        $me | Out-String | Should -Match 'M5zQapPyTZI'
        $me | Out-String | Should -Not -Match 'Authorities'
    }

    It 'asks once for the same, and again with -Refresh' {
        $first = Get-Dhis2CurrentUser
        $first.username = 'changed here'
        (Get-Dhis2CurrentUser).username | Should -Be 'admin'
        $null = Get-Dhis2CurrentUser -Fields id
        @(Get-SandboxRequest $sandbox).Count | Should -Be 2
        $null = Get-Dhis2CurrentUser -Refresh
        @(Get-SandboxRequest $sandbox).Count | Should -Be 3
    }
}
