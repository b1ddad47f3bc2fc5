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

    It 'deletes, when it is imported as it is, what its source said to delete, as <_>' -ForEach 'csv', 'json', 'xml' {
        $null = @{ dataElement = 'wQnWB75rNpL'; period = '201006'; orgUnit = 'aIv4qaIOQ2k'; value = '6' } | Import-Dhis2DataValueSet
        Set-Content TestDrive:/delete.json '{"importStrategy":"DELETE","dataValues":[{"dataElement":"wQnWB75rNpL","period":"201006","orgUnit":"aIv4qaIOQ2k","value":"6"}]}'
        Add-SandboxFault $sandbox @{ kind = 'status'; status = 403; method = 'POST'; path = '^/api/dataValueSets'; count = 1 }
        $outcome = Get-Outcome { Import-Dhis2DataValueSet TestDrive:/delete.json -RejectedPath "TestDrive:/undeleted.$_" }
        $told = if ($_ -eq 'csv') { 1 } else { 0 }
        @($outcome.Errors).Where({ "$_" -like '*undeleted*-ImportStrategy Delete*' }) | Should -HaveCount $told
        (Import-Dhis2DataValueSet "TestDrive:/undeleted.$_").Rejected | Should -Be 0
        Get-Stored | Where-Object Period -EQ 201006 | Should -BeNullOrEmpty
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

    It 'keeps a row whose id or period a spreadsheet has rounded, as it is written, <Case>' -ForEach @(
        @{ Case = 'of a file'; Piped = $false }
        @{ Case = 'of the pipeline'; Piped = $true }
    ) {
        Set-Content TestDrive:/rounded.csv 'dataElement,period,orgUnit,value,comment', 'wQnWB75rNpL,2.01001E+05,aIv4qaIOQ2k,7,said', '1.5E+11,201002,aIv4qaIOQ2k,8,'
        $report = if ($Piped) { Import-Csv TestDrive:/rounded.csv | Import-Dhis2DataValueSet -RejectedPath TestDrive:/kept.csv -ErrorAction SilentlyContinue }
        else { Import-Dhis2DataValueSet TestDrive:/rounded.csv -RejectedPath TestDrive:/kept.csv -ErrorAction SilentlyContinue }
        $report.Problems | ForEach-Object Item | Should -Be 'wQnWB75rNpL 2.01001E+05 aIv4qaIOQ2k', '1.5E+11 201002 aIv4qaIOQ2k'
        $rows = Import-Csv TestDrive:/kept.csv
        $rows.period | Should -Be '2.01001E+05', '201002'
        $rows.value | Should -Be '7', '8'
        $rows[0].comment | Should -Be 'said'
        (Import-Dhis2DataValueSet TestDrive:/kept.csv -ErrorAction SilentlyContinue).Rejected | Should -Be 2
        $rows[0].period = '201001'
        $rows[1].dataelement = 'wQnWB75rNpL'
        $rows | Export-Csv TestDrive:/corrected.csv
        (Import-Dhis2DataValueSet TestDrive:/corrected.csv).Status | Should -Be 'SUCCESS'
        (Get-Stored | Where-Object Period -In 201001, 201002).Value | Should -Be '7', '8'
    }

    It 'is read again by the command that wrote it, <Extension>' -ForEach @(
        @{ Extension = 'csv'; Name = 'windows-1252' }
        @{ Extension = 'xml'; Name = 'windows-1252' }
        @{ Extension = 'xml'; Name = 'unicode' }
        @{ Extension = 'json'; Name = 'unicode' }
    ) {
        $encoding = @{ Encoding = $Name }
        $code = [Text.Encoding]::GetEncoding($(if ($Name -eq 'unicode') { 'utf-16' } else { 'iso-8859-1' }))
        [IO.File]::WriteAllText((Join-Path $TestDrive 'said.csv'), "dataElement,period,orgUnit,value,comment`nwQnWB75rNpL,201001,aIv4qaIOQ2k,x,caf$([char] 0xE9)`n", $code)
        $null = Import-Dhis2DataValueSet TestDrive:/said.csv @encoding -RejectedPath "TestDrive:/said-left.$Extension" -ErrorAction SilentlyContinue
        $again = Import-Dhis2DataValueSet "TestDrive:/said-left.$Extension" @encoding -WhatIf -ErrorAction SilentlyContinue
        $again.Problems.Row.Comment | Should -BeExactly "caf$([char] 0xE9)"
    }

    It 'has what separates the columns of the source' {
        Set-Content TestDrive:/semicolons.csv ($head -replace ',', ';'), 'wQnWB75rNpL;201001;aIv4qaIOQ2k;1,5;a,b'
        $null = Import-Dhis2DataValueSet TestDrive:/semicolons.csv -RejectedPath TestDrive:/left.csv -ErrorAction SilentlyContinue
        @(Import-Csv TestDrive:/left.csv -Delimiter ';').value | Should -Be '1,5'
        # A name that tells nothing: the content of the source did.
        Set-Content TestDrive:/rows.data '{"dataValues":[{"dataElement":"wQnWB75rNpL","period":"201001","orgUnit":"aIv4qaIOQ2k","value":"x"}]}'
        $null = Import-Dhis2DataValueSet TestDrive:/rows.data -RejectedPath TestDrive:/left.data -ErrorAction SilentlyContinue
        (Get-Content TestDrive:/left.data -Raw | ConvertFrom-Json).dataValues.value | Should -Be 'x'
    }

    It 'is written in another encoding where the one of -Encoding lacks a character of a row, and the report is written' {
        $row = @{ dataElement = 'wQnWB75rNpL'; period = '201001'; orgUnit = 'aIv4qaIOQ2k'; value = "$([char] 0xE01)" }
        $outcome = Get-Outcome { $row | Import-Dhis2DataValueSet -Encoding windows-1252 -RejectedPath TestDrive:/left.csv }
        $outcome.Output[0].Rejected | Should -Be 1
        "$($outcome.Errors)" | Should -BeLike '*left.csv*windows-1252*written as UTF-8*'
        (Import-Csv TestDrive:/left.csv).value | Should -BeExactly "$([char] 0xE01)"
    }

    It 'replaces what an earlier import left, and there is a report, where no row can be read: <Case>' -ForEach @(
        @{ Case = 'a header alone'; Text = 'dataelement,period,orgunit,value'; Ends = $false }
        @{ Case = 'a set without rows'; Text = '<dataValueSet/>'; Ends = $false }
        @{ Case = 'a web page'; Text = '<!DOCTYPE html><html/>'; Ends = $false }
        @{ Case = 'a web page, with Stop'; Text = '<!DOCTYPE html><html/>'; Ends = $true; Action = 'Stop' }
        @{ Case = 'a file that is empty'; Text = ''; Ends = $false }
    ) {
        Set-Content TestDrive:/none.csv $Text -NoNewline
        Set-Content TestDrive:/old.csv 'what the import of yesterday left'
        $action = if ($Action) { @{ ErrorAction = $Action } } else { @{} }
        $outcome = Get-Outcome { Import-Dhis2DataValueSet TestDrive:/none.csv -RejectedPath TestDrive:/old.csv @action }
        @($outcome.Errors).Count + @($outcome.End).Where({ $_ }).Count | Should -Be 1
        [bool] $outcome.End | Should -Be $Ends
        @($outcome.Errors + $outcome.End).Where({ $_ })[0].TargetObject | Should -BeLike '*none.csv*'
        $outcome.Output | Should -HaveCount 1
        $outcome.Output[0].Status, $outcome.Output[0].Total | Should -Be 'ERROR', 0
        Get-Content TestDrive:/old.csv | Should -BeLike '*reason'
    }

    It 'never replaces a file that is piped in, and names it' {
        $before = Get-Content TestDrive:/in.csv -Raw
        $outcome = Get-Outcome { Get-Item TestDrive:/in.csv | Import-Dhis2DataValueSet -RejectedPath TestDrive:/in.csv }
        "$($outcome.End)" | Should -BeLike '*in.csv*one of the files*'
        Get-Content TestDrive:/in.csv -Raw | Should -BeExactly $before
    }

    It 'refuses a path that cannot be written, or that is to be imported, before anything is sent' {
        { Import-Dhis2DataValueSet TestDrive:/in.csv -RejectedPath TestDrive:/in.csv } | Should -Throw '*one of the files*'
        { Import-Dhis2DataValueSet TestDrive:/in.csv -RejectedPath TestDrive:/left.csv -CheckpointPath TestDrive:/left.csv } | Should -Throw '*place of the journal*'
        { Import-Dhis2DataValueSet TestDrive:/in.csv -RejectedPath TestDrive:/nowhere/left.csv } | Should -Throw '*does not exist*'
        Get-SandboxRequest $sandbox '*dataValueSets*' | Where-Object method -EQ POST | Should -BeNullOrEmpty
        Get-Content TestDrive:/in.csv | Should -HaveCount 6
    }

    # Here not even root can make a file.
    It 'refuses a folder in which no file can be made, before anything is sent' -Skip:(-not (Test-Path /proc/self)) {
        { Import-Dhis2DataValueSet TestDrive:/in.csv -RejectedPath /proc/self/left.csv } | Should -Throw '*/proc/self/left.csv*'
        { Import-Dhis2DataValueSet TestDrive:/in.csv -CheckpointPath /proc/self/left.journal } | Should -Throw '*/proc/self/left.journal*'
        { Import-Csv TestDrive:/in.csv | Import-Dhis2DataValueSet -RejectedPath /proc/self/left.csv } | Should -Throw '*/proc/self/left.csv*'
        Get-SandboxRequest $sandbox '*dataValueSets*' | Where-Object method -EQ POST | Should -BeNullOrEmpty
    }

    It 'tells a line of a wrong form by its ids, and the line itself in the reason' {
        Set-Content TestDrive:/bent.csv $head, 'wQnWB75rNpL,201101,aIv4qaIOQ2k,3,5,comma', 'wQnWB75rNpL,201102,aIv4qaIOQ2k,4,"said', 'wQnWB75rNpL,201103,aIv4qaIOQ2k,6,'
        $report = Import-Dhis2DataValueSet TestDrive:/bent.csv -RejectedPath TestDrive:/left.csv -ErrorAction SilentlyContinue
        $report.Total, $report.Imported, $report.Rejected | Should -Be 3, 1, 2
        $rows = Import-Csv TestDrive:/left.csv
        $rows.period | Should -Be '201101', '201102'
        $rows.orgunit | Should -Be 'aIv4qaIOQ2k', 'aIv4qaIOQ2k'
        $rows[0].reason | Should -BeLike '*wQnWB75rNpL,201101,aIv4qaIOQ2k,3,5,comma*'
        $rows[1].reason | Should -BeLike '*wQnWB75rNpL,201102,aIv4qaIOQ2k,4,"said*'
        # A decimal comma must not make another number where the file is imported as it is.
        (Import-Dhis2DataValueSet TestDrive:/left.csv -ErrorAction SilentlyContinue).Rejected | Should -Be 2
        @(Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -StartDate 2011-01-01 -EndDate 2011-12-31 -OrgUnit aIv4qaIOQ2k).Value | Should -Be '6'
    }

    It 'sends none of what a packed file that ends in the middle does not hold, and tells it' {
        $lines = @($head) + (1..900).ForEach({ 'wQnWB75rNpL,{0},aIv4qaIOQ2k,{1},' -f [datetime]::new(2010, 1, 1).AddMonths($_ % 12).ToString('yyyyMM'), ($_ * 7919 % 1009) })
        $packed = [IO.MemoryStream]::new()
        $gzip = [IO.Compression.GZipStream]::new($packed, [IO.Compression.CompressionMode]::Compress)
        $gzip.Write([Text.Encoding]::UTF8.GetBytes($lines -join "`n"))
        $gzip.Dispose()
        $bytes = $packed.ToArray()
        foreach ($cut in 1, 8, 9, 40, 333, 1000) {
            [IO.File]::WriteAllBytes("$TestDrive/cut.csv.gz", $bytes[0..($bytes.Count - 1 - $cut)])
            Clear-Sandbox $sandbox
            $outcome = Get-Outcome { Import-Dhis2DataValueSet TestDrive:/cut.csv.gz }
            "$($outcome.Output)$($outcome.Errors)$($outcome.End)" | Should -BeLike '*damaged, or not whole*'
            foreach ($row in @(Get-Stored)) {
                $lines | Should -Contain "$($row.DataElement),$($row.Period),$($row.OrgUnit),$($row.Value),"
            }
        }
    }
}
