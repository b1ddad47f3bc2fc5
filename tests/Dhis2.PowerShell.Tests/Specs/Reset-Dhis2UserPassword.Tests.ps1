Describe 'Reset-Dhis2UserPassword on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../Support/ServedAccess.psm1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)

        function Get-Post {
            Get-SandboxRequest $sandbox | Where-Object method -EQ POST
        }
    }

    AfterAll {
        Get-Dhis2Session | Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'sends a mail to choose a new password' {
        Add-ServedUser $sandbox @{} -Id z1tRD1nXEcz
        Add-SandboxFault $sandbox @{ kind = 'empty'; path = '/reset$'; method = 'POST'; status = 204; count = 0 }
        $outcome = Get-Outcome { 'clerk', 'zzzzzzzzzz9', 'z1tRD1nXEcz' | Reset-Dhis2UserPassword }
        $outcome.Output | Should -BeNullOrEmpty
        $outcome.Errors.TargetObject | Should -Be zzzzzzzzzz9
        (Get-Post).path | Should -Be '/api/users/z1tRD1nXEcz/reset', '/api/users/z1tRD1nXEcz/reset'
        Clear-Sandbox $sandbox
        Add-ServedUser $sandbox @{} -Id z1tRD1nXEcz
        Reset-Dhis2UserPassword clerk -WhatIf
        Get-Post | Should -BeNullOrEmpty
        Add-SandboxRecording $sandbox -Area metadata-users -Name reset -Path '/reset$'
        (Get-Outcome { Reset-Dhis2UserPassword clerk }).Errors.ErrorDetails.RecommendedAction | Should -BeLike '*mail server*'
    }

    It 'does not know what became of a mail where the answer is lost, and sends none again' {
        Add-ServedUser $sandbox @{} -Id z1tRD1nXEcz
        Add-SandboxFault $sandbox @{ kind = 'reset'; method = 'POST'; path = '/reset$'; count = 1 }
        $outcome = Get-Outcome { Reset-Dhis2UserPassword clerk }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.UnknownOutcome,*'
        @(Get-Post) | Should -HaveCount 1
    }
}
