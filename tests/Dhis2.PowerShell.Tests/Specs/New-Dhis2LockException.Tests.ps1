Describe 'New-Dhis2LockException on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
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

    It 'makes one for each data set, period and org unit, each by a request of its own' {
        $made = New-Dhis2LockException J33aMjt3IoU 202401, 202402 aIv4qaIOQ2k, KwRtWpWGrgR
        $made.OrgUnit | Should -Be 'aIv4qaIOQ2k', 'aIv4qaIOQ2k', 'KwRtWpWGrgR', 'KwRtWpWGrgR'
        $made[0].PSObject.TypeNames[0] | Should -Be 'Dhis2.LockException'
        $posts = (Get-SandboxRequest $sandbox | Where-Object method -EQ POST).path
        $posts | Should -HaveCount 4
        $posts[0] | Should -Be '/api/lockExceptions?ds=J33aMjt3IoU&pe=202401&ou=aIv4qaIOQ2k'
        # What is there is read once.
        @(Get-SandboxRequest $sandbox | Where-Object method -EQ GET).Count | Should -Be 1
    }

    It 'takes org units and completions from the pipeline' {
        (Get-Dhis2OrgUnit -Id aIv4qaIOQ2k | New-Dhis2LockException J33aMjt3IoU 202401).OrgUnit | Should -Be 'aIv4qaIOQ2k'
        ([pscustomobject]@{ DataSet = 'J33aMjt3IoU'; Period = '202402'; OrgUnit = 'KwRtWpWGrgR' } | New-Dhis2LockException).Period | Should -Be '202402'
    }

    It 'makes no second one of what is there' {
        $outcome = Get-Outcome { New-Dhis2LockException pvU2Y8JVGXh 201601 aIv4qaIOQ2k, KwRtWpWGrgR }
        $outcome.Output.OrgUnit | Should -Be 'KwRtWpWGrgR'
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.AlreadyThere,*'
        $outcome.Errors.TargetObject.OrgUnit | Should -Be 'aIv4qaIOQ2k'
        @(Get-SandboxRequest $sandbox | Where-Object method -EQ POST).Count | Should -Be 1
    }

    It 'makes none with -WhatIf' {
        New-Dhis2LockException J33aMjt3IoU 202401 aIv4qaIOQ2k -WhatIf | Should -BeNullOrEmpty
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }
}
