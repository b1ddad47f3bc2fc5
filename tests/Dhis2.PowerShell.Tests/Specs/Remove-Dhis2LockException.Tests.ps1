Describe 'Remove-Dhis2LockException on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
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

    It 'removes what Get- gives, and writes nothing' {
        Get-Dhis2LockException | Remove-Dhis2LockException -Force | Should -BeNullOrEmpty
        (Get-SandboxRequest $sandbox | Where-Object method -EQ DELETE).path | Should -Be '/api/lockExceptions?ds=pvU2Y8JVGXh&pe=201601&ou=aIv4qaIOQ2k'
    }

    It 'sends no request for an org unit without one: the server would remove those of all' {
        $outcome = Get-Outcome { Remove-Dhis2LockException pvU2Y8JVGXh 201601 abcdefghijk, aIv4qaIOQ2k -Force }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
        $outcome.Errors.TargetObject.OrgUnit | Should -Be 'abcdefghijk'
        (Get-SandboxRequest $sandbox | Where-Object method -EQ DELETE).path | Should -Be '/api/lockExceptions?ds=pvU2Y8JVGXh&pe=201601&ou=aIv4qaIOQ2k'
        (Get-Outcome { Get-Dhis2LockException -Combination | Remove-Dhis2LockException -Force }).Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
    }

    It 'removes none with -WhatIf' {
        Get-Dhis2LockException | Remove-Dhis2LockException -Force -WhatIf
        Get-SandboxRequest $sandbox | Where-Object method -EQ DELETE | Should -BeNullOrEmpty
    }
}
