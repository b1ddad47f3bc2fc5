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

    Context 'Get-, Set- and Remove-Dhis2DataValue' {
        BeforeEach {
            $cell = @{ DataElement = $free.DataElement; Period = $free.Period; OrgUnit = $free.OrgUnit }
        }

        It 'set a value, its comment and its mark apart, and delete all of it' {
            Set-Dhis2DataValue @cell -Value 7 -Comment first -FollowUp $true -DataSet $free.DataSet
            $stored = Get-Dhis2DataValue @cell
            $stored.Value, $stored.Comment, $stored.FollowUp | Should -Be '7', 'first', $true
            Set-Dhis2DataValue @cell -Value 8 -DataSet $free.DataSet
            Set-Dhis2DataValue @cell -FollowUp $true -DataSet $free.DataSet
            $stored = Set-Dhis2DataValue @cell -Comment second -DataSet $free.DataSet -PassThru
            $stored.Value, $stored.Comment, $stored.FollowUp | Should -Be '8', 'second', $true
            Remove-Dhis2DataValue @cell -DataSet $free.DataSet -Force
            Get-StoredDataValue $free | Should -BeNullOrEmpty
        }

        It 'tell a value that is not there by its place' {
            foreach ($call in { Get-Dhis2DataValue @cell }, { Set-Dhis2DataValue @cell -Comment lost }, { Remove-Dhis2DataValue @cell -Force }) {
                $outcome = Get-Outcome $call
                $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
                $outcome.Errors.TargetObject.OrgUnit | Should -Be $free.OrgUnit
            }
            Get-StoredDataValue $free | Should -BeNullOrEmpty
        }
    }

    Context 'Set- and Save-Dhis2DataValueFile' {
        It 'bring a file to the server and back' {
            $place = if (-not $contract.Sandbox) { Find-FreeDataValue -ValueType FILE_RESOURCE }
            if (-not $place) {
                Set-ItResult -Skipped -Because 'there is no data element of files that the account may write to; the sandbox keeps no files'
                return
            }
            $cell = @{ DataElement = $place.DataElement; Period = $place.Period; OrgUnit = $place.OrgUnit }
            try {
                'hello' | Set-Content TestDrive:/scan.txt -NoNewline
                Set-Dhis2DataValueFile @cell -Path TestDrive:/scan.txt -DataSet $place.DataSet
                $file = Save-Dhis2DataValueFile @cell -Path (New-Item TestDrive:/back -ItemType Directory).FullName -PassThru
                $file.Name | Should -Be 'scan.txt'
                Get-Content $file.FullName -Raw | Should -BeExactly 'hello'
            }
            finally {
                Remove-Dhis2DataValue @cell -DataSet $place.DataSet -Force
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
