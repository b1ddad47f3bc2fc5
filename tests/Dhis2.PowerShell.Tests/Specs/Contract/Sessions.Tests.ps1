BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../Support/Contract.psm1" -Force
    $servers = Get-ContractServer
}

Describe 'Sessions with <Server>' -Tag Contract -ForEach $servers {
    BeforeAll {
        . "$PSScriptRoot/../../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../../Support/Contract.psm1"
        $contract = Connect-ContractServer $Server
        $plain = $contract.Plain
    }

    AfterAll {
        Disconnect-ContractServer $contract
    }

    Context 'Connect-Dhis2' {
        It 'knows the server''s version and its own account' {
            $session = Connect-Dhis2 $contract.Uri $contract.Credential @plain -Name contract -NoDefault -PassThru
            $session.UserName | Should -Be $contract.Credential.UserName
            "$($session.Version)" | Should -Match '^2\.4[0-4]'
        }

        It 'refuses a wrong password, and shows it nowhere' {
            $wrong = [pscredential]::new($contract.Credential.UserName, (ConvertTo-SecureString 'not-The-passw0rd' -AsPlainText -Force))
            $fault = { Connect-Dhis2 $contract.Uri $wrong @plain -Name wrong -NoDefault } | Should -Throw -ErrorId 'Dhis2.Authentication,*' -PassThru
            "$fault$($fault.Exception)" | Should -Not -Match 'not-The-passw0rd'
        }
    }

    Context 'Get-Dhis2Session' {
        It 'lists the sessions there are, the default one first' {
            Connect-Dhis2 $contract.Uri $contract.Credential @plain -Name listed -NoDefault
            $sessions = Get-Dhis2Session
            $sessions[0].IsDefault | Should -BeTrue
            $sessions.Name | Should -Contain listed
            ($sessions | Where-Object Name -EQ listed).Uri.Host | Should -Be $contract.Uri.Host
        }
    }

    Context 'Disconnect-Dhis2' {
        It 'ends one session and leaves the others' {
            $ended = Connect-Dhis2 $contract.Uri $contract.Credential @plain -Name ended -NoDefault -PassThru
            Disconnect-Dhis2 ended
            Get-Dhis2Session ended* | Should -BeNullOrEmpty
            (Get-Outcome { Get-Dhis2SystemInfo -Session $ended }).Output | Should -BeNullOrEmpty
            Get-Dhis2SystemInfo -Refresh | Should -Not -BeNullOrEmpty
        }
    }

    Context 'Test-Dhis2Connection' {
        It 'tells version, account and round trip' {
            $test = Test-Dhis2Connection -Count 1 -WarningAction SilentlyContinue
            $test.Success | Should -BeTrue
            $test.UserName | Should -Be $contract.Credential.UserName
            "$($test.Version)" | Should -Be "$((Get-Dhis2Session | Where-Object IsDefault).Version)"
            $test.RoundTrip | Should -BeGreaterThan ([timespan]::Zero)
        }
    }
}
