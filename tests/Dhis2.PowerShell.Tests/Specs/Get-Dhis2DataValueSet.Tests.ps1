Describe 'Get-Dhis2DataValueSet on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $set = @{ DataSet = 'J33aMjt3IoU'; OrgUnit = 'aIv4qaIOQ2k' }
        $rows = foreach ($month in 1..3) {
            @{ dataElement = 'wQnWB75rNpL'; period = "20140$month"; orgUnit = 'aIv4qaIOQ2k'; value = $month; comment = "month $month" }
            @{ dataElement = 'SgcilVDz1X3'; period = "20140$month"; orgUnit = 'aIv4qaIOQ2k'; value = 10 * $month }
        }
        $null = $rows | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'gives each value whole, whatever the answer hoists to its envelope' {
        $values = @(Get-Dhis2DataValueSet @set -Period 201402 | Sort-Object Value)
        $values | Should -HaveCount 2
        $values[0].PSTypeNames[0] | Should -Be 'Dhis2.DataValue'
        $values[0].DataElement | Should -BeExactly 'wQnWB75rNpL'
        $values[0].Period | Should -BeExactly '201402'
        $values[0].OrgUnit | Should -BeExactly 'aIv4qaIOQ2k'
        $values[0].CategoryOptionCombo | Should -BeExactly 'HllvX50cXC0'
        $values[0].AttributeOptionCombo | Should -BeExactly 'HllvX50cXC0'
        $values[0].Value | Should -BeExactly '2'
        $values[0].Comment | Should -BeExactly 'month 2'
        $values[0].LastUpdated | Should -BeOfType [DateTimeOffset]
    }

    It 'reads several periods, and days from to' {
        @(Get-Dhis2DataValueSet @set -Period 201401, 201403) | Should -HaveCount 4
        @(Get-Dhis2DataValueSet @set -StartDate 2014-01-01 -EndDate 2014-02-28) | Should -HaveCount 4
    }

    It 'asks once, and stops where it is told to' {
        @(Get-Dhis2DataValueSet @set -Period 201401, 201402, 201403 -First 1 -Skip 1) | Should -HaveCount 1
        @(Get-Dhis2DataValueSet @set -Period 201401, 201402, 201403 | Select-Object -First 1) | Should -HaveCount 1
        @(Get-SandboxRequest $sandbox '*dataValueSets*') | Should -HaveCount 2
    }

    It 'takes org units from the pipeline' {
        @(Get-Dhis2OrgUnit -Id aIv4qaIOQ2k | Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201401) | Should -HaveCount 2
    }

    It 'goes on after an org unit that the server refuses' {
        Add-SandboxFault $sandbox @{ kind = 'status'; status = 409; path = 'orgUnit=abcdefghijk' }
        $units = 'aIv4qaIOQ2k', 'abcdefghijk', 'aIv4qaIOQ2k' | ForEach-Object { [pscustomobject]@{ OrgUnit = $_ } }
        $values = $units | Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201401 -ErrorAction Continue -ErrorVariable faults 2>$null
        @($values) | Should -HaveCount 4
        $faults | Should -HaveCount 1
        $faults[0].TargetObject | Should -BeExactly 'abcdefghijk'
        @(Get-SandboxRequest $sandbox '*dataValueSets*') | Should -HaveCount 3
    }

    It 'refuses a -Query that holds <Name>, and names what to use' -ForEach @(
        @{ Name = 'compression'; Use = '*Invoke-Dhis2Request*' }
        @{ Name = 'format'; Use = '*Invoke-Dhis2Request*' }
        @{ Name = 'orgUnit'; Use = '*-OrgUnit*' }
    ) {
        $null = Get-Dhis2DataValueSet @set -Period 201401 -Query @{ $Name = 'gzip' } -ErrorAction SilentlyContinue -ErrorVariable faults
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        $faults[0].TargetObject | Should -BeExactly $Name
        $faults[0].ErrorDetails.RecommendedAction | Should -BeLike $Use
        Get-SandboxRequest $sandbox '*dataValueSets*' | Should -BeNullOrEmpty
    }

    It 'refuses a query without <Missing> before it is sent' -ForEach @(
        @{ Missing = 'a period'; Parameters = @{ DataSet = 'J33aMjt3IoU'; OrgUnit = 'aIv4qaIOQ2k' } }
        @{ Missing = 'an org unit'; Parameters = @{ DataSet = 'J33aMjt3IoU'; Period = '201401' } }
        @{ Missing = 'a data set'; Parameters = @{ OrgUnit = 'aIv4qaIOQ2k'; Period = '201401' } }
    ) {
        $null = Get-Dhis2DataValueSet @Parameters -ErrorAction SilentlyContinue -ErrorVariable faults
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        $faults[0].ErrorDetails.RecommendedAction | Should -Match '-'
        Get-SandboxRequest $sandbox '*dataValueSets*' | Should -BeNullOrEmpty
    }

    It 'does not pass a part for the whole when the connection breaks' {
        Add-SandboxFault $sandbox @{ path = 'dataValueSets'; kind = 'truncate'; afterBytes = 300; count = 0 }
        { Get-Dhis2DataValueSet @set -Period 201401, 201402, 201403 -ErrorAction Stop } | Should -Throw '*had been read; more are missing*'
    }

    It 'goes round: what was read can be imported' {
        $summary = Get-Dhis2DataValueSet @set -Period 201401 | Import-Dhis2DataValueSet
        $summary.Status | Should -Be 'SUCCESS'
        $summary.Total | Should -Be 2
    }
}
