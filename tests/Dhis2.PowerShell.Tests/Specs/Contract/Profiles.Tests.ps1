BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../Support/Contract.psm1" -Force
    $servers = Get-ContractServer
}

# Profiles of a home folder that is made here and goes with the test: those of whoever runs this are neither seen nor touched.
Describe 'Profiles of <Server>' -Tag Contract -ForEach $servers {
    BeforeAll {
        . "$PSScriptRoot/../../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../../Support/Contract.psm1"
        Import-Module "$PSScriptRoot/../../Support/Profiles.psm1" -Force
        $contract = Connect-ContractServer $Server
        $plain = $contract.Plain
    }

    AfterAll {
        Disconnect-ContractServer $contract
    }

    BeforeEach {
        $null = Enter-ProfileHome $TestDrive
        New-Dhis2Profile contract $contract.Uri -Credential $contract.Credential -AllowPlaintextSecret @plain
    }

    AfterEach {
        Exit-ProfileHome
    }

    Context 'New-Dhis2Profile' {
        It 'makes a profile that connects' {
            New-Dhis2Profile made $contract.Uri -Credential $contract.Credential -AllowPlaintextSecret @plain
            $session = Connect-Dhis2 -Profile made -Name byProfile -NoDefault -PassThru
            $session.UserName | Should -Be $contract.Credential.UserName
            Disconnect-Dhis2 byProfile
        }
    }

    Context 'Get-Dhis2Profile' {
        It 'gives it without its secret' {
            $stored = Get-Dhis2Profile contract
            $stored.Uri.Host | Should -Be $contract.Uri.Host
            Get-AllText $stored | Should -Not -Match ([regex]::Escape($contract.Credential.GetNetworkCredential().Password))
        }
    }

    Context 'Test-Dhis2Profile' {
        It 'tells the server and the account of one that works, and what is wrong with one that does not' {
            $wrong = [pscredential]::new($contract.Credential.UserName, (ConvertTo-Secure 'not-The-passw0rd'))
            New-Dhis2Profile wrong $contract.Uri -Credential $wrong -AllowPlaintextSecret @plain
            $tests = Test-Dhis2Profile contract, wrong @plain
            $tests.Success | Should -Be $true, $false
            $tests[0].UserName | Should -Be $contract.Credential.UserName
            $tests[1].ErrorId | Should -Be 'Dhis2.Authentication'
        }
    }

    Context 'Set-Dhis2Profile' {
        It 'changes what is given and leaves the rest' {
            Set-Dhis2Profile contract -Default
            $stored = Get-Dhis2Profile contract
            $stored.IsDefault, $stored.Uri.Host, $stored.UserName | Should -Be $true, $contract.Uri.Host, $contract.Credential.UserName
            (Connect-Dhis2 -Name byDefault -NoDefault -PassThru).UserName | Should -Be $contract.Credential.UserName
            Disconnect-Dhis2 byDefault
        }
    }

    Context 'Rename-Dhis2Profile' {
        It 'makes a profile connect under another name' {
            Rename-Dhis2Profile contract renamed
            (Get-Dhis2Profile).Name | Should -Be renamed
            Test-Dhis2Profile renamed -Quiet @plain | Should -BeTrue
        }
    }

    Context 'Remove-Dhis2Profile' {
        It 'removes the profile' {
            Remove-Dhis2Profile contract -Force
            Get-Dhis2Profile | Should -BeNullOrEmpty
        }
    }
}
