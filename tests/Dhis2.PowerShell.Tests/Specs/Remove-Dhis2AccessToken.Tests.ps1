BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    Import-Module "$PSScriptRoot/../Support/Questions.psm1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -Name removals
    $ConfirmPreference = 'High'
}

AfterAll {
    Get-Dhis2Session | Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Remove-Dhis2AccessToken' {
    BeforeEach {
        Clear-Sandbox $sandbox
        $token = New-Dhis2AccessToken
    }

    It 'deletes: by position, by pipeline and by property' {
        $more = 1..4 | ForEach-Object { New-Dhis2AccessToken }
        Remove-Dhis2AccessToken $token.Id, $more[0].Id -Force
        $more[1].Id | Remove-Dhis2AccessToken -Confirm:$false
        $more[2, 3] | Remove-Dhis2AccessToken -Force | Should -BeNullOrEmpty
        (Get-Dhis2AccessToken).Id | Where-Object { $_ -in @($token.Id) + $more.Id } | Should -BeNullOrEmpty
    }

    It 'ends what the token could do' {
        Connect-Dhis2 $sandbox.Uri -Token $token.Key -Name doomed -NoDefault
        Remove-Dhis2AccessToken $token.Id -Force
        { Get-Dhis2SystemInfo -Session doomed -Refresh } | Should -Throw -ErrorId 'Dhis2.UnknownToken,*'
        { Connect-Dhis2 $sandbox.Uri -Token $token.Key -Name doomed -NoDefault } | Should -Throw -ErrorId 'Dhis2.UnknownToken,*'
    }

    It 'removes nothing with -WhatIf, -Force or not' {
        Remove-Dhis2AccessToken $token.Id -WhatIf
        Remove-Dhis2AccessToken $token.Id -WhatIf -Force
        & { $WhatIfPreference = $true; Remove-Dhis2AccessToken $token.Id -Force }
        Get-SandboxRequest $sandbox | Where-Object method -EQ DELETE | Should -BeNullOrEmpty
        (Get-Dhis2AccessToken $token.Id).Id | Should -Be $token.Id
    }

    It 'asks, and so removes nothing where nobody can answer' {
        { Remove-Dhis2AccessToken $token.Id } | Should -Throw '*NonInteractive*'
        { Remove-Dhis2AccessToken $token.Id -Force -Confirm } | Should -Throw '*NonInteractive*'
        (Get-Dhis2AccessToken $token.Id).Id | Should -Be $token.Id
    }

    It 'asks by the token, the server and what is to be done, and heeds the answer for each' {
        $more = New-Dhis2AccessToken
        $outcome = Invoke-Answered 'Remove-Dhis2AccessToken $args[0] -Session removals' -Argument (, @($token.Id, $more.Id)) -Answer No
        $outcome.Errors | Should -BeNullOrEmpty
        $outcome.Questions | Should -HaveCount 2
        $outcome.Questions[1] | Should -BeLike "*""Remove personal access token""*""$($more.Id) on $($sandbox.Uri)""*"
        Get-SandboxRequest $sandbox | Where-Object method -EQ DELETE | Should -BeNullOrEmpty
        $outcome = Invoke-Answered '$args[0] | Remove-Dhis2AccessToken -Session removals' -Argument (, @($token.Id, $more.Id)) -Answer Yes
        $outcome.Questions | Should -HaveCount 2
        (Get-Dhis2AccessToken).Id | Where-Object { $_ -in $token.Id, $more.Id } | Should -BeNullOrEmpty
    }

    It 'reports those that are not there, and removes those before and behind them, <How>' -ForEach @(
        @{ How = 'from the pipeline'; Call = { $token.Id, 'abcdefghijk', 'nonsense', $more.Id | Remove-Dhis2AccessToken -Force } }
        @{ How = 'from an array'; Call = { Remove-Dhis2AccessToken $token.Id, 'abcdefghijk', 'nonsense', $more.Id -Force } }
    ) {
        $more = New-Dhis2AccessToken
        $outcome = Get-Outcome $Call
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Output | Should -BeNullOrEmpty
        $outcome.Errors.FullyQualifiedErrorId -replace ',.*' | Should -Be 'Dhis2.NotFound', 'Dhis2.Input'
        $outcome.Errors.TargetObject | Should -Be 'abcdefghijk', 'nonsense'
        $sent = Get-SandboxRequest $sandbox | Where-Object method -EQ DELETE
        $sent.path -replace '^/api/apiToken/', '' | Should -Be $token.Id, 'abcdefghijk', $more.Id
        (Get-Dhis2AccessToken).Id | Where-Object { $_ -in $token.Id, $more.Id } | Should -BeNullOrEmpty
    }

    It 'warns once in a session that a token proves' {
        Connect-Dhis2 $sandbox.Uri -Token $token.Key -Name self -NoDefault
        $more = 1..2 | ForEach-Object { New-Dhis2AccessToken }
        $more | Remove-Dhis2AccessToken -Session self -Force -WarningVariable warnings -WarningAction SilentlyContinue
        @($warnings).Count | Should -Be 1
        "$warnings" | Should -Match 'ends with it'
        $null = New-Dhis2AccessToken | Remove-Dhis2AccessToken -Force -WarningVariable none
        $none | Should -BeNullOrEmpty
    }
}
