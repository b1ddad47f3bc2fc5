BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2SystemInfo' {
    It 'gives all that the server sent, times as the server wrote them' {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '/api/system/info$' @{ version = '2.42.5.2'; serverDate = '2026-03-01T08:30:00.123'; environmentVariable = 'DHIS2_HOME'; databaseInfo = @{ spatialSupport = $true } }
        $info = Get-Dhis2SystemInfo -Refresh
        $info.PSTypeNames[0] | Should -Be 'Dhis2.SystemInfo'
        $info.version | Should -Be '2.42.5.2'
        $info.serverDate | Should -BeOfType [string]
        $info.serverDate | Should -Be '2026-03-01T08:30:00.123'
        $info.databaseInfo.spatialSupport | Should -BeTrue
    }

    It 'fails on a login page that comes as 200' {
        Clear-Sandbox $sandbox
        Add-SandboxFault $sandbox @{ kind = 'login-page' }
        { Get-Dhis2SystemInfo -Refresh } | Should -Throw '*web page*'
    }

    It 'is what the session remembers, until it is refreshed, cleared or too old' {
        Clear-Sandbox $sandbox
        $first = Get-Dhis2SystemInfo
        $first.version = 'changed here'
        (Get-Dhis2SystemInfo).version | Should -Match '^2\.'
        @(Get-SandboxRequest $sandbox).Count | Should -Be 0
        $null = Get-Dhis2SystemInfo -Refresh
        @(Get-SandboxRequest $sandbox '/api/system/info').Count | Should -Be 1
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -CacheTtlSec 0
        Clear-Sandbox $sandbox
        $null = Get-Dhis2SystemInfo
        @(Get-SandboxRequest $sandbox '/api/system/info').Count | Should -Be 1
    }
}
