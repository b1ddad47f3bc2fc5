Describe 'Get-Dhis2DataValueSetTemplate on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'gives a row for each data element, option combo, org unit and period' {
        $rows = @(Get-Dhis2DataValueSetTemplate J33aMjt3IoU -Period 201401, 201402 -OrgUnit aIv4qaIOQ2k, KwRtWpWGrgR)
        $one = @(Get-Dhis2DataValueSetTemplate J33aMjt3IoU)
        $rows.Count | Should -Be (4 * $one.Count)
        $rows[0].PSTypeNames[0] | Should -Be 'Dhis2.DataValue'
        $rows.Period | Select-Object -Unique | Should -Be '201401', '201402'
        $rows.OrgUnit | Select-Object -Unique | Sort-Object | Should -Be 'aIv4qaIOQ2k', 'KwRtWpWGrgR'
        $rows.DataSet | Select-Object -Unique | Should -Be 'J33aMjt3IoU'
        $rows.Value | Select-Object -Unique | Should -BeExactly ''
        @($rows | Where-Object DataElement -EQ OqYjd00phS6).CategoryOptionCombo | Select-Object -Unique | Should -Contain 'T263yzuGhlX'
        "$($one[0].Period)$($one[0].OrgUnit)" | Should -BeExactly ''
    }

    It 'reads what real servers answer, and names the period that they left empty' {
        Add-SandboxRecording $sandbox data-values template
        $rows = @(Get-Dhis2DataValueSetTemplate J33aMjt3IoU -Period 209912)
        $rows[0].DataElement, $rows[0].CategoryOptionCombo, $rows[0].Value | Should -Be 'va7KGyRedqS', 'HllvX50cXC0', ''
        $rows[0].Period | Should -BeExactly '209912'
    }

    It 'goes through a CSV file back into the server' {
        $file = "TestDrive:/template.csv"
        Get-Dhis2DataValueSetTemplate J33aMjt3IoU -Period 201401 -OrgUnit aIv4qaIOQ2k | Export-Csv $file -NoTypeInformation
        $rows = Import-Csv $file
        $rows | Where-Object DataElement -EQ wQnWB75rNpL | ForEach-Object { $_.Value = 4 }
        $rows | Where-Object { $_.DataElement -eq 'OqYjd00phS6' -and $_.CategoryOptionCombo -eq 'T263yzuGhlX' } | ForEach-Object { $_.Value = 5 }
        $report = $rows | Where-Object Value | Import-Dhis2DataValueSet
        $report.Status, $report.Total | Should -Be SUCCESS, 2
        (Get-Dhis2DataValueSet J33aMjt3IoU -OrgUnit aIv4qaIOQ2k -Period 201401).Value | Sort-Object | Should -Be '4', '5'
    }

    It 'writes a file that imports take back: <Name>' -ForEach @(@{ Name = 'form.csv' }, @{ Name = 'form.json' }, @{ Name = 'form.csv.gz' }, @{ Name = 'form.json.gz' }) {
        $path = Join-Path (Get-Item TestDrive:/).FullName $Name
        $file = Get-Dhis2DataValueSetTemplate J33aMjt3IoU -Period 201401 -OrgUnit aIv4qaIOQ2k -Path $path -PassThru
        $file.FullName | Should -Be $path
        $asked = @(Get-SandboxRequest $sandbox '*dataValueSet*')
        $asked | Should -HaveCount 1
        $count = @(Get-Dhis2DataValueSetTemplate J33aMjt3IoU).Count
        $report = Import-Dhis2DataValueSet $path -WhatIf -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        # Nothing is filled in: every row is refused for its empty value, and for nothing else.
        $report.Total, $report.Rejected | Should -Be $count, $count
    }

    It 'writes the file in the format that is given, and replaces none with -NoClobber' {
        $path = Join-Path (Get-Item TestDrive:/).FullName 'form.txt'
        Get-Dhis2DataValueSetTemplate J33aMjt3IoU -Path $path -Format Csv | Should -BeNullOrEmpty
        Get-Content $path -TotalCount 1 | Should -BeLike 'dataelement,period,orgunit,*dataset'
        $outcome = Get-Outcome { Get-Dhis2DataValueSetTemplate J33aMjt3IoU -Path $path -Format Json -NoClobber }
        $outcome.Errors[0].Exception.Message | Should -BeLike '*-NoClobber*'
        Get-Content $path -TotalCount 1 | Should -BeLike 'dataelement,*'
    }

    It 'refuses <Why>, and writes no file' -ForEach @(
        @{ Why = 'a format that servers do not give'; Call = { Get-Dhis2DataValueSetTemplate J33aMjt3IoU -Path "$folder/none.xml" }; Says = '*JSON or CSV*' }
        @{ Why = 'a period that is none'; Call = { Get-Dhis2DataValueSetTemplate J33aMjt3IoU -Period LAST_MONTH -Path "$folder/none.csv" }; Says = "*'LAST_MONTH' is no period*" }
        @{ Why = '-First beside -Path'; Call = { Get-Dhis2DataValueSetTemplate J33aMjt3IoU -Path "$folder/none.csv" -First 1 }; Says = '*-First*' }
        @{ Why = 'a data set that is none'; Call = { Get-Dhis2DataValueSetTemplate abcdefghijk -Path "$folder/none.csv" }; Says = '*abcdefghijk*' }
    ) {
        $folder = (Get-Item TestDrive:/).FullName
        $outcome = Get-Outcome $Call
        $errors = @($outcome.Errors; $outcome.End) -ne $null
        $errors | Should -HaveCount 1
        $errors[0].Exception.Message | Should -BeLike $Says
        Get-ChildItem $folder -Filter none* -Force | Should -BeNullOrEmpty
    }

    It 'writes a file for each data set, and not two into one' {
        $folder = (Get-Item TestDrive:/).FullName
        $outcome = Get-Outcome { Get-Dhis2DataValueSetTemplate J33aMjt3IoU, uvQkystpVbY -Path "$folder/both.csv" }
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].TargetObject | Should -Be uvQkystpVbY
        (Import-Csv "$folder/both.csv").dataset | Select-Object -Unique | Should -Be J33aMjt3IoU
        'J33aMjt3IoU', 'uvQkystpVbY' | Get-Dhis2DataValueSetTemplate -Path { "$folder/$_.csv" }
        (Import-Csv "$folder/uvQkystpVbY.csv").dataset | Select-Object -Unique | Should -Be uvQkystpVbY
    }

    It 'writes data elements and org units by their codes' {
        $rows = @(Get-Dhis2DataValueSetTemplate J33aMjt3IoU -OrgUnit aIv4qaIOQ2k -DataElementIdScheme code -OrgUnitIdScheme CODE)
        $rows.DataElement | Should -Contain 'DE_BIRTHS'
        $rows[0].OrgUnit | Should -BeLike 'OU_*'
        (Get-SandboxRequest $sandbox '*dataValueSet*').path | Should -BeLike '*dataElementIdScheme=CODE&orgUnitIdScheme=CODE'
    }

    It 'tells of an org unit that does not exist, which the server passes over' {
        $outcome = Get-Outcome { Get-Dhis2DataValueSetTemplate J33aMjt3IoU -OrgUnit abcdefghijk, aIv4qaIOQ2k }
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].TargetObject | Should -BeExactly 'abcdefghijk'
        $outcome.Output.OrgUnit | Select-Object -Unique | Should -BeExactly 'aIv4qaIOQ2k'
        (Get-Outcome { Get-Dhis2DataValueSetTemplate J33aMjt3IoU -OrgUnit abcdefghijk }).Output | Should -BeNullOrEmpty
    }

    It 'asks for many org units in requests that servers take' {
        $units = (Get-Dhis2OrgUnit -Level 4).id
        $units.Count | Should -BeGreaterThan 50
        Clear-Sandbox $sandbox
        $rows = @(Get-Dhis2DataValueSetTemplate J33aMjt3IoU -OrgUnit $units)
        ($rows.OrgUnit | Select-Object -Unique).Count | Should -Be $units.Count
        @(Get-SandboxRequest $sandbox '*dataValueSet*') | Should -HaveCount ([math]::Ceiling($units.Count / 50))
    }
}
