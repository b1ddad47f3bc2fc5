Describe 'Set-Dhis2DataSetCompletion on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $units = 'aIv4qaIOQ2k', 'KwRtWpWGrgR', 'BqNcgiWAlgv'
    }

    AfterAll {
        Get-Dhis2Session | Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'registers each data set, period and org unit, and says so once' {
        $report = Set-Dhis2DataSetCompletion J33aMjt3IoU 202401, 202402 $units
        $report.PSObject.TypeNames[0] | Should -Be 'Dhis2.DataSetCompletionReport'
        $report.Status, $report.Total, ($report.Imported + $report.Updated) | Should -Be 'SUCCESS', 6, 6
        @(Get-Dhis2DataSetCompletion J33aMjt3IoU 202401, 202402 $units | Where-Object Completed).Count | Should -Be 6
    }

    It 'sends uids, the server''s names and no time of day, packed' {
        $null = Set-Dhis2DataSetCompletion 'code:DS_ROUTINE' 202401 $units[0] -Date '2024-02-05T17:00:00' -StoredBy someone -Completed:$false
        $post = Get-SandboxRequest $sandbox '/api/completeDataSetRegistrations' | Where-Object method -EQ POST | Select-Object -Last 1
        $row = ($post.body | ConvertFrom-Json).completeDataSetRegistrations
        $row.dataSet, $row.period, $row.organisationUnit, $row.date, $row.storedBy, $row.completed | Should -Be 'J33aMjt3IoU', '202401', $units[0], '2024-02-05', 'someone', $false
        $row.PSObject.Properties.Name | Should -Not -Contain orgUnit
        (Get-Dhis2DataSetCompletion J33aMjt3IoU 202401 $units[0]).Completed | Should -BeFalse
    }

    It 'takes a row of a file, and what it leaves blank is the default' {
        'dataSet,period,organisationUnit,attributeOptionCombo,completed,date,storedBy', "J33aMjt3IoU,202405,$($units[0]),,FALSE,,", "J33aMjt3IoU,202405,$($units[1]),,,2024-06-01,someone" | Set-Content TestDrive:/rows.csv
        (Import-Csv TestDrive:/rows.csv | Set-Dhis2DataSetCompletion).Total | Should -Be 2
        $found = Get-Dhis2DataSetCompletion J33aMjt3IoU 202405 $units[0, 1]
        ($found | Where-Object OrgUnit -EQ $units[0]).Completed | Should -BeFalse
        ($found | Where-Object OrgUnit -EQ $units[1]).Completed, ($found | Where-Object OrgUnit -EQ $units[1]).StoredBy | Should -Be $true, 'someone'
    }

    It 'names the row that the server ignores, with its reason, and stores the others' {
        $rows = 'aIv4qaIOQ2k', 'abcdefghijk', 'KwRtWpWGrgR' | ForEach-Object { [pscustomobject]@{ DataSet = 'J33aMjt3IoU'; Period = '202406'; OrgUnit = $_ } }
        $outcome = Get-Outcome { $rows | Set-Dhis2DataSetCompletion }
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].TargetObject.OrgUnit | Should -Be 'abcdefghijk'
        $outcome.Errors[0].Exception.Message | Should -Match 'Organisation unit not found'
        $outcome.Output.Total, $outcome.Output.Rejected | Should -Be 3, 1
        (Get-Dhis2DataSetCompletion J33aMjt3IoU 202406 $units).OrgUnit | Sort-Object | Should -Be ($units[0, 1] | Sort-Object)
    }

    It 'reports a name that nothing has as a row, and registers the others' {
        $outcome = Get-Outcome { Set-Dhis2DataSetCompletion J33aMjt3IoU 202407 $units[0], 'No such place', $units[1] }
        $outcome.Output.Total, $outcome.Output.Rejected | Should -Be 3, 1
        $outcome.Errors.TargetObject.OrgUnit | Should -Be 'No such place'
    }

    It 'takes over what another server says, by code' {
        $null = Set-Dhis2DataSetCompletion J33aMjt3IoU 202408 $units[0] -Completed:$false -Date 2024-09-02
        $copied = Get-Dhis2DataSetCompletion J33aMjt3IoU 202408 $units[0] -IdScheme CODE
        Remove-Dhis2DataSetCompletion J33aMjt3IoU 202408 $units[0] -Force
        ($copied | Set-Dhis2DataSetCompletion -IdScheme CODE).Status | Should -Be SUCCESS
        $found = Get-Dhis2DataSetCompletion J33aMjt3IoU 202408 $units[0]
        $found.Completed, $found.Date | Should -Be $false, ([datetime] '2024-09-02')
    }

    It 'overrides what the objects say by what is written out' {
        Get-Dhis2DataSetCompletion J33aMjt3IoU 202402 $units | Set-Dhis2DataSetCompletion -Completed:$false | Out-Null
        @(Get-Dhis2DataSetCompletion J33aMjt3IoU 202402 $units | Where-Object Completed).Count | Should -Be 0
    }

    It 'sends nothing with -WhatIf' {
        Set-Dhis2DataSetCompletion J33aMjt3IoU 202409 $units -WhatIf | Should -BeNullOrEmpty
        Get-SandboxRequest $sandbox | Where-Object method -EQ POST | Should -BeNullOrEmpty
    }

    It 'writes its report before an error ends it' {
        Add-SandboxFault $sandbox @{ kind = 'status'; status = 403; method = 'POST'; path = 'completeDataSetRegistrations' }
        $outcome = Get-Outcome { Set-Dhis2DataSetCompletion J33aMjt3IoU 202410 $units }
        $outcome.Output.Total, $outcome.Output.Rejected | Should -Be 3, 3
        $outcome.End.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Forbidden,*'
        $outcome.End.Exception.Outcome.Total | Should -Be 3
    }

    It 'refuses what does not say what it is of' {
        $outcome = Get-Outcome { [pscustomobject]@{ id = 'J33aMjt3IoU' } | Set-Dhis2DataSetCompletion -Period 202401 }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        $outcome.Output | Should -BeNullOrEmpty
    }
}
