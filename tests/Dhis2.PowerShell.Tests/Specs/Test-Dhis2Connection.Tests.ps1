BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)

    function Set-SandboxClock([int] $Seconds) {
        $null = Invoke-RestMethod "$($sandbox.Uri)_sandbox/clock" -Method Post -Body "{`"offsetSeconds`":$Seconds}"
    }
}

AfterAll {
    Get-Dhis2Session | Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Test-Dhis2Connection' {
    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'tells server, version, user, round trip and clock, asked anew each time' {
        foreach ($time in 1..2) {
            $test = Test-Dhis2Connection -WarningVariable warnings
            $test.Success | Should -BeTrue
            $test.Uri | Should -Be $sandbox.Uri
            "$($test.Version)" | Should -BeLike '2.42*'
            $test.UserName | Should -Be admin
            $test.Authentication | Should -Be Basic
            $test.RoundTrip.TotalMilliseconds | Should -BeGreaterThan 0
            [Math]::Abs($test.ClockDifference.TotalSeconds) | Should -BeLessThan 10
            $test.Message | Should -BeNullOrEmpty
            $warnings | Should -BeNullOrEmpty
        }
        @(Get-SandboxRequest $sandbox '*system/info').Count | Should -Be 2
        @(Get-SandboxRequest $sandbox '*system/ping').Count | Should -Be 6
    }

    It 'shows a list' {
        $text = Test-Dhis2Connection -Count 1 | Out-String
        [regex]::Matches($text, '(?m)^(\w+)\s+:') | ForEach-Object { $_.Groups[1].Value } |
            Should -Be 'Uri', 'Success', 'Version', 'UserName', 'Authentication', 'RoundTrip', 'ServerTime', 'ClockDifference'
        @(Get-SandboxRequest $sandbox '*system/ping').Count | Should -Be 1
    }

    It 'warns of a clock ten minutes <Word>' -ForEach @(@{ Seconds = 600; Word = 'ahead of' }, @{ Seconds = -600; Word = 'behind' }) {
        Set-SandboxClock $Seconds
        try {
            $test = Test-Dhis2Connection -WarningVariable warnings -WarningAction SilentlyContinue
        }
        finally {
            Set-SandboxClock 0
        }
        $test.Success | Should -BeTrue
        [Math]::Round($test.ClockDifference.TotalMinutes) | Should -Be ($Seconds / 60)
        "$warnings" | Should -Match "10 minutes $Word"
    }

    It 'writes a boolean with -Quiet' {
        Test-Dhis2Connection -Quiet | Should -BeExactly $true
        Add-SandboxFault $sandbox @{ kind = 'reset'; count = 0 }
        Test-Dhis2Connection -Quiet | Should -BeExactly $false
    }

    It 'writes a result and no error where the server fails: <Reason>' -ForEach @(
        @{ Fault = @{ kind = 'status'; status = 503; count = 0 }; Reason = 'Busy' }
        @{ Fault = @{ kind = 'status'; status = 500; count = 0 }; Reason = 'Server' }
        @{ Fault = @{ kind = 'reset'; count = 0 }; Reason = 'Connection' }
        @{ Fault = @{ kind = 'stall'; count = 0 }; Reason = 'Timeout' }
        @{ Fault = @{ kind = 'login-page'; count = 0 }; Reason = 'Client' }
    ) {
        Add-SandboxFault $sandbox $Fault
        $test = Test-Dhis2Connection -TimeoutSec 1 -ErrorAction Stop
        $test.Success | Should -BeFalse
        $test.Reason | Should -Be $Reason
        $test.Message | Should -Not -BeNullOrEmpty
        $test.RoundTrip | Should -BeNullOrEmpty
        "$($test.Version)" | Should -BeLike '2.42*'
        $test | Out-String | Should -Match "(?m)^Reason\s+: $Reason\s*$"
        # At once: a server in trouble is asked no second time.
        @(Get-SandboxRequest $sandbox).Count | Should -Be 1
    }

    It 'tells a token that was revoked' {
        $token = New-Dhis2AccessToken
        Connect-Dhis2 $sandbox.Uri -Token $token.Key -Name token -NoDefault
        (Test-Dhis2Connection -Session token).Authentication | Should -Be Token
        $null = Invoke-RestMethod "$($sandbox.Uri)_sandbox/tokens/$($token.Id)" -Method Delete
        $test = Test-Dhis2Connection -Session token
        $test.Success | Should -BeFalse
        $test.Reason | Should -Be UnknownToken
        $test.Message | Should -Match 'New-Dhis2AccessToken'
    }

    It 'tells a server that is gone' {
        $other = Start-Sandbox -Own
        Connect-Dhis2 $other.Uri (Get-AdminCredential) -Name gone -NoDefault
        Stop-Sandbox $other
        $test = Test-Dhis2Connection -Session gone
        $test.Success | Should -BeFalse
        $test.Reason | Should -Be Connection
        $test.Uri | Should -Be $other.Uri
    }

    It 'is an error only where there is no session' {
        { Test-Dhis2Connection -Session nobody } | Should -Throw -ErrorId 'Dhis2.Input,*'
        $runspace = [powershell]::Create()
        $null = $runspace.AddScript('param($module) Import-Module $module; try { Test-Dhis2Connection -Quiet } catch { "$_" }').AddArgument($env:DHIS2_MODULE)
        $answer = $runspace.Invoke()
        $runspace.Dispose()
        "$answer" | Should -Match 'No session'
    }
}
