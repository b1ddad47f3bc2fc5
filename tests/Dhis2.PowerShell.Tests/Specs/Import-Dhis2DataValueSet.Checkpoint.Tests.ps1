Describe 'Import-Dhis2DataValueSet -CheckpointPath on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -RetryIntervalSec 0

        # Two values a month for a hundred months; their values are the numbers of the rows.
        function Write-Source([string] $Path) {
            $number = 0
            $(foreach ($month in 0..99) {
                foreach ($element in 'wQnWB75rNpL', 'SgcilVDz1X3') {
                    $number++
                    [pscustomobject]@{ dataElement = $element; period = '{0}{1:00}' -f (2010 + [Math]::Floor($month / 12)), (1 + $month % 12); orgUnit = 'aIv4qaIOQ2k'; value = $number }
                }
            }) | Export-Csv $Path
        }

        function Get-Sent {
            Get-SandboxRequest $sandbox '*dataValueSets*' | Where-Object method -EQ POST | ForEach-Object { [int[]] ($_.body | ConvertFrom-Json).dataValues.value }
        }

        function Get-StoredValue {
            $periods = foreach ($month in 0..99) { '{0}{1:00}' -f (2010 + [Math]::Floor($month / 12)), (1 + $month % 12) }
            [int[]] @(Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period $periods -OrgUnit aIv4qaIOQ2k | Where-Object DataElement -In 'wQnWB75rNpL', 'SgcilVDz1X3').Value | Sort-Object
        }
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        $null = Invoke-RestMethod -Uri "$($sandbox.Uri)_sandbox/state" -Method Delete -Verbose:$false
        $source = Join-Path $TestDrive "$([guid]::NewGuid()).csv"
        $journal = "$source.journal"
        Write-Source $source
    }

    It 'goes on after its process was killed while the server <Case>' -ForEach @(
        @{ Case = 'had not looked at a request'; Kind = 'stall'; First = 76 }
        @{ Case = 'had carried a request out'; Kind = 'stall-body'; First = 101 }
    ) {
        # The fourth request is never answered.
        Add-SandboxFault $sandbox @{ kind = $Kind; method = 'POST'; path = '/api/dataValueSets'; after = 3; afterBytes = 0; milliseconds = 0 }
        $script = Join-Path $TestDrive 'import.ps1'
        @'
param($Module, $Uri, $UserName, $Password, $Source, $Journal)
Import-Module $Module
Connect-Dhis2 $Uri ([pscredential]::new($UserName, (ConvertTo-SecureString $Password -AsPlainText -Force)))
Import-Dhis2DataValueSet $Source -DataSet J33aMjt3IoU -BatchSize 25 -CheckpointPath $Journal
'@ | Set-Content $script
        $admin = Get-AdminCredential
        $process = Start-ChildEngine -ArgumentList '-File', $script, $env:DHIS2_MODULE, $sandbox.Uri, $admin.UserName, $admin.GetNetworkCredential().Password, $source, $journal
        try {
            Wait-Until { @(Get-SandboxRequest $sandbox '*dataValueSets*' | Where-Object fault -EQ $Kind).Count -eq 1 } -Seconds 60 | Should -BeTrue
            Wait-Until { $Kind -eq 'stall' -or (Get-StoredValue) -contains 100 } | Should -BeTrue
            Stop-Process -Id $process.Id -Force
            $process.WaitForExit()
        }
        finally {
            $process.Dispose()
        }
        Get-Content $journal | Should -Not -Match $admin.GetNetworkCredential().Password
        Clear-Sandbox $sandbox

        $report = Import-Dhis2DataValueSet $source -DataSet J33aMjt3IoU -BatchSize 25 -CheckpointPath $journal
        $report.Status | Should -Be 'SUCCESS'
        $report.Total | Should -Be 200
        $report.Imported + $report.Updated | Should -Be 200
        $report.Resumed | Should -BeTrue
        $report.ResumedRows | Should -Be 75
        Get-Sent | Sort-Object | Should -Be @($First..200)
        Get-StoredValue | Should -Be @(1..200)
    }

    It 'tells the report of a journal that has ended, with a warning, and sends nothing' {
        (Get-Content $source).Replace('"7"', '"many"') | Set-Content $source
        $first = Import-Dhis2DataValueSet $source -DataSet J33aMjt3IoU -CheckpointPath $journal -ErrorAction SilentlyContinue
        Clear-Sandbox $sandbox
        $outcome = Get-Outcome { Import-Dhis2DataValueSet $source -DataSet J33aMjt3IoU -CheckpointPath $journal -WarningVariable script:warnings -WarningAction SilentlyContinue }
        $warnings | Should -HaveCount 1
        $warnings | Should -BeLike "*$journal*"
        Get-Sent | Should -BeNullOrEmpty
        $outcome.Output | Should -HaveCount 1
        $outcome.Output[0].Total | Should -Be $first.Total
        $outcome.Output[0].Rejected | Should -Be 1
        $outcome.Output[0].Conflicts.Line | Should -Be 8
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.RowRejected,*'
        $outcome.Errors[0].TargetObject.Value | Should -Be 'many'
    }

    It 'refuses <Case>' -ForEach @(
        @{ Case = 'a file that has changed'; Id = 'JournalOfOtherImport'; Script = { Add-Content $source '"wQnWB75rNpL","202001","aIv4qaIOQ2k","1"'; Import-Dhis2DataValueSet $source -DataSet J33aMjt3IoU -CheckpointPath $journal } }
        @{ Case = 'another option'; Id = 'JournalOfOtherImport'; Script = { Import-Dhis2DataValueSet $source -DataSet J33aMjt3IoU -ImportStrategy Delete -CheckpointPath $journal } }
        @{ Case = 'a further file'; Id = 'JournalOfOtherImport'; Script = { Copy-Item $source "$source.csv"; Import-Dhis2DataValueSet $source, "$source.csv" -DataSet J33aMjt3IoU -CheckpointPath $journal } }
        @{ Case = 'a file in place of the journal'; Id = 'NotAJournal'; Script = { Copy-Item $source "$source.csv"; Import-Dhis2DataValueSet $source -DataSet J33aMjt3IoU -CheckpointPath "$source.csv" } }
        @{ Case = 'a file that is not there'; Id = 'Input'; Script = { Import-Dhis2DataValueSet $source, "$source.none" -DataSet J33aMjt3IoU -CheckpointPath "$journal.new" } }
        @{ Case = 'objects of the pipeline'; Id = 'Input'; Script = { Import-Csv $source | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU -CheckpointPath $journal } }
        @{ Case = 'tasks of the server'; Id = 'Input'; Script = { Import-Dhis2DataValueSet $source -DataSet J33aMjt3IoU -Async -CheckpointPath $journal } }
    ) {
        Import-Dhis2DataValueSet $source -DataSet J33aMjt3IoU -CheckpointPath $journal
        Clear-Sandbox $sandbox
        $outcome = Get-Outcome $Script
        $outcome.Output | Should -BeNullOrEmpty
        $outcome.End.FullyQualifiedErrorId | Should -BeLike "Dhis2.$Id,*"
        $outcome.End.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        Get-Sent | Should -BeNullOrEmpty
        "$journal.new" | Should -Not -Exist
    }

    It 'writes no journal with -WhatIf' {
        (Import-Dhis2DataValueSet $source -DataSet J33aMjt3IoU -CheckpointPath $journal -WhatIf).DryRun | Should -BeTrue
        $journal | Should -Not -Exist
    }

    It 'counts the rows of each file by themselves, and goes on where the second one ended early' {
        $second = "$source.second.csv"
        Copy-Item $source $second
        Add-SandboxFault $sandbox @{ kind = 'status'; status = 403; method = 'POST'; path = '/api/dataValueSets'; after = 3 }
        $first = Get-Outcome { Import-Dhis2DataValueSet $source, $second -DataSet J33aMjt3IoU -BatchSize 100 -CheckpointPath $journal }
        $first.Output[0].Total | Should -Be 400
        $first.Output[0].Stopped | Should -BeTrue
        Clear-Sandbox $sandbox
        $report = Import-Dhis2DataValueSet $source, $second -DataSet J33aMjt3IoU -BatchSize 100 -CheckpointPath $journal -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        $report.Total | Should -Be 400
        $report.Stopped | Should -BeFalse
        $report.NotSent + $report.Unknown + $report.Rejected | Should -Be 0
        @(Get-Sent).Count | Should -Be 100
    }
}
