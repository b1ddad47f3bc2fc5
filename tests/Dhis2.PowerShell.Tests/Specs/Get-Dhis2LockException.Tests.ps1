Describe 'Get-Dhis2LockException on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../Support/Served.psm1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
    }

    AfterAll {
        Get-Dhis2Session | Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
        Add-ServedLock $sandbox
    }

    It 'gives data set, period and org unit in one shape' {
        $found = Get-Dhis2LockException
        $found.PSObject.TypeNames[0] | Should -Be 'Dhis2.LockException'
        $found.DataSet, $found.Period, $found.OrgUnit | Should -Be 'pvU2Y8JVGXh', '201601', 'aIv4qaIOQ2k'
        $found.Name | Should -Match '^DVR_SET_LATE'
        (Get-SandboxRequest $sandbox).path | Should -Be '/api/lockExceptions?page=1&pageSize=1000'
    }

    It 'chooses among them' {
        @(Get-Dhis2LockException pvU2Y8JVGXh 201601 aIv4qaIOQ2k).Count | Should -Be 1
        Get-Dhis2LockException J33aMjt3IoU | Should -BeNullOrEmpty
        Get-Dhis2LockException -Period 201602 | Should -BeNullOrEmpty
        Get-Dhis2LockException -OrgUnit KwRtWpWGrgR | Should -BeNullOrEmpty
    }

    It 'gives data sets and periods without the org units' {
        $found = Get-Dhis2LockException -Combination
        $found.DataSet, $found.Period, $found.OrgUnit | Should -Be 'pvU2Y8JVGXh', '201601', $null
        (Get-SandboxRequest $sandbox).path | Should -Be '/api/lockExceptions/combinations'
    }

    It 'reads page after page, and counts' {
        Clear-Sandbox $sandbox
        $all = 1..1200 | ForEach-Object { @{ id = "$_"; name = "Set (Unit $_, 202401)"; period = @{ id = '202401' }; dataSet = @{ id = 'pvU2Y8JVGXh' }; organisationUnit = @{ id = "aIv4qai$($_ + 1000)" } } }
        Add-SandboxList $sandbox lockExceptions $all 1000
        @(Get-Dhis2LockException).Count | Should -Be 1200
        "$(@(Get-Dhis2LockException -IncludeTotalCount)[0])" | Should -Match '1200'
        @(Get-Dhis2LockException -Skip 1100 -First 5).Count | Should -Be 5
    }
}
