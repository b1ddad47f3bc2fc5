Describe 'What Import-Dhis2DataValueSet reads' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $sandbox = Start-Sandbox -Version 2.42
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -RetryIntervalSec 0
        $folder = (Get-Item TestDrive:/).FullName
        $csv = "dataElement;period;orgUnit;value`nwQnWB75rNpL;201405;aIv4qaIOQ2k;7`nSgcilVDz1X3;201405;aIv4qaIOQ2k;8`n"

        function Get-Sent {
            $posts = Get-SandboxRequest $sandbox '*dataValueSets*' | Where-Object method -EQ POST
            foreach ($post in $posts) {
                ($post.body | ConvertFrom-Json).dataValues
            }
        }
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'reads a zip, and refuses one with two files, and the good file goes in' {
        Set-Content TestDrive:/one.csv $csv -NoNewline
        Set-Content TestDrive:/two.csv $csv -NoNewline
        Compress-Archive TestDrive:/one.csv TestDrive:/one.zip
        Compress-Archive TestDrive:/one.csv, TestDrive:/two.csv TestDrive:/both.zip
        $outcome = Get-Outcome { Import-Dhis2DataValueSet TestDrive:/both.zip, TestDrive:/one.zip -DataSet J33aMjt3IoU }
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Errors | Should -HaveCount 1
        "$($outcome.Errors[0])" | Should -BeLike '*both.zip*2 files*one.csv, two.csv*'
        $outcome.Output[0].Total | Should -Be 2
        (Get-Sent).value | Sort-Object | Should -Be '7', '8'
    }

    It 'reads a file of another encoding as it is told to, in every format' -ForEach @(
        @{ Name = 'rows.csv'; Text = "dataElement,period,orgUnit,value,comment`nwQnWB75rNpL,201405,aIv4qaIOQ2k,7,caf$([char] 0xE9)`n" }
        @{ Name = 'rows.json'; Text = '{"dataValues":[{"dataElement":"wQnWB75rNpL","period":"201405","orgUnit":"aIv4qaIOQ2k","value":"7","comment":"caf' + [char] 0xE9 + '"}]}' }
        @{ Name = 'rows.xml'; Text = '<dataValueSet><dataValue dataElement="wQnWB75rNpL" period="201405" orgUnit="aIv4qaIOQ2k" value="7" comment="caf' + [char] 0xE9 + '"/></dataValueSet>' }
    ) {
        [IO.File]::WriteAllBytes("$folder/$Name", [Text.Encoding]::GetEncoding(28591).GetBytes($Text))
        $outcome = Get-Outcome { Import-Dhis2DataValueSet TestDrive:/$Name -DataSet J33aMjt3IoU }
        $outcome.Errors.Count + @($outcome.End).Where({ $_ }).Count | Should -BeGreaterThan 0
        "$($outcome.Errors)$($outcome.End)" | Should -BeLike '*line*no text*'
        Get-Sent | Should -BeNullOrEmpty
        (Import-Dhis2DataValueSet TestDrive:/$Name -DataSet J33aMjt3IoU -Encoding windows-1252).Total | Should -Be 1
        (Get-Sent).comment | Should -BeExactly "caf$([char] 0xE9)"
        [IO.File]::WriteAllText("$folder/$Name", $Text, [Text.Encoding]::Unicode)
        (Import-Dhis2DataValueSet TestDrive:/$Name -DataSet J33aMjt3IoU).Total | Should -Be 1
        @(Get-Sent)[-1].comment | Should -BeExactly "caf$([char] 0xE9)"
    }

    It 'names the column that a CSV lacks, and takes what a parameter gives' {
        "dataElement,value`nwQnWB75rNpL,7" | Set-Content TestDrive:/short.csv
        { Import-Dhis2DataValueSet TestDrive:/short.csv -DataSet J33aMjt3IoU -OrgUnit aIv4qaIOQ2k -ErrorAction Stop } | Should -Throw "*no column 'period'*"
        { Import-Dhis2DataValueSet TestDrive:/short.csv -DataSet J33aMjt3IoU -Period 201405 -ErrorAction Stop } | Should -Throw "*no column 'orgUnit'*"
        Get-Sent | Should -BeNullOrEmpty
        (Import-Dhis2DataValueSet TestDrive:/short.csv -DataSet J33aMjt3IoU -Period 201405 -OrgUnit aIv4qaIOQ2k).Total | Should -Be 1
    }

    It 'needs no values where rows are to be deleted' {
        $null = "dataElement,period,orgUnit,value`nwQnWB75rNpL,201406,aIv4qaIOQ2k,7" | Set-Content TestDrive:/keys.csv
        (Import-Dhis2DataValueSet TestDrive:/keys.csv -DataSet J33aMjt3IoU).Imported | Should -Be 1
        "dataElement,period,orgUnit`nwQnWB75rNpL,201406,aIv4qaIOQ2k" | Set-Content TestDrive:/keys.csv
        (Import-Dhis2DataValueSet TestDrive:/keys.csv -DataSet J33aMjt3IoU -ImportStrategy Delete).Deleted | Should -Be 1
        "dataElement,period,orgUnit,deleted`nwQnWB75rNpL,201406,aIv4qaIOQ2k,true`nwQnWB75rNpL,201407,aIv4qaIOQ2k,false" | Set-Content TestDrive:/keys.csv
        $outcome = Get-Outcome { Import-Dhis2DataValueSet TestDrive:/keys.csv -DataSet J33aMjt3IoU }
        "$($outcome.Errors)" | Should -BeLike '*keys.csv:3: The row has no value*'
        "$($outcome.End)" | Should -BeNullOrEmpty
    }

    It 'takes objects that have come through remoting' {
        $row = [pscustomobject]@{ DataElement = 'wQnWB75rNpL'; Period = 201405; org_unit = 'aIv4qaIOQ2k'; Value = 7; PSComputerName = 'localhost'; RunspaceId = [guid]::NewGuid(); PSShowComputerName = $true }
        $summary = $row | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU
        $summary.Status | Should -Be 'SUCCESS'
        (Get-Sent).value | Should -Be '7'
    }

    It 'takes <Case>' -ForEach @(
        @{ Case = 'rows that a job gave back'; Row = { [pscustomobject]@{ dataElement = 'wQnWB75rNpL'; period = '201405'; orgUnit = 'aIv4qaIOQ2k'; value = '7'; PSSourceJobInstanceId = [guid]::NewGuid() } } }
        @{ Case = 'rows of Import-Csv with a column without a name'; Row = { "dataElement,period,orgUnit,,value`nwQnWB75rNpL,201405,aIv4qaIOQ2k,,7" | ConvertFrom-Csv -WarningAction Ignore } }
        @{ Case = 'rows of a database'; Row = {
                $table = [Data.DataTable]::new()
                'dataElement', 'period', 'orgUnit', 'value', 'comment' | ForEach-Object { $null = $table.Columns.Add($_, [object]) }
                $null = $table.Rows.Add('wQnWB75rNpL', 201405, 'aIv4qaIOQ2k', [decimal] 7, [DBNull]::Value)
                , $table.Rows[0]
            }
        }
    ) {
        $outcome = Get-Outcome { & $Row | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU }
        "$($outcome.Errors)$($outcome.End)" | Should -BeNullOrEmpty
        $outcome.Output[0].Status | Should -Be 'SUCCESS'
        (Get-Sent).value | Should -Be '7'
    }

    It 'says what Import-Csv needs where it took all columns for one' {
        $outcome = Get-Outcome { $csv | ConvertFrom-Csv | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU }
        $outcome.Errors | Should -HaveCount 2
        "$($outcome.Errors[0])" | Should -BeLike '*Import-Csv*-Delimiter*'
    }

    It 'ends with the first bad row of several files, and accounts for all of them, where -ErrorAction is Stop' {
        [IO.File]::WriteAllBytes("$folder/latin.csv", [Text.Encoding]::GetEncoding(28591).GetBytes("dataElement,period,orgUnit,value,comment`nwQnWB75rNpL,201405,aIv4qaIOQ2k,7,caf$([char] 0xE9)`n"))
        Set-Content TestDrive:/behind.csv 'dataElement,period,orgUnit,value', 'bad,201405,aIv4qaIOQ2k,7', 'wQnWB75rNpL,201405,aIv4qaIOQ2k,8'
        $outcome = Get-Outcome { Import-Dhis2DataValueSet TestDrive:/latin.csv, TestDrive:/behind.csv -DataSet J33aMjt3IoU -ErrorAction Stop }
        "$($outcome.End)" | Should -BeLike '*latin.csv:2: Line 2 *-Encoding windows-1252*'
        $outcome.Output | Should -HaveCount 1
        $outcome.Output[0].Total, $outcome.Output[0].Rejected, $outcome.Output[0].NotSent | Should -Be 3, 2, 0
        (Get-Sent).value | Should -Be 8
    }

    It 'reads a stream that is piped in' {
        $stream = [IO.MemoryStream]::new([Text.Encoding]::UTF8.GetBytes($csv))
        $summary = $stream | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU
        $summary.Total | Should -Be 2
        (Get-Sent).value | Sort-Object | Should -Be '7', '8'
    }

    It 'reads the standard input as bytes, packed ones, too' {
        $start = [Diagnostics.ProcessStartInfo]::new(@(Get-EngineCommand)[0])
        $script = "Import-Module '$((Get-Module Dhis2).Path)'; Connect-Dhis2 $($sandbox.Uri) ([pscredential]::new('admin', (ConvertTo-SecureString district -AsPlainText -Force))); (Import-Dhis2DataValueSet -Path - -DataSet J33aMjt3IoU).Total"
        foreach ($argument in @(Get-EngineCommand | Select-Object -Skip 1) + '-NoProfile', '-NonInteractive', '-Command', $script) {
            $start.ArgumentList.Add($argument)
        }
        $start.RedirectStandardInput = $true
        $start.RedirectStandardOutput = $true
        $process = [Diagnostics.Process]::Start($start)
        $gzip = [IO.Compression.GZipStream]::new($process.StandardInput.BaseStream, [IO.Compression.CompressionMode]::Compress)
        $gzip.Write([Text.Encoding]::UTF8.GetBytes($csv))
        $gzip.Dispose()
        $output = $process.StandardOutput.ReadToEnd()
        $process.WaitForExit()
        $process.Dispose()
        $output.Trim() | Should -Be '2'
        (Get-Sent).value | Sort-Object | Should -Be '7', '8'
    }
}
