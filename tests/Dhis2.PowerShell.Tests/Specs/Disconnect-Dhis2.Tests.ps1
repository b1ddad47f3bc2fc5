BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Disconnect-Dhis2' {
    It 'ends the default session, and what comes next says what to do' {
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        Disconnect-Dhis2
        Get-Dhis2Session | Should -BeNullOrEmpty
        $record = { Get-Dhis2SystemInfo } | Should -Throw -PassThru
        $record.ErrorDetails.RecommendedAction | Should -Match 'Connect-Dhis2'
    }

    It 'ends sessions by name and from the pipeline' {
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -Name one -NoDefault
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -Name two -NoDefault
        $two = Get-Dhis2Session two
        Disconnect-Dhis2 one
        $two | Disconnect-Dhis2
        Get-Dhis2Session | Should -BeNullOrEmpty
        { Get-Dhis2SystemInfo -Session $two } | Should -Throw '*ended*'
    }

    It 'reports an unknown name and goes on' {
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -Name three -NoDefault
        Disconnect-Dhis2 nobody, three -ErrorAction SilentlyContinue -ErrorVariable faults
        $faults.Count | Should -Be 1
        $faults[0].TargetObject | Should -Be 'nobody'
        Get-Dhis2Session | Should -BeNullOrEmpty
    }
}
