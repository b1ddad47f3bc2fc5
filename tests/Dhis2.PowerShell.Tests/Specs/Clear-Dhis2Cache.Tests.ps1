BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)

    function Read-All {
        $null = Get-Dhis2SystemInfo
        $null = Get-Dhis2CurrentUser
        $null = Get-Dhis2CurrentUser -Fields id
        $null = Get-Dhis2SystemSetting
    }
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Clear-Dhis2Cache' {
    BeforeEach {
        Read-All
        Clear-Sandbox $sandbox
    }

    It 'makes a session forget everything, and asks the server nothing' {
        Clear-Dhis2Cache | Should -BeNullOrEmpty
        @(Get-SandboxRequest $sandbox).Count | Should -Be 0
        Read-All
        @(Get-SandboxRequest $sandbox).Count | Should -Be 4
    }

    It 'makes it forget one thing, and keep the rest' {
        Clear-Dhis2Cache -Name CurrentUser
        Read-All
        (Get-SandboxRequest $sandbox).path | Should -Be '/api/me', '/api/me?fields=id'
    }

    It 'leaves other sessions alone' {
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -Name other -NoDefault
        Clear-Sandbox $sandbox
        Clear-Dhis2Cache -Session other
        Read-All
        @(Get-SandboxRequest $sandbox).Count | Should -Be 0
        Disconnect-Dhis2 other
    }
}
