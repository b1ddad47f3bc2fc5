BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    Import-Module "$PSScriptRoot/../Support/Profiles.psm1" -Force
}

Describe 'Remove-Dhis2Profile' {
    BeforeEach {
        $places = Enter-ProfileHome $TestDrive
        'prod', 'training', 'trial' | ForEach-Object { New-Dhis2Profile $_ https://dhis2.example.org -SecretName s }
        New-Dhis2Profile prod https://project.example.org -Token (ConvertTo-Secure 'd2p_plain') -AllowPlaintextSecret -Scope Project
    }

    AfterEach {
        Exit-ProfileHome
    }

    It 'removes the one that Connect-Dhis2 would take, and leaves its namesake' {
        Remove-Dhis2Profile prod -Confirm:$false | Should -BeNullOrEmpty
        (Get-Dhis2Profile prod).Scope | Should -Be 'User'
        Get-Content -Raw (Join-Path $places.Work '.dhis2/profiles.json') | Should -Not -Match 'd2p_plain'
    }

    It 'removes by wildcard and by pipeline' {
        Remove-Dhis2Profile tr* -Force
        (Get-Dhis2Profile).Name | Should -Be 'prod', 'prod'
        Get-Dhis2Profile -Scope User | Remove-Dhis2Profile -Force
        (Get-Dhis2Profile).Scope | Should -Be 'Project'
    }

    It 'takes names from the pipeline, and goes on after one that is unknown' {
        $outcome = Get-Outcome { 'training', 'nowhere', 'trial' | Remove-Dhis2Profile -Force }
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Errors.TargetObject | Should -Be 'nowhere'
        (Get-Dhis2Profile).Name | Sort-Object -Unique | Should -Be 'prod'
    }

    It 'asks first: where nobody can answer, nothing is removed' {
        { Remove-Dhis2Profile trial } | Should -Throw
        Get-Dhis2Profile trial | Should -Not -BeNullOrEmpty
    }

    It 'lets -Force beat neither -WhatIf nor the preference for it' {
        Remove-Dhis2Profile trial -Force -WhatIf
        & {
            $WhatIfPreference = $true
            Remove-Dhis2Profile trial -Force
        }
        Get-Dhis2Profile trial | Should -Not -BeNullOrEmpty
    }

    It 'says what is unknown, and removes those before and behind it, <How>' -ForEach @(
        @{ How = 'from the pipeline'; Call = { 'training', 'nobody', 'trial' | ForEach-Object { [pscustomobject]@{ Name = $_ } } | Remove-Dhis2Profile -Force } }
        @{ How = 'from an array'; Call = { Remove-Dhis2Profile training, nobody, trial -Force } }
    ) {
        $outcome = Get-Outcome $Call
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.UnknownProfile,*'
        $outcome.Errors.TargetObject | Should -Be 'nobody'
        (Get-Dhis2Profile).Name | Should -Be 'prod', 'prod'
    }
}
