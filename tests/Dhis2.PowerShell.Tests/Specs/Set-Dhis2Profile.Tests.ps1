BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    Import-Module "$PSScriptRoot/../Support/Profiles.psm1" -Force
}

Describe 'Set-Dhis2Profile' {
    BeforeEach {
        $places = Enter-ProfileHome $TestDrive
        New-Dhis2Profile prod https://dhis2.example.org/hmis -Credential ([pscredential]::new('admin', (ConvertTo-Secure 'd2p_plain'))) -AllowPlaintextSecret
        function Get-Stored {
            (Get-Content -Raw $places.User | ConvertFrom-Json).profiles.prod
        }
    }

    AfterEach {
        Exit-ProfileHome
    }

    It 'changes what is given and nothing else' {
        Set-Dhis2Profile prod -Uri https://new.example.org | Should -BeNullOrEmpty
        $stored = Get-Stored
        $stored.uri, $stored.auth, $stored.userName, $stored.plaintextSecret | Should -Be 'https://new.example.org/', 'basic', 'admin', 'd2p_plain'
    }

    It 'puts a reference in the place of a secret in the file' {
        $prod = Set-Dhis2Profile prod -SecretName admin -Vault Local -PassThru
        $prod.SecretStore, $prod.UserName, $prod.Authentication | Should -Be 'Vault', 'admin', 'Basic'
        Get-Content -Raw $places.User | Should -Not -Match 'd2p_plain|laintext'
    }

    It 'puts a token in the place of a password, with nothing left of that' {
        Set-Dhis2Profile prod -Token (ConvertTo-Secure 'd2p_new') -AllowPlaintextSecret
        $stored = Get-Stored
        $stored.auth, $stored.plaintextSecret, $stored.userName | Should -Be 'token', 'd2p_new', $null
    }

    It 'asks for leave each time a secret would be written in plain text' {
        { Set-Dhis2Profile prod -Token (ConvertTo-Secure 'd2p_new') } | Should -Throw -ErrorId 'Dhis2.PlaintextNotAllowed,*'
        (Get-Stored).plaintextSecret | Should -Be 'd2p_plain'
    }

    It 'refuses two secrets, and an unknown profile' {
        { Set-Dhis2Profile prod -SecretName s -Token (ConvertTo-Secure 'd2p_new') -AllowPlaintextSecret } | Should -Throw -ErrorId 'Dhis2.TwoSecrets,*'
        { Set-Dhis2Profile nobody -SecretName s } | Should -Throw -ErrorId 'Dhis2.UnknownProfile,*'
    }

    It 'says what is unknown, and changes those before and behind it' {
        New-Dhis2Profile trial https://trial.example.org -SecretName s
        $outcome = Get-Outcome { 'prod', 'nobody', 'trial' | ForEach-Object { [pscustomobject]@{ Name = $_ } } | Set-Dhis2Profile -SecretName both }
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.UnknownProfile,*'
        $outcome.Errors.TargetObject | Should -Be 'nobody'
        (Get-Dhis2Profile).SecretName | Should -Be 'both', 'both'
    }

    It 'makes it the default, and takes that away again' {
        Set-Dhis2Profile prod -Default
        (Get-Dhis2Profile prod).IsDefault | Should -BeTrue
        Set-Dhis2Profile prod -Default:$false
        (Get-Dhis2Profile prod).IsDefault | Should -BeFalse
    }

    It 'takes a name from the pipeline' {
        'prod' | Set-Dhis2Profile -Uri https://other.example.org
        (Get-Dhis2Profile prod).Uri | Should -Be 'https://other.example.org/'
    }

    It 'takes profiles from the pipeline, each in its own file' {
        New-Dhis2Profile prod https://project.example.org -SecretName s -Scope Project
        Get-Dhis2Profile | Set-Dhis2Profile -SecretName both
        (Get-Dhis2Profile).SecretName | Should -Be 'both', 'both'
        (Get-Dhis2Profile).Uri.Host | Should -Be 'project.example.org', 'dhis2.example.org'
    }

    It 'changes parts of OAuth2' {
        Set-Dhis2Profile prod -OAuth2 -ClientId ps -ClientSecret (ConvertTo-Secure 'd2p_client') -AllowPlaintextSecret
        Set-Dhis2Profile prod -OAuth2Scope ALL
        $prod = Set-Dhis2Profile prod -Interactive -PassThru
        $prod.Authentication, $prod.OAuth2.ClientId, $prod.OAuth2.Scope, $prod.OAuth2.Grant, $prod.UserName | Should -Be 'OAuth2', 'ps', 'ALL', 'Interactive', $null
        (Get-Stored).plaintextSecret | Should -Be 'd2p_client'
    }

    It 'touches nothing with -WhatIf' {
        $before = (Get-FileHash $places.User).Hash
        Set-Dhis2Profile prod -Uri https://new.example.org -WhatIf
        (Get-FileHash $places.User).Hash | Should -Be $before
    }
}
