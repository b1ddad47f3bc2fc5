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

    It 'takes what is piped for what it says it is: <What>' -ForEach @(
        @{ What = 'org units'; Call = { Get-Dhis2OrgUnit -Id aIv4qaIOQ2k | Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201401 } }
        @{ What = 'data sets'; Call = { Get-Dhis2Metadata dataSets -Id J33aMjt3IoU | Get-Dhis2DataValueSet -OrgUnit aIv4qaIOQ2k -Period 201401 } }
        @{ What = 'data sets of a job'; Call = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-Dhis2Metadata dataSets -Id J33aMjt3IoU))) | Get-Dhis2DataValueSet -OrgUnit aIv4qaIOQ2k -Period 201401 } }
        @{ What = 'ids of org units'; Call = { 'aIv4qaIOQ2k' | Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201401 } }
        @{ What = 'rows with names'; Call = { [pscustomobject]@{ OrgUnit = 'aIv4qaIOQ2k'; Period = '201401'; DataSet = 'J33aMjt3IoU' } | Get-Dhis2DataValueSet } }
    ) {
        $outcome = Get-Outcome $Call
        $outcome.Errors | Should -BeNullOrEmpty
        $outcome.Output | Should -HaveCount 2
        $path = (Get-SandboxRequest $sandbox '*dataValueSets*').path
        $path | Should -BeLike '*dataSet=J33aMjt3IoU&*'
        $path | Should -BeLike '*&orgUnit=aIv4qaIOQ2k*'
    }

    It 'refuses an object whose id does not say what it is of, and reads the others' {
        $outcome = Get-Outcome { 'aIv4qaIOQ2k', [pscustomobject]@{ Id = 'J33aMjt3IoU' }, 'KwRtWpWGrgR' | Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201401 }
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].TargetObject.Id | Should -Be 'J33aMjt3IoU'
        @(Get-SandboxRequest $sandbox '*dataValueSets*').path | Should -BeLike '*orgUnit=aIv4qaIOQ2k&orgUnit=KwRtWpWGrgR*'
    }

    It 'takes org units from the pipeline' {
        @(Get-Dhis2OrgUnit -Id aIv4qaIOQ2k | Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201401) | Should -HaveCount 2
    }

    It 'reads the values of the good org units round one that <What>, <How>' -ForEach @(
        foreach ($bad in @{ What = 'the account may not see'; Bad = 'NqjesZ8CbQ3' }, @{ What = 'does not exist'; Bad = 'abcdefghijk' }, @{ What = 'is none'; Bad = 'not-an-id' }) {
            $bad + @{ How = 'from the pipeline'; Call = { $units | ForEach-Object { [pscustomobject]@{ OrgUnit = $_ } } | Get-Dhis2DataValueSet @read } }
            $bad + @{ How = 'from an array'; Call = { Get-Dhis2DataValueSet @read -OrgUnit $units } }
        }
    ) {
        $null = @{ dataElement = 'wQnWB75rNpL'; period = '201401'; orgUnit = 'KwRtWpWGrgR'; value = 7 } | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU
        $session = Connect-Dhis2 $sandbox.Uri ([pscredential]::new('clerk', (ConvertTo-SecureString 'Str0ng-Pass!word' -AsPlainText -Force))) -NoDefault -PassThru
        $read = @{ DataSet = 'J33aMjt3IoU'; Period = '201401'; Session = $session }
        $units = 'aIv4qaIOQ2k', $Bad, 'KwRtWpWGrgR'
        $outcome = Get-Outcome $Call
        Disconnect-Dhis2 $session
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Output.OrgUnit | Sort-Object | Should -Be 'aIv4qaIOQ2k', 'aIv4qaIOQ2k', 'KwRtWpWGrgR'
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].TargetObject | Should -BeExactly $Bad
    }

    It 'asks for hundreds of org units and periods in a few requests that servers take, each value once' {
        $units = @('aIv4qaIOQ2k') + @(Get-Dhis2OrgUnit -Level 4).id + @('aIv4qaIOQ2k') + @(1..300 | ForEach-Object { 'Zz{0:D9}' -f $_ })
        $periods = 0..59 | ForEach-Object { ([datetime]'2014-01-01').AddMonths($_).ToString('yyyyMM') }
        $one = @(Get-Dhis2DataValueSet @set -Period $periods)
        Clear-Sandbox $sandbox
        $outcome = Get-Outcome { Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -OrgUnit $units -Period $periods }
        @($outcome.Output | Where-Object OrgUnit -EQ aIv4qaIOQ2k).Count | Should -Be $one.Count
        $outcome.Errors | Should -HaveCount 300
        $paths = @(Get-SandboxRequest $sandbox).path
        ($paths.Length | Measure-Object -Maximum).Maximum | Should -BeLessThan 4000
        $paths.Count | Should -BeLessThan 8
    }

    It 'gives values while org units still come, and stops the command before it when nobody wants more' {
        $sent = [Collections.Generic.List[string]]::new()
        $units = @('aIv4qaIOQ2k') + @(1..999 | ForEach-Object { 'Zz{0:D9}' -f $_ })
        $first = $units | ForEach-Object { $sent.Add($_); $_ } | Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201401 -ErrorAction SilentlyContinue | Select-Object -First 1
        $first.OrgUnit | Should -Be 'aIv4qaIOQ2k'
        $sent.Count | Should -BeLessOrEqual 100
        @(Get-SandboxRequest $sandbox '*dataValueSets*') | Should -HaveCount 1
    }

    It 'gives each value once, however far apart its org unit comes twice' {
        $units = @('aIv4qaIOQ2k') + @(1..250 | ForEach-Object { 'Zz{0:D9}' -f $_ }) + @('aIv4qaIOQ2k')
        $outcome = Get-Outcome { $units | Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201401 }
        $outcome.Output | Should -HaveCount @(Get-Dhis2DataValueSet @set -Period 201401).Count
        $outcome.Errors | Should -HaveCount 250
    }

    It 'tells once what is wrong with all org units, and reads those of another data set' {
        $units = (Get-Dhis2OrgUnit -Fields id).id
        $units.Count | Should -BeGreaterThan 100
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox 'dataSet=abcdefghijk' @{ httpStatusCode = 409; status = 'ERROR'; message = 'Said no' } -Status 409
        $outcome = Get-Outcome {
            & {
                [pscustomobject]@{ OrgUnit = 'aIv4qaIOQ2k'; Period = '201401'; DataSet = 'J33aMjt3IoU' }
                foreach ($unit in $units) { [pscustomobject]@{ OrgUnit = $unit; Period = '201401'; DataSet = 'abcdefghijk' } }
            } | Get-Dhis2DataValueSet
        }
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Output | Should -HaveCount 2
        $outcome.Errors | Should -HaveCount 1
        @(Get-SandboxRequest $sandbox '*dataSet=abcdefghijk*') | Should -HaveCount 1
    }

    It 'says which parameter is too long where it cannot be cut' {
        $outcome = Get-Outcome { Get-Dhis2DataValueSet -DataSet (1..300 | ForEach-Object { 'Zz{0:D9}' -f $_ }) -OrgUnit aIv4qaIOQ2k -Period 201401 }
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.TooLong,*'
        $outcome.Errors[0].TargetObject | Should -Be '-DataSet'
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'reads the values below an org unit once when the one above it is among the input, too' {
        $below = @(Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201401 -OrgUnit nEOCGROdzZM -Children)
        $below.Count | Should -BeGreaterThan 0
        $both = @('nEOCGROdzZM', 'aIv4qaIOQ2k' | ForEach-Object { [pscustomobject]@{ OrgUnit = $_ } } | Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201401 -Children)
        $both.Count | Should -Be $below.Count
    }

    It 'asks nothing when nothing is wanted' {
        Get-Dhis2DataValueSet @set -Period 201401 -First 0 | Should -BeNullOrEmpty
        Get-Dhis2DataValueSet @set -Period 201401 -First 0 -IncludeTotalCount | Should -BeOfType [uint64]
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
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
