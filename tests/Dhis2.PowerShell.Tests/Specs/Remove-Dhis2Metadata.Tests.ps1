Describe 'Remove-Dhis2Metadata on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../Support/Served.psm1"
        Import-Module "$PSScriptRoot/../Support/Questions.psm1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -Name asked

        function Get-Deletion {
            Get-SandboxRequest $sandbox | Where-Object method -EQ DELETE
        }
    }

    AfterAll {
        Get-Dhis2Session | Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'deletes an object, looks whether it is gone, and writes nothing' {
        Add-ServedDeletion $sandbox OqYjd00phS6 -Reads 1
        Remove-Dhis2Metadata dataElement OqYjd00phS6 -Force | Should -BeNullOrEmpty
        $requests = @(Get-SandboxRequest $sandbox)
        $requests.method | Should -Be GET, DELETE, GET
        $requests[1].path | Should -Be '/api/dataElements/OqYjd00phS6'
    }

    It 'says with -WhatIf what the server will take it out of' {
        Add-SandboxRecording $sandbox -Area metadata -Name schema -Path '^/api/schemas/dataElement\?' -Count 0
        Add-SandboxAnswer $sandbox '^/api/dataElements/OqYjd00phS6\?fields=data' @{
            dataSetElements   = @(@{ dataSet = @{ id = 'J33aMjt3IoU'; name = 'Routine monthly' } })
            dataElementGroups = @(1..4 | ForEach-Object { @{ id = "Group00000$_"; name = "Group $_" } })
        }
        Add-ServedDeletion $sandbox OqYjd00phS6 -Reads 9
        $said = (Invoke-Answered 'Remove-Dhis2Metadata dataElements OqYjd00phS6 -Session asked -WhatIf').Lines
        $said | Should -Match "dataElement 'OPD visits' \(OqYjd00phS6\)"
        $said | Should -Match "take it out of 1 dataSet \('Routine monthly'\)"
        $said | Should -Match "take it out of 4 dataElementGroups \('Group 1', 'Group 2', 'Group 3', \.\.\.\)"
        Get-Deletion | Should -BeNullOrEmpty
    }

    It 'says with -WhatIf what will have the default category combo' {
        Add-SandboxAnswer $sandbox '^/api/schemas/categoryCombo' @{} -Status 403
        Add-ServedDeletion $sandbox yLYwtTBzcfx -Reads 9 -Type categoryCombos
        foreach ($type in 'dataSets', 'programs') {
            Add-SandboxAnswer $sandbox "^/api/$type\?" "{`"pager`":{`"total`":0},`"$type`":[]}"
        }
        Add-SandboxAnswer $sandbox '^/api/dataElements\?.*categoryCombo.id%3Aeq%3AyLYwtTBzcfx' @{ pager = @{ total = 5 }; dataElements = @(1..3 | ForEach-Object { @{ id = "Element000$_"; name = "E$_" } }) }
        (Invoke-Answered 'Remove-Dhis2Metadata categoryCombos yLYwtTBzcfx -Session asked -WhatIf -Force').Lines | Should -Match "give the default category combo to 5 dataElements \('E1', 'E2', 'E3', \.\.\.\)"
        Get-Deletion | Should -BeNullOrEmpty
    }

    It 'asks, and deletes nothing at a no' {
        Add-ServedDeletion $sandbox OqYjd00phS6 -Reads 9
        $asked = Invoke-Answered 'Remove-Dhis2Metadata dataElements OqYjd00phS6 -Session asked' -Answer 'No'
        $asked.Questions | Should -Match "Delete.*dataElement 'OPD visits' \(OqYjd00phS6\)"
        { $ConfirmPreference = 'High'; Remove-Dhis2Metadata dataElements OqYjd00phS6 } | Should -Throw '*NonInteractive*'
        Get-Deletion | Should -BeNullOrEmpty
    }

    It 'tells that a default object was not deleted, whatever the server answers' {
        Add-SandboxRecording $sandbox -Area metadata-writes -Name delete-default
        Add-ServedDeletion $sandbox bjDvmb4bfuf -Reads 9 -Type categoryCombos
        $outcome = Get-Outcome { Remove-Dhis2Metadata categoryCombos bjDvmb4bfuf -Force }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotDone,*'
        $outcome.Errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*default*'
    }

    It 'says how to get rid of values and their history' {
        Add-SandboxRecording $sandbox -Area metadata-writes -Name delete-with-data -Path '^/api/dataElements/OqYjd00phS6$'
        Add-ServedDeletion $sandbox OqYjd00phS6 -Reads 9
        $outcome = Get-Outcome { Remove-Dhis2Metadata dataElements OqYjd00phS6 -Force }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Conflict,*'
        $outcome.Errors[0].TargetObject | Should -Be OqYjd00phS6
        $outcome.Errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*maintenance/dataPruning/dataElements/OqYjd00phS6*'
    }

    It 'deletes the others where one is not there' {
        Add-ServedDeletion $sandbox OqYjd00phS6 -Reads 1
        Add-ServedDeletion $sandbox wQnWB75rNpL -Reads 1 -Type dataElements
        $outcome = Get-Outcome { 'OqYjd00phS6', 'abcdefghijk', 'wQnWB75rNpL' | Remove-Dhis2Metadata dataElements -Force }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
        $outcome.Errors.TargetObject | Should -Be abcdefghijk
        (Get-Deletion).path | Should -Be '/api/dataElements/OqYjd00phS6', '/api/dataElements/wQnWB75rNpL'
    }

    It 'looks up a lost answer and does not send it again: <Case>' -ForEach @(
        @{ Case = 'it is gone'; Reads = 1; Kind = 'reset' }
        @{ Case = 'it is gone, and a gateway gave up'; Reads = 1; Kind = 'status' }
        @{ Case = 'it is there'; Reads = 9; Kind = 'reset'; Expected = 'Dhis2.NotDone,*' }
        @{ Case = 'nothing tells'; Reads = 1; Kind = 'reset'; Blind = $true; Expected = 'Dhis2.UnknownOutcome,*' }
    ) {
        Add-SandboxFault $sandbox @{ kind = $Kind; status = $(if ($Kind -eq 'status') { 504 } else { 0 }); method = 'DELETE'; path = '^/api/dataElements/'; count = 1 }
        if ($Blind) {
            Add-SandboxFault $sandbox @{ kind = 'status'; status = 403; method = 'GET'; path = '^/api/dataElements/OqYjd00phS6'; count = 0; after = 1 }
        }
        Add-ServedDeletion $sandbox OqYjd00phS6 -Reads $Reads
        $outcome = Get-Outcome { Remove-Dhis2Metadata dataElements OqYjd00phS6 -Force }
        @($outcome.Errors.FullyQualifiedErrorId) | Should -BeLike "$Expected"
        Get-Deletion | Should -HaveCount 1
    }

    It 'needs a type for what does not know its own' {
        $outcome = Get-Outcome { Remove-Dhis2Metadata -Id OqYjd00phS6 -Force }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        (Get-Outcome { Remove-Dhis2Metadata dataElementz OqYjd00phS6 -Force }).Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        Get-Deletion | Should -BeNullOrEmpty
    }
}
