BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    Import-Module "$PSScriptRoot/../Support/Profiles.psm1" -Force
    $sandbox = Start-Sandbox
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Test-Dhis2Profile' {
    BeforeEach {
        $places = Enter-ProfileHome $TestDrive
        Add-FakeVault $TestDrive
        Clear-Sandbox $sandbox
        New-Dhis2Profile good $sandbox.Uri -SecretName admin -Vault Local
        New-Dhis2Profile wrong $sandbox.Uri -Credential ([pscredential]::new('admin', (ConvertTo-Secure 'd2p_wrong'))) -AllowPlaintextSecret
        New-Dhis2Profile away http://127.0.0.1:9 -SecretName admin
        New-Dhis2Profile lost $sandbox.Uri -SecretName nothing
    }

    AfterEach {
        Exit-ProfileHome
    }

    It 'tells server and user of one that works, and opens no session' {
        $before = @(Get-Dhis2Session).Count
        $test = Test-Dhis2Profile good
        $test.Name, $test.Success, $test.UserName, $test.Uri, $test.Scope | Should -Be 'good', $true, 'admin', $sandbox.Uri, 'User'
        "$($test.Version)" | Should -Match '^2\.42'
        $test.Elapsed | Should -BeGreaterThan ([timespan]::Zero)
        @(Get-Dhis2Session).Count | Should -Be $before
        @(Get-SandboxRequest $sandbox '*/api/me*').Count | Should -Be 1
    }

    It 'tells what is wrong with the others, and what to do' {
        $tests = @{}
        Test-Dhis2Profile * | ForEach-Object { $tests[$_.Name] = $_ }
        $tests.Keys | Sort-Object | Should -Be 'away', 'good', 'lost', 'wrong'
        $tests.away.ErrorId, $tests.lost.ErrorId, $tests.wrong.ErrorId | Should -Be 'Dhis2.Connection', 'Dhis2.SecretNotFound', 'Dhis2.Authentication'
        foreach ($name in 'away', 'lost', 'wrong') {
            $tests[$name].Success | Should -BeFalse
            $tests[$name].Message | Should -Not -BeNullOrEmpty
            $tests[$name].Advice | Should -Not -BeNullOrEmpty
        }
        Get-AllText $tests.Values | Should -Not -Match 'd2p_wrong|district'
    }

    It 'writes truth values with -Quiet' {
        Test-Dhis2Profile good -Quiet | Should -BeTrue
        Get-Dhis2Profile wrong | Test-Dhis2Profile -Quiet | Should -BeFalse
    }

    It 'takes names from the pipeline' {
        'good', 'wrong' | Test-Dhis2Profile -Quiet | Should -Be $true, $false
    }

    It 'says that a profile is unknown' {
        { Test-Dhis2Profile nobody } | Should -Throw -ErrorId 'Dhis2.UnknownProfile,*'
    }

    It 'goes on with those behind one that is unknown, <How>' -ForEach @(
        @{ How = 'from the pipeline'; Call = { 'good', 'nobody', 'wrong' | ForEach-Object { [pscustomobject]@{ Name = $_ } } | Test-Dhis2Profile } }
        @{ How = 'from an array'; Call = { Test-Dhis2Profile good, nobody, wrong } }
    ) {
        $outcome = Get-Outcome $Call
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Output.Name | Should -Be 'good', 'wrong'
        $outcome.Output.Success | Should -Be $true, $false
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.UnknownProfile,*'
        $outcome.Errors.TargetObject | Should -Be 'nobody'
    }

    It 'sends no secret over plain http unless told to' {
        $leave = @{ AllowUnencryptedAuthentication = $true }
        New-Dhis2Profile plain http://dhis2.example.org -SecretName admin @leave
        (Test-Dhis2Profile plain).Message | Should -Match 'plain http'
    }
}
