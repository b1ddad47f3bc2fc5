Describe 'Wait-Dhis2Task on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $version = $_
        $sandbox = Start-Sandbox -Version $version -Option '--job-delay', '20'
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)

        function New-SandboxJob {
            param([hashtable] $Job)
            $made = Invoke-RestMethod -Uri "$($sandbox.Uri)_sandbox/jobs" -Method Post -Body (ConvertTo-Json $Job -Depth 10) -ContentType 'application/json'
            "$($made.jobType)/$($made.id)"
        }
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'waits for an import, and names its rejected row with the line' {
        'dataElement,period,orgUnit,value', 'wQnWB75rNpL,201405,aIv4qaIOQ2k,5', 'SgcilVDz1X3,201405,aIv4qaIOQ2k,many' | Set-Content TestDrive:/rows.csv
        $result = Import-Dhis2DataValueSet TestDrive:/rows.csv -DataSet J33aMjt3IoU -SkipPreflight -Async | Wait-Dhis2Task -ErrorAction SilentlyContinue -ErrorVariable faults
        $result.Status | Should -Be 'COMPLETED'
        $result.Success | Should -BeFalse
        $result.ImportSummary.Total | Should -Be 2
        $result.ImportSummary.Rejected | Should -Be 1
        $result.ImportSummary.Conflicts[0].Line | Should -Be 3
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.RowRejected,*'
        (Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201405 -OrgUnit aIv4qaIOQ2k).Value | Should -Be '5'
    }

    It 'never looks at the messages of a task before it is over (2.41 on)' -Skip:($_ -eq '2.40') {
        $task = New-SandboxJob @{ type = 'ANALYTICS_TABLE'; outcome = 'completed'; milliseconds = 400; messages = 3 }
        (Wait-Dhis2Task $task -PollIntervalSec 1).Success | Should -BeTrue
        $looks = @(Get-SandboxRequest $sandbox '*/api/system/tasks/ANALYTICS_TABLE/*')
        $looks | Should -HaveCount 1
        $last = @(Get-SandboxRequest $sandbox '*jobConfigurations*')[-1]
        [datetime] $looks[0].at | Should -BeGreaterThan ([datetime] $last.at)
    }

    It 'tells a failed task as an error' {
        $task = New-SandboxJob @{ type = 'ANALYTICS_TABLE'; outcome = 'failed'; milliseconds = 100; messages = 2; error = 'No space left' }
        $result = Wait-Dhis2Task $task -ErrorAction SilentlyContinue -ErrorVariable faults
        $result.Success | Should -BeFalse
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.TaskFailed,*'
        $faults[0].TargetObject.Name | Should -Be $task
    }

    It 'gives up after -TimeoutSec, and says how to go on' {
        $task = New-SandboxJob @{ type = 'MONITORING'; outcome = 'never'; milliseconds = 100; messages = 2 }
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $null = Wait-Dhis2Task $task -TimeoutSec 1 -ErrorAction SilentlyContinue -ErrorVariable faults
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 10
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.TaskTimeout,*'
        $faults[0].ErrorDetails.RecommendedAction | Should -BeLike "*Wait-Dhis2Task $task*"
    }

    It 'waits once for a task that is named twice' {
        $task = New-SandboxJob @{ type = 'ANALYTICS_TABLE'; outcome = 'completed'; milliseconds = 100; messages = 1 }
        @($task, $task | Wait-Dhis2Task) | Should -HaveCount 1
    }

    It 'takes the answer of a request that starts a task' {
        $result = Invoke-Dhis2Request resourceTables/analytics -Method Post | Wait-Dhis2Task
        $result.Task.JobType | Should -Be 'ANALYTICS_TABLE'
        $result.Success | Should -BeTrue
    }

    It 'refuses what names no task' {
        { Wait-Dhis2Task 'something else' -ErrorAction Stop } | Should -Throw "*something else*no task*"
    }

    It 'waits for the good tasks round a bad one, as an array and through the pipeline' {
        foreach ($way in { Wait-Dhis2Task -Task $tasks -ErrorAction Continue }, { $tasks | Wait-Dhis2Task -ErrorAction Continue }) {
            $tasks = foreach ($number in 1..2) { New-SandboxJob @{ type = 'ANALYTICS_TABLE'; outcome = 'completed'; milliseconds = 100; messages = 1 } }
            $tasks = $tasks[0], 'nonsense', $tasks[1]
            $out = & $way 2>&1
            $faults = @($out | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
            $faults | Should -HaveCount 1
            $faults[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
            $faults[0].TargetObject | Should -BeExactly 'nonsense'
            @($out | Where-Object { $_ -is [Dhis2.TaskResult] }).Task.Name | Should -Be $tasks[0], $tasks[2]
        }
    }

    It 'waits for the others after a task that takes too long' {
        $slow = New-SandboxJob @{ type = 'MONITORING'; outcome = 'never'; milliseconds = 100; messages = 2 }
        $quick = New-SandboxJob @{ type = 'ANALYTICS_TABLE'; outcome = 'completed'; milliseconds = 100; messages = 1 }
        $results = Wait-Dhis2Task $slow, $quick -TimeoutSec 1 -ErrorAction Continue -ErrorVariable faults 2>$null
        @($results).Task.Name | Should -Be $quick
        $faults | Should -HaveCount 1
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.TaskTimeout,*'
        $faults[0].TargetObject.Name | Should -Be $slow
    }

    It 'says how far a task came that takes too long' {
        $slow = New-SandboxJob @{ type = 'MONITORING'; outcome = 'never'; milliseconds = 100; messages = 2 }
        $null = Wait-Dhis2Task $slow -TimeoutSec 1 -ErrorAction SilentlyContinue -ErrorVariable faults
        $faults[0].Exception.Message | Should -BeExactly "The task $slow is still at work after 1 s: Step 2 of 2"
    }

    It 'gives every error of a summary that says OK and left all out' {
        $summary = @{
            status = 'OK'; stats = @{ created = 0; updated = 0; deleted = 0; ignored = 2; total = 2 }
            validationReport = @{ errorReports = @(@{ message = 'Could not find Program'; errorCode = 'E1010' }, @{ message = 'Could not find TrackedEntity'; errorCode = 'E1063' }) }
        }
        $task = New-SandboxJob @{ type = 'TRACKER_IMPORT_JOB'; milliseconds = 100; messages = 1; summary = $summary }
        $result = Wait-Dhis2Task $task -ErrorAction SilentlyContinue -ErrorVariable faults
        $result.Success | Should -BeFalse
        $result.Problems.Code | Should -Be 'E1010', 'E1063'
        $faults | Should -HaveCount 1
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.TaskFailed,*'
        $faults[0].Exception.Message | Should -BeLike '*has not done all of its work: Could not find Program (E1010), and 1 more'
    }

    It 'waits for the run of a recurring job, and warns where there is only an earlier one' {
        $task = New-SandboxJob @{ type = 'ANALYTICS_TABLE'; milliseconds = 400; messages = 1; cron = '0 0 3 ? * *' }
        $result = Wait-Dhis2Task $task -WarningVariable warnings
        ($result.Success, $result.IsEarlierRun) | Should -Be $true, $false
        $warnings | Should -HaveCount 0
        $result.RunStarted | Should -BeOfType datetime
        $last = Wait-Dhis2Task $task -WarningVariable warnings -WarningAction SilentlyContinue
        ($last.IsEarlierRun, $last.RunStarted) | Should -Be $true, $result.RunStarted
        $warnings | Should -HaveCount 1
        $warnings[0].Message | Should -BeLike "The job $task was not at work; this is the result of its last run, begun at 20*, server time."
    }

    It 'says so when the server knows no such task (2.41 on)' -Skip:($_ -eq '2.40') {
        $null = Wait-Dhis2Task 'ANALYTICS_TABLE/abcdefghijk' -ErrorAction SilentlyContinue -ErrorVariable faults
        $faults[0].Exception.Message | Should -BeLike '*knows no task ANALYTICS_TABLE/abcdefghijk*'
    }
}

Describe 'A cmdlet that starts a task' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $sandbox = Start-Sandbox -Option '--job-delay', '20'
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $source = @'
using System.Management.Automation;

[Cmdlet(VerbsLifecycle.Start, "SandboxTask")]
public sealed class StartSandboxTaskCommand : Dhis2.PowerShell.Base.Dhis2JobStarterCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string Name { get; set; }

    protected override void ProcessInput() { Complete(Dhis2.ServerTask.Parse(Name)); }
}
'@
        $assemblies = [psobject].Assembly.Location, [Dhis2.ServerTask].Assembly.Location, (Get-Command Wait-Dhis2Task).ImplementingType.Assembly.Location
        Add-Type -TypeDefinition $source -ReferencedAssemblies $assemblies -IgnoreWarnings -PassThru | ForEach-Object { Import-Module -Assembly $_.Assembly }

        function New-Task([hashtable] $Job) {
            $made = Invoke-RestMethod -Uri "$($sandbox.Uri)_sandbox/jobs" -Method Post -Body (ConvertTo-Json $Job) -ContentType 'application/json'
            "$($made.jobType)/$($made.id)"
        }
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    It 'writes the task, which Wait-Dhis2Task takes' {
        $task = Start-SandboxTask (New-Task @{ milliseconds = 50 })
        $task | Should -BeOfType Dhis2.ServerTask
        ($task | Wait-Dhis2Task).Success | Should -BeTrue
    }

    It 'writes the result with -Wait, and an error where the task failed' {
        (Start-SandboxTask (New-Task @{ milliseconds = 50 }) -Wait).Success | Should -BeTrue
        $name = New-Task @{ milliseconds = 50; outcome = 'failed'; error = 'No space left' }
        $result = Start-SandboxTask $name -Wait -TimeoutSec 30 -ErrorAction SilentlyContinue -ErrorVariable faults
        ($result.Status, $result.Success) | Should -Be 'FAILED', $false
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.TaskFailed,*'
        $faults[0].Exception.Message | Should -BeLike "The task $name ended as FAILED: *No space left"
    }

    It 'refuses what is about waiting without -Wait' {
        { Start-SandboxTask (New-Task @{}) -TimeoutSec 5 } | Should -Throw '*-TimeoutSec*-Wait is not given*'
    }
}
