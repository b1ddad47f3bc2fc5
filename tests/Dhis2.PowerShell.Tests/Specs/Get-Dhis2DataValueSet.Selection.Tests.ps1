# What Get-Dhis2DataValueSet asks for: long selections in several requests, and what some versions pass over without a word.
Describe 'What Get-Dhis2DataValueSet asks for on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $version = $_
        $isLatest = $version -eq '2.43'
        $sandbox = Start-Sandbox -Version $version
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $set = @{ DataSet = 'J33aMjt3IoU'; OrgUnit = 'aIv4qaIOQ2k' }
        $null = 1..3 | ForEach-Object { @{ dataElement = 'wQnWB75rNpL'; period = "20140$_"; orgUnit = 'aIv4qaIOQ2k'; value = $_ } } | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU
        $months = 0..599 | ForEach-Object { ([datetime] '1980-01-01').AddMonths($_).ToString('yyyyMM') }

        function Get-Asked([string] $Name) {
            @(Get-SandboxRequest $sandbox '*dataValueSets*').path | ForEach-Object { [regex]::Matches($_, "[?&]$Name=([^&]*)") | ForEach-Object { $_.Groups[1].Value } }
        }
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'asks for hundreds of periods in a few requests, for each once, and gives each value once' {
        $values = @(Get-Dhis2DataValueSet @set -Period ($months + '201402'))
        $values.Period | Sort-Object | Should -Be '201401', '201402', '201403'
        Get-Asked period | Sort-Object | Should -Be $months
        $paths = @(Get-SandboxRequest $sandbox).path
        $paths | Should -HaveCount 4
        ($paths.Length | Measure-Object -Maximum).Maximum | Should -BeLessThan 4000
    }

    It 'tells a data set that does not exist, and reads the others: <How>' -ForEach @(
        @{ How = 'from an array'; Call = { Get-Dhis2DataValueSet J33aMjt3IoU, abcdefghijk, uvQkystpVbY -Period 201401 -OrgUnit aIv4qaIOQ2k } }
        @{ How = 'from the pipeline'; Call = { 'J33aMjt3IoU', 'abcdefghijk', 'J33aMjt3IoU' | ForEach-Object { [pscustomobject]@{ DataSet = $_ } } | Get-Dhis2DataValueSet -Period 201401 -OrgUnit aIv4qaIOQ2k } }
        @{ How = 'beside a data element'; Call = { Get-Dhis2DataValueSet abcdefghijk -DataElement wQnWB75rNpL -Period 201401 -OrgUnit aIv4qaIOQ2k } }
    ) {
        $outcome = Get-Outcome $Call
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Output.DataElement | Select-Object -Unique | Should -Be wQnWB75rNpL
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].TargetObject | Should -BeExactly abcdefghijk
    }

    It 'tells a data set that does not exist where it is the only one, on every version' {
        $outcome = Get-Outcome { Get-Dhis2DataValueSet abcdefghijk -Period 201401 -OrgUnit aIv4qaIOQ2k }
        $outcome.Output | Should -BeNullOrEmpty
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].Exception.Message | Should -BeExactly "There is no data set with the id 'abcdefghijk'."
        $outcome.Errors[0].TargetObject | Should -BeExactly abcdefghijk
    }

    It 'warns of a data element that does not exist, and asks for it all the same' {
        $values = @(Get-Dhis2DataValueSet -DataElement wQnWB75rNpL, abcdefghijk -Period 201401 -OrgUnit aIv4qaIOQ2k -WarningVariable warnings -WarningAction SilentlyContinue)
        $values | Should -HaveCount 1
        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike "*no data element with the id 'abcdefghijk'*"
        Get-Asked dataElement | Sort-Object | Should -Be 'abcdefghijk', 'wQnWB75rNpL'
    }

    It 'cuts the longest list, and counts -Limit over all requests' {
        $values = @(Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -OrgUnit aIv4qaIOQ2k, KwRtWpWGrgR -Period $months -Limit 2)
        $values | Should -HaveCount 2
        Get-Asked orgUnit | Select-Object -Unique | Sort-Object | Should -Be 'aIv4qaIOQ2k', 'KwRtWpWGrgR'
        @(Get-Asked limit) | Should -Be (@(2) * @(Get-Asked limit).Count)
        (Get-Asked period | Group-Object | Where-Object Count -GT 1) | Should -BeNullOrEmpty
    }

    It 'refuses an order, or an offset, of a selection that takes several requests' {
        foreach ($call in { Get-Dhis2DataValueSet @set -Period $months -Order Period -WarningAction Ignore }, { Get-Dhis2DataValueSet @set -Period $months -Query 'offset=1' -WarningAction Ignore }) {
            $outcome = Get-Outcome $call
            $outcome.Output | Should -BeNullOrEmpty
            $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        }
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'sends level and order, and warns once of each parameter that the version passes over' {
        $values = @('aIv4qaIOQ2k', 'KwRtWpWGrgR', 'NqjesZ8CbQ3' | Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201401 -Level 4 -Order Period, OrgUnit -Query 'inputUseCodeFallback=false' -WarningVariable warnings -WarningAction SilentlyContinue)
        $values | Should -HaveCount 1
        Get-Asked level | Should -Be 4
        Get-Asked order | Should -Be 'PE%2COU'
        if ($isLatest) {
            $warnings | Should -BeNullOrEmpty
        }
        else {
            $warnings | Should -HaveCount 3
            $warnings[0] | Should -BeLike "*$version*'level'*2.43*"
        }
    }

    It 'refuses <What> before anything is sent' -ForEach @(
        @{ What = 'periods beside dates'; More = @{ Period = '201401'; StartDate = '2014-01-01'; EndDate = '2014-12-31' } }
        @{ What = 'a time and a duration of the last change'; More = @{ Period = '201401'; LastUpdated = '2014-01-01'; LastUpdatedDuration = '1d' } }
        @{ What = 'a period relative to today'; More = @{ Period = '201401', 'LAST_12_MONTHS' } }
        @{ What = 'a period that is none beside a time of the last change'; More = @{ Period = 'nope'; LastUpdated = '2014-01-01' } }
        @{ What = 'a -Query with order'; More = @{ Period = '201401'; Query = 'order=PE' } }
    ) {
        $outcome = Get-Outcome { Get-Dhis2DataValueSet @set @More }
        $outcome.Output | Should -BeNullOrEmpty
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'takes a period as 2.43 exports it in XML' {
        (Get-Dhis2DataValueSet @set -Period '2014-02-01/P1M').Value | Should -Be 2
    }

    It 'tells of a single org unit that does not exist, and not of one without values' {
        $outcome = Get-Outcome { Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201401 -OrgUnit abcdefghijk }
        $outcome.Output | Should -BeNullOrEmpty
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].TargetObject | Should -BeExactly 'abcdefghijk'
        $outcome.Errors[0].Exception.Message | Should -BeLike 'There is no org unit*'
        (Get-Outcome { Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 199001 -OrgUnit aIv4qaIOQ2k }).Errors | Should -BeNullOrEmpty
    }

    It 'never gives the values of all attribute option combos for one that does not exist' {
        $outcome = Get-Outcome { Get-Dhis2DataValueSet @set -Period 201401 -AttributeOptionCombo abcdefghijk }
        $outcome.Output | Should -BeNullOrEmpty
        if (-not $isLatest) {
            $outcome.Errors.TargetObject | Should -BeExactly 'abcdefghijk'
        }
        (Get-Outcome { Get-Dhis2DataValueSet @set -Period 201401 -AttributeOptionCombo abcdefghijk, HllvX50cXC0 }).Output | Should -HaveCount 1
    }

    It 'reads the values of each attribute option combo that is piped in' {
        $combos = 'HllvX50cXC0', 'Wy87rYjlpSG'
        $null = Get-Dhis2Metadata categoryOptionCombos -Id $combos | Get-Dhis2DataValueSet @set -Period 201401
        Get-Asked attributeOptionCombo | Sort-Object | Should -Be $combos
    }

    It 'keeps an option combo that comes in parts' -Skip:($_ -ne '2.43') {
        Add-SandboxRecording $sandbox data-values export-unfold -Path 'dataValueSets'
        $values = @(Get-Dhis2DataValueSet @set -Period 201401 -Query 'unfoldOptionCombos=true' | Where-Object DataElement)
        ($values[0].CategoryOptionCombo | ConvertFrom-Json).dR1EMD1vWmw | Should -Be 'skOlFbdMB84'
        $values[0].Value | Should -Be 5
    }
}
