BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../Support/Contract.psm1" -Force
    $servers = Get-ContractServer
}

# Writes one value that was not there before, and deletes it. Servers keep a deleted value as such; there is no request that takes its trace away.
Describe 'The data values of <Server>' -Tag Contract -ForEach $servers {
    BeforeAll {
        . "$PSScriptRoot/../../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../../Support/Contract.psm1"
        $contract = Connect-ContractServer $Server

        # From 2.43 on, servers count new values with those that were changed.
        function Get-StoredCount($Summary) {
            $Summary.Imported + $Summary.Updated
        }

        # A place, for the cmdlets of single values.
        function Get-Cell($Place) {
            $Place | Select-Object DataElement, Period, OrgUnit, DataSet
        }

        # The sandbox keeps no files.
        function Find-FreeFileValue {
            $place = if (-not $contract.Sandbox) { Find-FreeDataValue -ValueType FILE_RESOURCE }
            if (-not $place) {
                Set-ItResult -Skipped -Because 'there is no data element of files that the account may write to'
            }
            $place
        }

        function New-ContractFile {
            'hello' | Set-Content TestDrive:/scan.txt -NoNewline
            (Get-Item TestDrive:/scan.txt).FullName
        }

        function Get-Row([string] $Content) {
            [pscustomobject]@{ dataElement = $free.DataElement; period = $free.Period; orgUnit = $free.OrgUnit; value = $Content }
        }
    }

    AfterAll {
        Disconnect-ContractServer $contract
    }

    BeforeEach {
        # Found anew for each: a deleted value is in the way of the next.
        $free = Find-FreeDataValue
        if (-not $free) {
            Set-ItResult -Skipped -Because 'the account may write into no monthly data set without deadlines, approvals and categories'
        }
    }

    AfterEach {
        if ($free -and (Get-StoredDataValue $free)) {
            $null = Get-Row 7 | Import-Dhis2DataValueSet -DataSet $free.DataSet -ImportStrategy Delete
        }
    }

    Context 'Import-Dhis2DataValueSet' {
        It 'stores a value, changes it, leaves it as it is, and deletes it' {
            $new = Get-Row 7 | Import-Dhis2DataValueSet -DataSet $free.DataSet
            $new.Total, (Get-StoredCount $new) | Should -Be 1, 1
            (Get-StoredDataValue $free).Value | Should -BeExactly '7'
            $changed = Get-Row 8 | Import-Dhis2DataValueSet -DataSet $free.DataSet
            $changed.Total, (Get-StoredCount $changed) | Should -Be 1, 1
            (Get-StoredDataValue $free).Value | Should -BeExactly '8'
            (Get-Row 8 | Import-Dhis2DataValueSet -DataSet $free.DataSet).Status | Should -Be SUCCESS
            (Get-Row 8 | Import-Dhis2DataValueSet -DataSet $free.DataSet -ImportStrategy Delete).Deleted | Should -Be 1
            Get-StoredDataValue $free | Should -BeNullOrEmpty
        }

        It 'stores the good row and names the bad one, the file and its line' {
            Set-Content TestDrive:/rows.csv -Value 'dataelement,period,orgunit,value', "$($free.DataElement),$($free.Period),$($free.OrgUnit),7", "$($free.DataElement),$($free.Period),zzzzzzzzzz9,7"
            $outcome = Get-Outcome { Import-Dhis2DataValueSet TestDrive:/rows.csv -DataSet $free.DataSet }
            $outcome.Output.Total, (Get-StoredCount $outcome.Output), $outcome.Output.Rejected | Should -Be 2, 1, 1
            $outcome.Output.Conflicts.Line | Should -Be 3
            $outcome.Errors.TargetObject.OrgUnit | Should -Be zzzzzzzzzz9
            (Get-StoredDataValue $free).Value | Should -BeExactly '7'
        }

        It 'stores nothing with -WhatIf' {
            $null = Get-Row 7 | Import-Dhis2DataValueSet -DataSet $free.DataSet -WhatIf
            Get-StoredDataValue $free | Should -BeNullOrEmpty
        }
    }

    Context 'Get-Dhis2DataValue' {
        It 'gives a value whole, and tells by its place one that is not there' {
            $missing = Get-Outcome { Get-Cell $free | Get-Dhis2DataValue }
            $missing.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
            $missing.Errors.TargetObject.OrgUnit | Should -Be $free.OrgUnit
            $null = Get-Row 7 | Import-Dhis2DataValueSet -DataSet $free.DataSet
            $value = Get-Cell $free | Get-Dhis2DataValue
            $value.DataElement, $value.Period, $value.OrgUnit, $value.Value | Should -Be $free.DataElement, $free.Period, $free.OrgUnit, '7'
            $value.StoredBy | Should -Be $contract.Credential.UserName
        }
    }

    Context 'Set-Dhis2DataValue' {
        It 'sets a value, its comment and its mark apart, and what is not given stays' {
            Get-Cell $free | Set-Dhis2DataValue -Value 7 -Comment first -FollowUp $true
            $stored = Get-StoredDataValue $free
            $stored.Value, $stored.Comment, $stored.FollowUp | Should -Be '7', 'first', $true
            Get-Cell $free | Set-Dhis2DataValue -Value 8
            Get-Cell $free | Set-Dhis2DataValue -FollowUp $true
            $stored = Get-Cell $free | Set-Dhis2DataValue -Comment second -PassThru
            $stored.Value, $stored.Comment, $stored.FollowUp | Should -Be '8', 'second', $true
        }

        It 'sets no comment where there is no value' {
            (Get-Outcome { Get-Cell $free | Set-Dhis2DataValue -Comment lost }).Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
            Get-StoredDataValue $free | Should -BeNullOrEmpty
        }
    }

    Context 'Remove-Dhis2DataValue' {
        It 'deletes a value, and tells that there is none' {
            $null = Get-Row 7 | Import-Dhis2DataValueSet -DataSet $free.DataSet
            Get-Cell $free | Remove-Dhis2DataValue -Force
            Get-StoredDataValue $free | Should -BeNullOrEmpty
            (Get-Outcome { Get-Cell $free | Remove-Dhis2DataValue -Force }).Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
        }
    }

    Context 'Set-Dhis2DataValueFile' {
        It 'makes a file a value' {
            $place = Find-FreeFileValue
            if ($place) {
                try {
                    Get-Cell $place | Set-Dhis2DataValueFile -Path (New-ContractFile)
                    Test-Dhis2Uid (Get-Cell $place | Get-Dhis2DataValue).Value | Should -BeTrue
                }
                finally {
                    Get-Cell $place | Remove-Dhis2DataValue -Force
                }
            }
        }
    }

    Context 'Save-Dhis2DataValueFile' {
        It 'brings a file back under its name' {
            $place = Find-FreeFileValue
            if ($place) {
                try {
                    Get-Cell $place | Set-Dhis2DataValueFile -Path (New-ContractFile)
                    $file = Get-Cell $place | Save-Dhis2DataValueFile -Path (New-Item TestDrive:/back -ItemType Directory).FullName -PassThru
                    $file.Name | Should -Be 'scan.txt'
                    Get-Content $file.FullName -Raw | Should -BeExactly 'hello'
                }
                finally {
                    Get-Cell $place | Remove-Dhis2DataValue -Force
                }
            }
        }
    }

    Context 'Get-Dhis2DataValueSet' {
        It 'gives a value whole, and one that was deleted when it is asked for' {
            $null = Get-Row 7 | Import-Dhis2DataValueSet -DataSet $free.DataSet
            $value = Get-Dhis2DataValueSet -DataSet $free.DataSet -OrgUnit $free.OrgUnit -Period $free.Period
            $value.DataElement, $value.Period, $value.OrgUnit, $value.Value | Should -Be $free.DataElement, $free.Period, $free.OrgUnit, '7'
            $value.StoredBy | Should -Be $contract.Credential.UserName
            $null = $value | Import-Dhis2DataValueSet -ImportStrategy Delete
            Get-StoredDataValue $free | Should -BeNullOrEmpty
            (Get-Dhis2DataValueSet -DataSet $free.DataSet -OrgUnit $free.OrgUnit -Period $free.Period -IncludeDeleted).Deleted | Should -BeTrue
        }
    }

    Context 'Join-Dhis2ImportReport' {
        It 'makes one report of the shares of an import' {
            $shares = 1..3 | ForEach-Object { Get-Row 7 | Import-Dhis2DataValueSet -DataSet $free.DataSet -Partition "$_/3" }
            $report = $shares | Join-Dhis2ImportReport
            $report.Shares, $report.Total, (Get-StoredCount $report), $report.Status | Should -Be 3, 1, 1, 'SUCCESS'
        }
    }

    Context 'Export-Dhis2DataValueSet' {
        It 'writes a value into <Name>, which can be imported as it is' -ForEach @{ Name = 'values.json' }, @{ Name = 'values.csv' }, @{ Name = 'values.csv.gz' } {
            $null = Get-Row 7 | Import-Dhis2DataValueSet -DataSet $free.DataSet
            Export-Dhis2DataValueSet -DataSet $free.DataSet -OrgUnit $free.OrgUnit -Period $free.Period -Path "TestDrive:/$Name"
            $null = Get-Row 8 | Import-Dhis2DataValueSet -DataSet $free.DataSet
            (Import-Dhis2DataValueSet "TestDrive:/$Name" -DataSet $free.DataSet).Rejected | Should -Be 0
            (Get-StoredDataValue $free).Value | Should -BeExactly '7'
        }

        It 'writes no file of an org unit that does not exist' {
            { Export-Dhis2DataValueSet -DataSet $free.DataSet -OrgUnit zzzzzzzzzz9 -Period $free.Period -Path TestDrive:/none.csv -ErrorAction Stop } | Should -Throw
            'TestDrive:/none.csv' | Should -Not -Exist
        }
    }

    Context 'Get-Dhis2DataValueSetTemplate' {
        It 'has a row for the data element' {
            $rows = @(Get-Dhis2DataValueSetTemplate $free.DataSet -OrgUnit $free.OrgUnit -Period $free.Period)
            $rows.DataElement | Should -Contain $free.DataElement
            $rows.Period | Select-Object -Unique | Should -BeExactly $free.Period
        }
    }

    Context 'Wait-Dhis2Task' {
        It 'waits for an import that the server does by itself' {
            $task = Get-Row 7 | Import-Dhis2DataValueSet -DataSet $free.DataSet -Async | Where-Object { $_ -is [Dhis2.ServerTask] }
            @($task).Count | Should -Be 1
            $result = $task | Wait-Dhis2Task -TimeoutSec 120 -PollIntervalSec 1
            $result.Success | Should -BeTrue
            (Get-StoredDataValue $free).Value | Should -BeExactly '7'
        }
    }
}
