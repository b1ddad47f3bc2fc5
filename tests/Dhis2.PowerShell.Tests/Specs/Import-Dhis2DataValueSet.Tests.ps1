BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
}

Describe 'Import-Dhis2DataValueSet into <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        $sandbox = Start-Sandbox -Version $_ -Option '--org-units', '200', '--data-values', '2000'
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $all = @{ DataSet = (Get-Dhis2Metadata dataSets -First 1).id; OrgUnit = (Get-Dhis2OrgUnit -Root).id; Children = $true; StartDate = '2000-01-01'; EndDate = '2030-12-31' }
        $values = @(Get-Dhis2DataValueSet @all | Where-Object Value -Match '^[1-9]\d*$' | Select-Object -First 20)

        function Get-StoredValue {
            $stored = @{}
            Get-Dhis2DataValueSet @all | ForEach-Object { $stored["$($_.DataElement)/$($_.Period)/$($_.OrgUnit)/$($_.CategoryOptionCombo)/$($_.AttributeOptionCombo)"] = $_.Value }
            $values | ForEach-Object { $stored["$($_.DataElement)/$($_.Period)/$($_.OrgUnit)/$($_.CategoryOptionCombo)/$($_.AttributeOptionCombo)"] }
        }
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
        $rows = @($values | Select-Object DataElement, Period, OrgUnit, CategoryOptionCombo, AttributeOptionCombo, Value)
    }

    It 'sends rows of the pipeline and accounts for each' {
        $rows | ForEach-Object { $_.Value = "$([int] $_.Value + 1)" }
        $summary = $rows | Import-Dhis2DataValueSet
        $summary.Status | Should -Be 'SUCCESS'
        $summary.Total | Should -Be 20
        $summary.Rejected + $summary.Unknown | Should -Be 0
        Get-StoredValue | Should -Be $rows.Value
    }

    It 'reports a row that is refused, with the row, and stores the others' {
        $rows[3].Value = 'not a number'
        $summary = $rows[0..5] | Import-Dhis2DataValueSet -ErrorAction SilentlyContinue -ErrorVariable faults
        $summary.Total | Should -Be 6
        $summary.Rejected | Should -Be 1
        $summary.Conflicts[0].Value | Should -Be 'not a number'
        @($faults).Count | Should -BeGreaterThan 0
    }

    It 'stores nothing with -WhatIf' {
        $before = Get-StoredValue
        $rows | ForEach-Object { $_.Value = '424242' }
        ($rows | Import-Dhis2DataValueSet -WhatIf).DryRun | Should -BeTrue
        Get-SandboxRequest $sandbox '*dataValueSets*' | Where-Object method -EQ POST | ForEach-Object { $_.path | Should -Match 'dryRun=true' }
        Get-StoredValue | Should -Be $before
    }

    It 'reads a CSV file, and names file and line of a row that is refused' {
        $rows[1].Value = 'not a number'
        $rows | Export-Csv 'TestDrive:/rows.csv' -NoTypeInformation
        $summary = Import-Dhis2DataValueSet -Path 'TestDrive:/rows.csv' -ErrorAction SilentlyContinue
        $summary.Total | Should -Be 20
        $summary.Conflicts[0].Line | Should -Be 3
        $summary.Conflicts[0].File | Should -BeLike '*rows.csv'
    }
}
