Describe 'Import-Dhis2DataValueSet -Async -Wait on <_>' -ForEach '2.40', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $version = $_
        $sandbox = Start-Sandbox -Version $version
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -RetryIntervalSec 0
        $wait = @{ DataSet = 'J33aMjt3IoU'; BatchSize = 2; Async = $true; Wait = $true; PollIntervalSec = 1 }

        function New-Row([string] $Value, [string] $Period, [string] $DataElement = 'wQnWB75rNpL') {
            [pscustomobject]@{ dataElement = $DataElement; period = $Period; orgUnit = 'aIv4qaIOQ2k'; value = $Value }
        }
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'writes one report of all tasks, as of one import, and an error for each row that was rejected' {
        $rows = (New-Row 1 201901), (New-Row many 201901 SgcilVDz1X3), (New-Row 3 201903)
        $outcome = Get-Outcome { $rows | Import-Dhis2DataValueSet @wait }
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Output | Should -HaveCount 1
        $outcome.Output[0] | Should -BeOfType ([Dhis2.DataValueImportReport])
        $outcome.Output[0].Total, $outcome.Output[0].Rejected, $outcome.Output[0].Requests | Should -Be 3, 1, 2
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.RowRejected,*'
        $outcome.Errors[0].TargetObject.Line | Should -Be 2
        (Get-SandboxRequest $sandbox '*dataValueSets*' | Where-Object method -EQ POST).path | Should -BeLike '*async=true*'
        (Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201901, 201903 -OrgUnit aIv4qaIOQ2k).Value | Sort-Object | Should -Be '1', '3'
    }

    It 'tells in it what no task was given, and keeps all that did not go in' {
        $rows = (New-Row 1 'no period'), (New-Row 2 201911)
        $rows += New-Row many 201911 SgcilVDz1X3
        $outcome = Get-Outcome { $rows | Import-Dhis2DataValueSet @wait -RejectedPath TestDrive:/left.csv }
        $outcome.Output.Total, $outcome.Output.Rejected | Should -Be 3, 2
        (Import-Csv TestDrive:/left.csv).value | Should -Be '1', 'many'
        (Get-Outcome { New-Row 1 'no period' | Import-Dhis2DataValueSet @wait }).Output.Rejected | Should -Be 1
    }

    It 'has written the reports of all tasks before an error of the first ends it' {
        $rows = (New-Row 1 201904), (New-Row many 201904 SgcilVDz1X3), (New-Row 3 201905)
        $outcome = Get-Outcome { $rows | Import-Dhis2DataValueSet @wait -ErrorAction Stop }
        $outcome.End.FullyQualifiedErrorId | Should -BeLike 'Dhis2.RowRejected,*'
        $outcome.Output.Total | Should -Be 3
    }

    It 'writes the tasks that nobody waits for any more' {
        Add-SandboxFault $sandbox @{ kind = 'status'; status = 403; path = 'dataValueSets'; method = 'POST'; after = 1; count = 0 }
        $rows = (New-Row 1 201906), (New-Row 2 201907), (New-Row 3 201908)
        $outcome = Get-Outcome { $rows | Import-Dhis2DataValueSet @wait }
        $outcome.End | Should -Not -BeNullOrEmpty
        $task = $outcome.Output | Where-Object { $_ -is [Dhis2.ServerTask] }
        $task | Should -HaveCount 1
        Clear-Sandbox $sandbox
        ($task | Wait-Dhis2Task).Report.Total | Should -Be 2
    }

    It 'refuses what is no row as itself, and takes the rows around it' {
        $outcome = Get-Outcome { (New-Row 1 202001), 'values.csv', (Get-Item $TestDrive), (New-Row 2 202002) | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU -ThrottleLimit 2 }
        $outcome.End | Should -BeNullOrEmpty
        ($outcome.Output.Total, $outcome.Output.Rejected) | Should -Be 4, 2
        $outcome.Errors.Exception.Message | Should -BeLike '*-Path*'
        (Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 202001, 202002 -OrgUnit aIv4qaIOQ2k).Value | Sort-Object | Should -Be '1', '2'
    }

    It 'rejects $null as a row of its own' {
        $outcome = Get-Outcome { (New-Row 1 202001), $null, (New-Row 2 202002) | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU }
        $outcome.Output.Total, $outcome.Output.Rejected | Should -Be 3, 1
        $outcome.Errors.TargetObject.Line | Should -Be 2
        (Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 202001, 202002 -OrgUnit aIv4qaIOQ2k).Value | Sort-Object | Should -Be '1', '2'
    }

    It 'numbers the rows of all shares of the pipeline as they come' {
        $rows = foreach ($number in 1..9) { [pscustomobject]@{ dataElement = 'wQnWB75rNpL'; period = 'none'; orgUnit = "abcdefghij$number"; value = $number } }
        $shares = foreach ($share in 1..3) { $rows | Import-Dhis2DataValueSet -Partition "$share/3" -ErrorAction SilentlyContinue }
        ($shares.Total | Measure-Object -Sum).Sum | Should -Be 9
        foreach ($problem in $shares.Problems) { $problem.Line | Should -Be $problem.Row.Value }
        @($shares.Problems).Count | Should -Be 9
    }

    It 'asks the server with -WhatIf, and starts no task' {
        $report = New-Row 1 201909 | Import-Dhis2DataValueSet @wait -WhatIf
        $report.DryRun | Should -BeTrue
        (Get-SandboxRequest $sandbox '*dataValueSets*').path | Should -Not -BeLike '*async=true*'
    }

    It 'refuses what means nothing: <Name>' -ForEach @(
        @{ Name = '-Wait without -Async'; Parameters = @{ Wait = $true }; Says = '*-Wait*-Async*' }
        @{ Name = '-CompleteDate with -Async'; Parameters = @{ Async = $true; Wait = $true; CompleteDate = '2024-02-05'; DataSet = 'J33aMjt3IoU'; Period = '201910'; OrgUnit = 'aIv4qaIOQ2k' }; Says = '*-CompleteDate*-Async*' }
        @{ Name = '-TimeoutSec without -Wait'; Parameters = @{ Async = $true; TimeoutSec = 5 }; Says = '*-TimeoutSec*-Wait*' }
    ) {
        { New-Row 1 201910 | Import-Dhis2DataValueSet @Parameters } | Should -Throw $Says -ErrorId 'Dhis2.Input,*'
        Get-SandboxRequest $sandbox '*dataValueSets*' | Should -BeNullOrEmpty
    }
}
