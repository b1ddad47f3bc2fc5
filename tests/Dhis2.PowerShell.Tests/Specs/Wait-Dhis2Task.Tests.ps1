BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox -Option '--org-units', '100', '--data-values', '500', '--job-delay', '300'
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Wait-Dhis2Task' {
    It 'waits for a task that a request started' {
        $started = Invoke-Dhis2Request resourceTables -Method POST
        $done = $started | Wait-Dhis2Task -PollIntervalSec 1 -TimeoutSec 30
        @($done).Count | Should -Be 1
        @(Get-SandboxRequest $sandbox '*/system/tasks*').Count + @(Get-SandboxRequest $sandbox '*jobConfigurations*').Count | Should -BeGreaterThan 0
    }

    It 'reports what is no task' {
        Wait-Dhis2Task 'no such thing' -TimeoutSec 2 -ErrorAction SilentlyContinue -ErrorVariable faults
        $faults.Count | Should -BeGreaterThan 0
        $faults[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}
