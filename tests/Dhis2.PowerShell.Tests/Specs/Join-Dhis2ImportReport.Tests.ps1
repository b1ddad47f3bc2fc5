Describe 'Join-Dhis2ImportReport' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $sandbox = Start-Sandbox -Version 2.43
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -RetryIntervalSec 0
        $units = (Get-Dhis2OrgUnit -Level 4 -First 40 -Filter 'closedDate:null').id
        @(
            'dataElement,period,orgUnit,value'
            $units | ForEach-Object { foreach ($month in 1..5) { "wQnWB75rNpL,20100$month,$_,$month" } }
            "wQnWB75rNpL,201006,$($units[0]),many"
            'wQnWB75rNpL,201001,,7'
            'wQnWB75rNpL,201001,aIv4qaIOQ2k,7,a,b,c'
        ) | Set-Content TestDrive:/national.csv
        $shares = 1..4 | ForEach-Object { Import-Dhis2DataValueSet TestDrive:/national.csv -DataSet J33aMjt3IoU -Partition "$_/4" -ErrorAction SilentlyContinue }
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    It 'accounts for every row of the file once, and each share has whole org units' {
        $report = $shares | Join-Dhis2ImportReport
        $report.Shares, $report.Total, $report.Updated, $report.Rejected, $report.OtherRows | Should -Be 4, 203, 200, 3, 0
        $report.MissingShares | Should -BeNullOrEmpty
        $report.Problems.Line | Sort-Object | Should -Be 202, 203, 204
        $shares.Total | ForEach-Object { $_ | Should -BeGreaterThan 0 }
        $shares | ForEach-Object { $_.Total + $_.OtherRows | Should -Be 203 }
        @(Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201001, 201002, 201003, 201004, 201005 -OrgUnit $units) | Should -HaveCount 200
        $posts = Get-SandboxRequest $sandbox '*dataValueSets*' | Where-Object method -EQ POST | ForEach-Object { , @(($_.body | ConvertFrom-Json).dataValues.orgUnit | Sort-Object -Unique) }
        ($posts | ForEach-Object { $_ } | Group-Object | Where-Object Count -GT 1).Name | Should -BeIn @($units[0], $null)
    }

    It 'takes reports that come back <How>' -ForEach @(
        @{ How = 'from a file'; Away = { $args[0] | Export-Clixml TestDrive:/reports.xml; Import-Clixml TestDrive:/reports.xml } }
        @{ How = 'as JSON'; Away = { $args[0] | ConvertTo-Json -Depth 4 | ConvertFrom-Json } }
        @{ How = 'as an array'; Away = { , $args[0] } }
    ) {
        $report = & $Away $shares | Join-Dhis2ImportReport
        $report.Status, $report.Total, $report.Updated, $report.Rejected | Should -Be 'WARNING', 203, 200, 3
        ($report.Problems | Where-Object Code).Code | Should -Be 'E8122'
        $report.Problems.Outcome | Sort-Object -Unique | Should -Be 'Rejected'
        $report.Elapsed | Should -BeGreaterThan ([timespan]::Zero)
    }

    It 'names a share that is missing, and is no success' {
        $report = $shares[0, 3] | Join-Dhis2ImportReport -ErrorVariable faults -ErrorAction SilentlyContinue
        $report.Status | Should -Be 'ERROR'
        $report.MissingShares | Should -Be '2/4', '3/4'
        $faults | Should -HaveCount 1
        "$faults" | Should -BeLike '*2/4, 3/4*'
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'a share that is there twice'; Reports = { $shares[0], $shares[0] }; Says = '*share 1/4*' }
        @{ What = 'shares of another number'; Reports = { $shares[0], (Import-Dhis2DataValueSet TestDrive:/national.csv -Partition 2/5 -WhatIf -ErrorAction SilentlyContinue) }; Says = '*4 and 5*' }
        @{ What = 'a whole import among shares'; Reports = { $shares[0], ('{"Total":1,"Imported":1,"Updated":0,"Deleted":0,"Unchanged":0,"Skipped":0,"Rejected":0,"NotSent":0,"Unknown":0}' | ConvertFrom-Json) }; Says = '*whole imports*' }
    ) {
        { & $Reports | Join-Dhis2ImportReport } | Should -Throw $Says
    }

    It 'goes on after what is no report, and says which' {
        $outcome = Get-Outcome { $shares[0], 'x', $shares[1], ([pscustomobject]@{ Total = 5; Imported = 1; Updated = 0; Deleted = 0; Unchanged = 0; Skipped = 0; Rejected = 0; NotSent = 0; Unknown = 0 }), $shares[2], $shares[3] | Join-Dhis2ImportReport }
        $outcome.Output.Total | Should -Be 203
        $outcome.Errors | Should -HaveCount 2
        $outcome.Errors[0].TargetObject | Should -Be 'x'
    }

    It 'adds up reports of whole imports' {
        $one = '{"Total":3,"Imported":1,"Updated":2,"Deleted":0,"Unchanged":0,"Skipped":0,"Rejected":0,"NotSent":0,"Unknown":0}' | ConvertFrom-Json
        ($one, $one | Join-Dhis2ImportReport).Total | Should -Be 6
    }

    It 'refuses as a share: <_>' -ForEach '0/4', '5/4', '3', 'three/4', '1/100000' {
        { Import-Dhis2DataValueSet TestDrive:/national.csv -Partition $_ } | Should -Throw '*no share of rows*'
    }
}
