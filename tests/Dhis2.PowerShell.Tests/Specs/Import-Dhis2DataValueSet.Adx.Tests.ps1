Describe 'Import-Dhis2DataValueSet of ADX on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $version = $_
        $sandbox = Start-Sandbox -Version $version
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -RetryIntervalSec 0
        # An export of 2.43, which no server of that version takes as it is.
        $export = '<adx xmlns="urn:ihe:qrph:adx:2015"><group dataSet="DS_ROUTINE" period="2015-01-01/P1M" orgUnit="OU_NORTH_D3_F1" default="default">' +
            '<dataValue dataElement="DE_OPD" CAT_SEX="CO_F" CAT_AGE="CO_U5" value="5"/><dataValue dataElement="DE_BIRTHS" default="default" value="11"/>' +
            '<dataValue dataElement="DE_NOTE" default="default" value="0"><annotation>some text</annotation></dataValue></group></adx>'
        function Get-Stored { @(Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201501 -OrgUnit KwRtWpWGrgR) }
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'takes the export of a server, packed and under any name' {
        $bytes = [Text.Encoding]::UTF8.GetBytes($export)
        $file = [IO.File]::Create((Join-Path $TestDrive 'export.dat'))
        $gzip = [IO.Compression.GZipStream]::new($file, [IO.Compression.CompressionMode]::Compress)
        $gzip.Write($bytes, 0, $bytes.Length)
        $gzip.Dispose()
        $report = Import-Dhis2DataValueSet TestDrive:/export.dat -IdScheme CODE
        $report.Total, $report.Rejected, $report.Unknown | Should -Be 3, 0, 0
        $report.Status | Should -Be 'SUCCESS'
        (Get-Stored).Value | Should -Contain '11'
        (Get-Stored).Value | Should -Contain 'some text'
        (Get-Stored | Where-Object DataElement -EQ OqYjd00phS6).CategoryOptionCombo | Should -Contain 'T263yzuGhlX'
    }

    It 'names a bad value between good ones under the default ErrorAction, and keeps it in a file of rejected rows' {
        Set-Content TestDrive:/bad.adx.xml $export.Replace('<dataValue dataElement="DE_BIRTHS"', "`n<dataValue dataElement=`"DE_OPD`" CAT_SEX=`"CO_X`" CAT_AGE=`"CO_U5`" value=`"9`"/><dataValue dataElement=`"DE_BIRTHS`"")
        $report = Import-Dhis2DataValueSet TestDrive:/bad.adx.xml -IdScheme CODE -RejectedPath TestDrive:/left.csv -ErrorVariable faults -ErrorAction SilentlyContinue
        $report.Total, $report.Rejected, $report.Unknown | Should -Be 4, 1, 0
        $faults | Should -HaveCount 1
        $faults[0].TargetObject.Line | Should -Be 2
        $left = @(Import-Csv TestDrive:/left.csv)
        $left.categoryoptioncombo | Should -Be 'CAT_AGE=CO_U5, CAT_SEX=CO_X'
        (Get-Stored).Value | Should -Contain '11'
        (Get-Stored).Value | Should -Not -Contain '9'
    }

    It 'tells a broken file with its line, and goes on with the next' {
        Set-Content TestDrive:/a.adx.xml $export
        Set-Content TestDrive:/b.adx.xml "<adx xmlns=`"urn:ihe:qrph:adx:2015`">`n<group period=2024/>"
        $report = Import-Dhis2DataValueSet TestDrive:/b.adx.xml, TestDrive:/a.adx.xml -IdScheme CODE -ErrorVariable faults -ErrorAction SilentlyContinue
        $report.Total | Should -Be 3
        $faults | Should -HaveCount 1
        $faults[0].TargetObject | Should -BeLike '*b.adx.xml:2'
    }

    It 'sends nothing that a trial would store' {
        Set-Content TestDrive:/a.adx.xml $export
        $before = (Get-Stored).Value -join ','
        $report = Import-Dhis2DataValueSet TestDrive:/a.adx.xml -IdScheme CODE -WhatIf
        $report.DryRun, $report.Total, $report.Rejected | Should -Be $true, 3, 0
        (Get-Stored).Value -join ',' | Should -Be $before
    }

    It 'writes rejected rows as ADX to <_>, with their categories, and takes them as they are once they are corrected' -ForEach 'left.adx', 'left.xml', 'left.adx.xml.gz' {
        $bad = '<dataValue dataElement="DE_OPD" CAT_SEX="CO_X" CAT_AGE="CO_U5" value="9"/><dataValue dataElement="DE_NOTE" value="0"><annotation>a &lt;-- b</annotation></dataValue>'
        $group = '<group dataSet="DS_ROUTINE" period="2015-01-01/P1M" orgUnit="OU_NORTH_D3_F1">'
        Set-Content TestDrive:/bad.xml "<adx xmlns=`"urn:ihe:qrph:adx:2015`">$group<dataValue dataElement=`"DE_BIRTHS`" value=`"many--`"/>$bad</group>$($group -replace '2015-01', '2015-02')<dataValue dataElement=`"DE_BIRTHS`" value=`"21`"/></group></adx>"
        $report = Import-Dhis2DataValueSet TestDrive:/bad.xml -IdScheme CODE -RejectedPath "TestDrive:/$_" -ErrorAction SilentlyContinue
        $report.Total, $report.Rejected | Should -Be 4, 2
        $stream = [IO.File]::OpenRead((Join-Path $TestDrive $_))
        if ($_ -like '*.gz') { $stream = [IO.Compression.GZipStream]::new($stream, [IO.Compression.CompressionMode]::Decompress) }
        $text = [IO.StreamReader]::new($stream).ReadToEnd()
        $stream.Dispose()
        $rows = @(([xml] $text).adx.group)
        $rows | Should -HaveCount 1
        $rows[0].period, $rows[0].orgUnit, $rows[0].dataSet | Should -Be '2015-01-01/P1M', 'OU_NORTH_D3_F1', 'DS_ROUTINE'
        @($rows[0].dataValue).dataElement | Should -Be 'DE_BIRTHS', 'DE_OPD'
        @($rows[0].'#comment')[0] | Should -BeLike ' Rejected: bad.xml:1: *'
        Set-Content TestDrive:/corrected.xml $text.Replace('many--', '31').Replace('CO_X', 'CO_M')
        $again = Import-Dhis2DataValueSet TestDrive:/corrected.xml -IdScheme CODE
        $again.Total, $again.Status | Should -Be 2, 'SUCCESS'
        (Get-Stored | Where-Object DataElement -EQ wQnWB75rNpL).Value | Should -Be '31'
        (Get-Stored | Where-Object { $_.DataElement -eq 'OqYjd00phS6' -and $_.CategoryOptionCombo -eq 'sY6wRrh2uMD' }).Value | Should -Be '9'
    }

    It 'tells by the summaries of tasks what became of each row' {
        Set-Content TestDrive:/task.adx $export.Replace('<dataValue dataElement="DE_BIRTHS"', "`n<dataValue dataElement=`"DE_OPD`" CAT_SEX=`"CO_X`" CAT_AGE=`"CO_U5`" value=`"9`"/><dataValue dataElement=`"DE_BIRTHS`"")
        $report = Import-Dhis2DataValueSet TestDrive:/task.adx -IdScheme CODE -Async -Wait -PollIntervalSec 1 -ErrorVariable faults -ErrorAction SilentlyContinue
        $report.Total, $report.NotSent, $report.Unknown | Should -Be 4, 0, 0
        $report.Rejected | Should -Be $(if ($version -lt '2.42') { 1 } else { 4 })
        $faults | Should -HaveCount $report.Rejected
        $faults.TargetObject.Line | Should -Contain 2
        @(Get-SandboxRequest $sandbox '*dataValueSets*' | Where-Object method -EQ POST).path | Should -BeLike '*async=true*'
        if ($version -lt '2.42') { (Get-Stored).Value | Should -Contain '11' }

        Set-Content TestDrive:/good.adx $export
        $good = Import-Dhis2DataValueSet TestDrive:/good.adx -IdScheme CODE -Async -Wait -PollIntervalSec 1
        $good.Total, $good.Status | Should -Be 3, 'SUCCESS'
        (Get-Stored).Value | Should -Contain 'some text'
    }

    It 'imports shares of org units side by side, of which each row is in one' {
        $groups = foreach ($unit in 1..4) { $export -replace '^<adx[^>]*>|</adx>$' -replace 'D3_F1', "D3_F$unit" }
        Set-Content TestDrive:/all.adx "<adx xmlns=`"urn:ihe:qrph:adx:2015`">$(-join $groups)</adx>"
        $reports = foreach ($share in 1..3) { Import-Dhis2DataValueSet TestDrive:/all.adx -IdScheme CODE -Partition "$share/3" }
        ($reports | Measure-Object Total -Sum).Sum | Should -Be 12
        $reports.Status | Should -Not -Contain 'ERROR'
        $joined = Join-Dhis2ImportReport $reports
        $joined.Total, $joined.Status | Should -Be 12, 'SUCCESS'
    }

    It 'goes on after its process was killed behind a stored request, whose rows it looks up by the option combos of their categories' {
        $months = foreach ($month in 1..6) {
            "<group dataSet=`"DS_ROUTINE`" period=`"2016-0$month-01/P1M`" orgUnit=`"OU_NORTH_D3_F1`"><dataValue dataElement=`"DE_OPD`" CAT_SEX=`"CO_F`" CAT_AGE=`"CO_U5`" value=`"1$month`"/><dataValue dataElement=`"DE_OPD`" CAT_SEX=`"CO_M`" CAT_AGE=`"CO_U5`" value=`"2$month`"/></group>"
        }
        $source = Join-Path $TestDrive 'months.adx'
        $journal = "$source.journal"
        Set-Content $source "<adx xmlns=`"urn:ihe:qrph:adx:2015`">$(-join $months)</adx>"
        Add-SandboxFault $sandbox @{ kind = 'stall-body'; method = 'POST'; path = '/api/dataValueSets'; after = 1; afterBytes = 0; milliseconds = 0 }
        $script = Join-Path $TestDrive 'import.ps1'
        @'
param($Module, $Uri, $UserName, $Password, $Source, $Journal)
Import-Module $Module
Connect-Dhis2 $Uri ([pscredential]::new($UserName, (ConvertTo-SecureString $Password -AsPlainText -Force)))
Import-Dhis2DataValueSet $Source -IdScheme CODE -BatchSize 4 -CheckpointPath $Journal
'@ | Set-Content $script
        $admin = Get-AdminCredential
        $process = Start-ChildEngine -ArgumentList '-File', $script, $env:DHIS2_MODULE, $sandbox.Uri, $admin.UserName, $admin.GetNetworkCredential().Password, $source, $journal
        function Get-Month { @(Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period (1..6 | ForEach-Object { "20160$_" }) -OrgUnit KwRtWpWGrgR | Where-Object DataElement -EQ OqYjd00phS6).Value | Sort-Object }
        try {
            Wait-Until { (Get-Month) -contains '24' } -Seconds 60 | Should -BeTrue
            Stop-Process -Id $process.Id -Force
            $process.WaitForExit()
        }
        finally {
            $process.Dispose()
        }
        Clear-Sandbox $sandbox
        $report = Import-Dhis2DataValueSet $source -IdScheme CODE -BatchSize 4 -CheckpointPath $journal
        $report.Total, $report.Status, $report.Resumed, $report.ResumedRows | Should -Be 12, 'SUCCESS', $true, 4
        @(Get-SandboxRequest $sandbox '*dataValueSets*' | Where-Object method -EQ POST) | Should -HaveCount 1
        Get-Month | Should -Be @('11', '12', '13', '14', '15', '16', '21', '22', '23', '24', '25', '26')
    }
}
