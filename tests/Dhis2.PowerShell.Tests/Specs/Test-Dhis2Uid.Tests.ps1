BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
}

Describe 'Test-Dhis2Uid' {
    It 'says <Expected> of "<Id>"' -ForEach @(
        @{ Id = 'ImspTQPwCqd'; Expected = $true }
        @{ Id = 'a0000000000'; Expected = $true }
        @{ Id = '0mspTQPwCqd'; Expected = $false }
        @{ Id = 'ImspTQPwCq'; Expected = $false }
        @{ Id = 'ImspTQPwCqdd'; Expected = $false }
        @{ Id = 'ImspTQPwCq-'; Expected = $false }
        @{ Id = 'ÎmspTQPwCqd'; Expected = $false }
        @{ Id = ''; Expected = $false }
        @{ Id = $null; Expected = $false }
    ) {
        Test-Dhis2Uid $Id | Should -BeExactly $Expected
    }

    It 'answers once for each, from the pipeline and by property name' {
        'ImspTQPwCqd', 'nope' | Test-Dhis2Uid | Should -Be $true, $false
        [pscustomobject]@{ id = 'ImspTQPwCqd'; name = 'Sierra Leone' } | Test-Dhis2Uid | Should -BeTrue
    }

    It 'knows what New-Dhis2Uid makes' {
        New-Dhis2Uid 1000 | Test-Dhis2Uid | Should -Not -Contain $false
    }
}
