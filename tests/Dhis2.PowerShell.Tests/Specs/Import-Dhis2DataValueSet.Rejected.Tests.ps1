BeforeDiscovery {
    $rejectedCases = foreach ($extension in 'csv', 'json', 'xml', 'csv.gz') { @{ Extension = $extension } }
}

Describe 'Import-Dhis2DataValueSet -RejectedPath' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $sandbox = Start-Sandbox -Version 2.42
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -RetryIntervalSec 0
        $head = 'dataelement,period,orgunit,value,comment'
        Set-Content TestDrive:/in.csv $head, 'wQnWB75rNpL,201001,aIv4qaIOQ2k,1,fine', 'wQnWB75rNpL,201002,aIv4qaIOQ2k,"many, ""so many""",a;b', 'wQnWB75rNpL,2010,,2,', 'wQnWB75rNpL,201003,aIv4qaIOQ2k,3,x,y,z', 'wQnWB75rNpL,201004,aIv4qaIOQ2k,4,'
        function Get-Stored { @(Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -StartDate 2010-01-01 -EndDate 2010-12-31 -OrgUnit aIv4qaIOQ2k | Sort-Object Period) }
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'keeps the rows that did not go in as <Extension>, to be corrected and imported as they are' -ForEach $rejectedCases {
        $path = "TestDrive:/rejected.$Extension"
        $report = Import-Dhis2DataValueSet TestDrive:/in.csv -RejectedPath $path -ErrorAction SilentlyContinue
        $report.Imported + $report.Unchanged + $report.Updated | Should -Be 2
        $report.Rejected | Should -Be 3
        $again = Import-Dhis2DataValueSet $path -WhatIf -ErrorAction SilentlyContinue
        $again.Total, $again.Rejected | Should -Be 3, 3
        $again.Problems[0].Value | Should -Be 'many, "so many"'
        $again.Problems[0].Row.Comment | Should -Be 'a;b'
    }

    It 'says why, and goes in once it is corrected' {
        $null = Import-Dhis2DataValueSet TestDrive:/in.csv -RejectedPath TestDrive:/left.csv -ErrorAction SilentlyContinue
        $rows = Import-Csv TestDrive:/left.csv
        $rows.reason | Should -HaveCount 3
        $rows[0].reason | Should -BeLike 'Rejected: in.csv:3: *(E7619)'
        $rows[1].reason | Should -BeLike 'Rejected: in.csv:4: The row has no org unit.*'
        $rows[2].reason | Should -BeLike 'Rejected: in.csv:5: *'
        $rows[0].value = '5'
        $rows[0] | Export-Csv TestDrive:/corrected.csv
        (Import-Dhis2DataValueSet TestDrive:/corrected.csv).Status | Should -Be 'SUCCESS'
        (Get-Stored | Where-Object Period -EQ 201002).Value | Should -Be '5'
    }

    It 'writes it where an error ends the import, and holds the rows that were not sent' {
        Add-SandboxFault $sandbox @{ kind = 'status'; status = 403; method = 'POST'; path = '^/api/dataValueSets'; count = 0 }
        { Import-Dhis2DataValueSet TestDrive:/in.csv -BatchSize 1 -RejectedPath TestDrive:/ended.csv -ErrorAction Stop } | Should -Throw
        (Import-Csv TestDrive:/ended.csv).reason | Should -HaveCount 5
    }

    It 'replaces what an earlier import left when all rows go in' {
        Set-Content TestDrive:/good.csv $head, 'wQnWB75rNpL,201006,aIv4qaIOQ2k,6,'
        $null = Import-Dhis2DataValueSet TestDrive:/good.csv -RejectedPath TestDrive:/ended.csv
        Get-Content TestDrive:/ended.csv | Should -HaveCount 1
    }

    It 'refuses a path that cannot be written, or that is to be imported, before anything is sent' {
        { Import-Dhis2DataValueSet TestDrive:/in.csv -RejectedPath TestDrive:/in.csv } | Should -Throw '*one of the files*'
        { Import-Dhis2DataValueSet TestDrive:/in.csv -RejectedPath TestDrive:/nowhere/left.csv } | Should -Throw '*does not exist*'
        Get-SandboxRequest $sandbox '*dataValueSets*' | Where-Object method -EQ POST | Should -BeNullOrEmpty
        Get-Content TestDrive:/in.csv | Should -HaveCount 6
    }
}
