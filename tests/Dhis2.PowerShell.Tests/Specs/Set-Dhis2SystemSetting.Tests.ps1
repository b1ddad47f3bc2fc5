BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
}

Describe 'Set-Dhis2SystemSetting on <_>' -ForEach '2.40', '2.42' {
    BeforeAll {
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)

        function Get-Write {
            Get-SandboxRequest $sandbox | Where-Object method -NE GET
        }
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'sets one, and says nothing' {
        Set-Dhis2SystemSetting keyApplicationFooter 'Grüße, 漢字' | Should -BeNullOrEmpty
        (Get-Dhis2SystemSetting keyApplicationFooter).Value | Should -BeExactly 'Grüße, 漢字'
        @(Get-Write).Count | Should -Be 1
    }

    It 'sets several of every type in one request, and reads them back' {
        $set = @{ keyAnalyticsMaxLimit = 5000; keyEmailTls = $false; factorDeviation = 2.5 } | Set-Dhis2SystemSetting -PassThru
        ($set | Sort-Object Key).Value | Should -Be 2.5, 5000, $false
        (Get-Write).path | Should -Be '/api/systemSettings'
        (Get-Dhis2SystemSetting keyEmailTls).Value | Should -BeFalse
    }

    It 'takes what Get-Dhis2SystemSetting gave' {
        $before = Get-Dhis2SystemSetting applicationTitle, keyAnalyticsMaxLimit
        Set-Dhis2SystemSetting applicationTitle 'Other'
        $before | Set-Dhis2SystemSetting
        @(Get-Write).Count | Should -Be 2
        (Get-Dhis2SystemSetting applicationTitle).Value | Should -Be $before[0].Value
    }

    It 'stores nothing when one key is unknown, and says which' {
        { Set-Dhis2SystemSetting -InputObject @{ applicationTitle = 'Not this'; keyNonsense = 1 } -ErrorAction Stop } | Should -Throw '*keyNonsense*'
        (Get-Dhis2SystemSetting applicationTitle -Refresh).Value | Should -Be 'DHIS 2'
    }

    It 'sends nothing that is of the wrong kind, or no value' {
        { Set-Dhis2SystemSetting -InputObject @{ applicationTitle = 'Not this'; keyAnalyticsMaxLimit = 'many' } -ErrorAction Stop } | Should -Throw '*keyAnalyticsMaxLimit*' -ErrorId 'Dhis2.Input,*'
        { Set-Dhis2SystemSetting applicationTitle '' -ErrorAction Stop } | Should -Throw '*no value*' -ErrorId 'Dhis2.Input,*'
        Get-Write | Should -BeNullOrEmpty
    }

    It 'sets nothing where one of several is wrong, and says which: <How>' -ForEach @(
        @{ How = 'no value in a hashtable'; Wrong = 'keyApplicationFooter'; Call = { [ordered]@{ applicationTitle = 'Half'; keyApplicationFooter = ''; keyCalendar = 'nepali' } | Set-Dhis2SystemSetting } }
        @{ How = 'no setting in the pipeline'; Wrong = 'garbage'; Call = { @{ applicationTitle = 'Half' }, 'garbage', @{ keyCalendar = 'nepali' } | Set-Dhis2SystemSetting } }
        @{ How = 'several values'; Wrong = 'keyCalendar'; Call = { @{ applicationTitle = 'Half' }, @{ keyCalendar = 'a', 'b' }, @{ keyApplicationFooter = 'x' } | Set-Dhis2SystemSetting -PassThru } }
    ) {
        $outcome = Get-Outcome $Call
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Output | Should -BeNullOrEmpty
        $outcome.Errors.FullyQualifiedErrorId -replace ',.*' | Should -Be 'Dhis2.Input', 'Dhis2.NothingSet'
        "$($outcome.Errors[0].TargetObject)" | Should -Be $Wrong
        Get-Write | Should -BeNullOrEmpty
    }

    It 'puts settings back to their defaults with -Reset' {
        Set-Dhis2SystemSetting -InputObject @{ applicationTitle = 'Other'; keyCalendar = 'nepali' }
        Clear-Sandbox $sandbox
        (Set-Dhis2SystemSetting applicationTitle, keyCalendar -Reset -PassThru).Value | Should -Be 'DHIS 2', 'iso8601'
        (Get-Write).method | Should -Be 'DELETE', 'DELETE'
    }

    It 'writes nothing with -WhatIf' {
        Set-Dhis2SystemSetting applicationTitle 'Not this' -WhatIf
        Set-Dhis2SystemSetting applicationTitle -Reset -WhatIf
        Get-Write | Should -BeNullOrEmpty
    }

    It 'shows a confidential value in no stream' {
        $out = Set-Dhis2SystemSetting keyEmailPassword 'Geheim-17' -Verbose -Debug -Confirm:$false *>&1 | Out-String
        $out | Should -Match 'confidential'
        $out | Should -Not -Match 'Geheim-17'
        (Get-Write).body | Should -Match 'Geheim-17'
    }

    It 'makes the session forget what may have changed with a setting' {
        $null = Get-Dhis2SystemInfo
        Set-Dhis2SystemSetting applicationTitle 'Other'
        Clear-Sandbox $sandbox
        $null = Get-Dhis2SystemInfo
        $null = Get-Dhis2SystemSetting applicationTitle
        (Get-SandboxRequest $sandbox).path | Should -Be '/api/system/info'
    }
}

Describe 'Set-Dhis2SystemSetting on a server that protects itself against forged requests' {
    It 'sends what the server wants of a write' {
        $sandbox = Start-Sandbox -Version 2.43 -Option '--csrf'
        try {
            Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
            Set-Dhis2SystemSetting applicationTitle 'Other'
            (Get-Dhis2SystemSetting applicationTitle).Value | Should -Be 'Other'
            (Get-SandboxRequest $sandbox | Where-Object method -EQ POST).headers.'X-XSRF-TOKEN' | Should -Not -BeNullOrEmpty
        }
        finally {
            Disconnect-Dhis2
            Stop-Sandbox $sandbox
        }
    }
}
