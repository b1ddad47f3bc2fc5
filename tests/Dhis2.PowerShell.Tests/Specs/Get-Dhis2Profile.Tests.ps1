BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    Import-Module "$PSScriptRoot/../Support/Profiles.psm1" -Force
}

Describe 'Get-Dhis2Profile' {
    BeforeEach {
        $places = Enter-ProfileHome $TestDrive
    }

    AfterEach {
        Exit-ProfileHome
    }

    It 'writes nothing where there is none' {
        Get-Dhis2Profile | Should -BeNullOrEmpty
        $places.Config | Should -Not -Exist
    }

    Context 'with profiles of the user and of the project' {
        BeforeEach {
            New-Dhis2Profile training https://training.example.org -SecretName s -Default
            New-Dhis2Profile prod https://user.example.org -Token (ConvertTo-Secure 'd2p_plain') -AllowPlaintextSecret
            New-Dhis2Profile prod https://project.example.org -Credential ([pscredential]::new('admin', (ConvertTo-Secure 'd2p_other'))) -AllowPlaintextSecret -Scope Project -Default
        }

        It 'lists the project''s first, each with its file and which is the default' {
            $all = Get-Dhis2Profile
            $all.Name | Should -Be 'prod', 'prod', 'training'
            $all.Scope | Should -Be 'Project', 'User', 'User'
            $all.IsDefault | Should -Be $true, $false, $true
            $all.Path | Should -Be (Join-Path $places.Work '.dhis2/profiles.json'), $places.User, $places.User
        }

        It 'chooses by name, wildcard and scope' {
            (Get-Dhis2Profile TRAIN*).Name | Should -Be 'training'
            (Get-Dhis2Profile prod -Scope User).Uri.Host | Should -Be 'user.example.org'
            (Get-Dhis2Profile prod, training).Count | Should -Be 3
            Get-Dhis2Profile nobody* | Should -BeNullOrEmpty
        }

        It 'says that a name is unknown, and reads those before and behind it, <How>' -ForEach @(
            @{ How = 'from the pipeline'; Call = { 'training', 'nobody', 'prod' | ForEach-Object { [pscustomobject]@{ Name = $_ } } | Get-Dhis2Profile -Scope User } }
            @{ How = 'from an array'; Call = { Get-Dhis2Profile training, nobody, prod -Scope User } }
        ) {
            $outcome = Get-Outcome $Call
            $outcome.End | Should -BeNullOrEmpty
            $outcome.Output.Name | Should -Be 'training', 'prod'
            $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.UnknownProfile,*'
            $outcome.Errors.TargetObject | Should -Be 'nobody'
            $outcome.Errors.ErrorDetails.RecommendedAction | Should -Match 'prod, training'
        }

        It 'shows no secret, however it is looked at' {
            $all = Get-Dhis2Profile -Verbose -Debug *>&1
            $all.Count | Should -BeGreaterOrEqual 3
            Get-AllText $all | Should -Not -Match 'd2p_'
            $all | Export-Clixml (Join-Path $TestDrive 'all.xml')
            Get-Content -Raw (Join-Path $TestDrive 'all.xml') | Should -Not -Match 'd2p_'
            ($all | Get-Member -Force | Out-String) | Should -Not -Match 'PlaintextSecret|RefreshToken'
        }

        It 'is completed' {
            (TabExpansion2 'Get-Dhis2Profile -Name p').CompletionMatches.CompletionText | Should -Be 'prod'
            (TabExpansion2 'Connect-Dhis2 -Profile t').CompletionMatches.CompletionText | Should -Be 'training'
        }
    }
}
