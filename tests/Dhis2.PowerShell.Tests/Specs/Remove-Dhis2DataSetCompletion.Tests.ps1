BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    Import-Module "$PSScriptRoot/../Support/Questions.psm1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
    $units = 'aIv4qaIOQ2k', 'KwRtWpWGrgR'
}

AfterAll {
    Get-Dhis2Session | Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Remove-Dhis2DataSetCompletion' {
    BeforeEach {
        $null = Set-Dhis2DataSetCompletion J33aMjt3IoU 202401 $units
        Clear-Sandbox $sandbox
    }

    It 'removes each by a request of its own, and writes nothing' {
        Get-Dhis2DataSetCompletion J33aMjt3IoU 202401 $units | Remove-Dhis2DataSetCompletion -Force | Should -BeNullOrEmpty
        (Get-SandboxRequest $sandbox | Where-Object method -EQ DELETE).path | Should -Be ($units | ForEach-Object { "/api/completeDataSetRegistrations?ds=J33aMjt3IoU&pe=202401&ou=$_" })
        Get-Dhis2DataSetCompletion J33aMjt3IoU 202401 $units | Should -BeNullOrEmpty
        { Remove-Dhis2DataSetCompletion J33aMjt3IoU 202401 $units -Force } | Should -Not -Throw
    }

    It 'names the categories of an attribute option combo, and no other completion' {
        $combo = (Get-Dhis2Metadata categoryOptionCombos -Filter 'categoryCombo.id:eq:V5e40BenjAR' -Fields id, 'categoryOptions[id]' -First 1)
        $null = Set-Dhis2DataSetCompletion uvQkystpVbY 2024Q1 $units[0] -AttributeOptionCombo $combo
        $null = Set-Dhis2DataSetCompletion uvQkystpVbY 2024Q1 $units[0]
        Remove-Dhis2DataSetCompletion uvQkystpVbY 2024Q1 $units[0] -AttributeOptionCombo $combo -Force
        (Get-SandboxRequest $sandbox | Where-Object method -EQ DELETE).path | Should -BeLike "*&cc=V5e40BenjAR&cp=$($combo.categoryOptions[0].id)"
        (Get-Dhis2DataSetCompletion uvQkystpVbY 2024Q1 $units[0]).AttributeOptionCombo | Should -Be 'HllvX50cXC0'
    }

    It 'reaches the org units right below with -DirectChildren' {
        Remove-Dhis2DataSetCompletion J33aMjt3IoU 202401 $units[0] -DirectChildren -Force
        (Get-SandboxRequest $sandbox | Where-Object method -EQ DELETE).path | Should -BeLike '*&multiOu=true'
    }

    It 'does not take a 204 for it where the server holds the completion still' {
        # Of a data set that is not assigned to the org unit, the server removes nothing and says nothing.
        $null = Set-Dhis2DataSetCompletion b5LqlRpXvjo 202401 'NqjesZ8CbQ3'
        $outcome = Get-Outcome { Remove-Dhis2DataSetCompletion b5LqlRpXvjo 202401 'NqjesZ8CbQ3' -Force }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.UnknownOutcome,*'
        $outcome.Errors.Exception.Message | Should -Match 'holds it all the same'
    }

    It 'sends nothing with -WhatIf' {
        Get-Dhis2DataSetCompletion J33aMjt3IoU 202401 $units | Remove-Dhis2DataSetCompletion -WhatIf -Force
        Get-SandboxRequest $sandbox | Where-Object method -EQ DELETE | Should -BeNullOrEmpty
    }

    It 'removes nothing where its option combo cannot be found' {
        $outcome = Get-Outcome { Remove-Dhis2DataSetCompletion J33aMjt3IoU 202401 $units -AttributeOptionCombo 'No such combo' -Force }
        $outcome.Errors.TargetObject | Should -Be 'No such combo'
        Get-SandboxRequest $sandbox | Where-Object method -EQ DELETE | Should -BeNullOrEmpty
    }
}
