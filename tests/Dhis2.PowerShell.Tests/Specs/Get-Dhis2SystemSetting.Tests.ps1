BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
}

Describe 'Get-Dhis2SystemSetting on <_>' -ForEach '2.40', '2.43' {
    BeforeAll {
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Dhis2Cache
        Clear-Sandbox $sandbox
    }

    It 'gives all settings, each with a value of its own type' {
        $all = Get-Dhis2SystemSetting
        $all.Count | Should -BeGreaterThan 90
        $all[0].GetType().FullName | Should -Be 'Dhis2.SystemSetting'
        ($all | Where-Object Key -EQ keyAnalyticsMaxLimit).Value | Should -BeOfType [long]
        ($all | Where-Object Key -EQ keyEmailTls).Value | Should -BeTrue
        ($all | Where-Object Key -EQ keyCalendar).Value | Should -Be 'iso8601'
    }

    It 'gives some by their keys, in any case, by wildcards and from the pipeline, with one request' {
        (Get-Dhis2SystemSetting keyUiLocale, keycalendar).Key | Should -BeExactly 'keyUiLocale', 'keyCalendar'
        (Get-Dhis2SystemSetting 'keyDataImportStrictP*').Key | Should -Be 'keyDataImportStrictPeriods'
        ('keyUiLocale', 'keyCalendar' | Get-Dhis2SystemSetting).Value | Should -Be 'en', 'iso8601'
        (Get-SandboxRequest $sandbox).path | Should -Be '/api/systemSettings'
        $null = Get-Dhis2SystemSetting keyUiLocale, keyCalendar -Refresh
        @(Get-SandboxRequest $sandbox).Count | Should -Be 2
    }

    It 'tells a setting without a value, or a confidential one, from none' {
        (Get-Dhis2SystemSetting keyApplicationFooter).Value | Should -Be ''
        (Get-Dhis2SystemSetting keyEmailPassword).Value | Should -Be ''
        $found = Get-Dhis2SystemSetting keyNonsense, keyUiLocale -ErrorAction SilentlyContinue -ErrorVariable fault
        $found.Key | Should -Be 'keyUiLocale'
        $fault.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
        $fault.TargetObject | Should -Be 'keyNonsense'
    }

    It 'gives the good settings round one that the server refuses, as an array and through the pipeline' {
        $keys = 'keyUiLocale', 'keyOdd', 'keyCalendar'
        foreach ($way in { Get-Dhis2SystemSetting -Key $keys -ErrorAction Continue }, { $keys | Get-Dhis2SystemSetting -ErrorAction Continue }) {
            Clear-Dhis2Cache
            Add-SandboxFault $sandbox @{ kind = 'status'; status = 409; path = '/api/systemSettings/keyOdd' }
            $out = & $way 2>&1
            $faults = @($out | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
            $faults | Should -HaveCount 1
            $faults[0].TargetObject | Should -BeExactly 'keyOdd'
            @($out | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] }).Key | Should -Be 'keyUiLocale', 'keyCalendar'
        }
    }

    It 'completes keys from what the session knows' {
        $line = 'Get-Dhis2SystemSetting -Key keyUi'
        $words = (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText
        $words | Should -Contain 'keyUiLocale'
    }
}
