BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    Import-Module "$PSScriptRoot/../Support/Profiles.psm1" -Force
}

Describe 'Rename-Dhis2Profile' {
    BeforeEach {
        $places = Enter-ProfileHome $TestDrive
        New-Dhis2Profile prod https://dhis2.example.org -Token (ConvertTo-Secure 'd2p_plain') -AllowPlaintextSecret -Default
        New-Dhis2Profile training https://training.example.org -SecretName s
    }

    AfterEach {
        Exit-ProfileHome
    }

    It 'keeps all but the name' {
        Rename-Dhis2Profile prod live | Should -BeNullOrEmpty
        $live = Get-Dhis2Profile live
        $live.IsDefault, $live.SecretStore, $live.Uri.Host | Should -Be $true, 'File', 'dhis2.example.org'
        (Get-Content -Raw $places.User | ConvertFrom-Json).profiles.live.plaintextSecret | Should -Be 'd2p_plain'
        Get-Dhis2Profile prod* | Should -BeNullOrEmpty
    }

    It 'changes case alone, and writes the profile with -PassThru' {
        (Rename-Dhis2Profile prod PROD -PassThru).Name | Should -BeExactly 'PROD'
    }

    It 'takes a name from the pipeline' {
        ('prod' | Rename-Dhis2Profile -NewName live -PassThru).Name | Should -BeExactly 'live'
    }

    It 'refuses a name that is taken, odd or unknown: <Name> to <NewName>' -ForEach @(
        @{ Name = 'prod'; NewName = 'Training'; Id = 'ProfileExists' }
        @{ Name = 'prod'; NewName = 'a b'; Id = 'ProfileName' }
        @{ Name = 'nobody'; NewName = 'live'; Id = 'UnknownProfile' }
    ) {
        { Rename-Dhis2Profile $Name $NewName } | Should -Throw -ErrorId "Dhis2.$Id,*"
        (Get-Dhis2Profile).Name | Should -Be 'prod', 'training'
    }

    It 'touches nothing with -WhatIf' {
        Rename-Dhis2Profile prod live -WhatIf
        (Get-Dhis2Profile).Name | Should -Be 'prod', 'training'
    }
}
