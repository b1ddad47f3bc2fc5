Describe 'Remove-Dhis2MetadataItem on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../Support/Served.psm1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $group = @{ Type = 'dataElementGroup'; Id = 'KlWgIAbh8Rf'; Property = 'dataElements' }

        function Get-Sent {
            Get-SandboxRequest $sandbox | Where-Object method -NE GET
        }
    }

    AfterAll {
        Get-Dhis2Session | Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
        Add-ServedGroup $sandbox
    }

    It 'takes out many in one request, and tells those that were not in the list' {
        Add-ServedCount $sandbox -Deleted 1 -Ignored 1
        $report = 'OqYjd00phS6', 'wQnWB75rNpL' | Remove-Dhis2MetadataItem @group -Force
        $report.Status, $report.Deleted, $report.Unchanged | Should -Be 'SUCCESS', 1, 1
        (Get-Sent).body | Should -BeExactly '{"additions":[],"deletions":[{"id":"OqYjd00phS6"},{"id":"wQnWB75rNpL"}]}'
    }

    It 'names what does not exist: good, bad, good' {
        Add-ServedCount $sandbox -Deleted 2
        $outcome = Get-Outcome { Remove-Dhis2MetadataItem @group OqYjd00phS6, abcdefghijk, wQnWB75rNpL -Force }
        $outcome.Output.Deleted, $outcome.Output.Rejected | Should -Be 2, 1
        $outcome.Errors[0].TargetObject.Row.Item | Should -Be abcdefghijk
    }

    It 'leaves the other links of a data set as they are' {
        $links = 'gua36KsU3y2', 'OqYjd00phS6' | ForEach-Object { @{ dataSet = @{ id = 'b5LqlRpXvjo' }; dataElement = @{ id = $_ }; categoryCombo = @{ id = 'bjDvmb4bfuf' } } }
        Add-SandboxAnswer $sandbox '^/api/dataSets/b5LqlRpXvjo\?fields=dataSetElements' @{ dataSetElements = @($links) }
        Add-SandboxRecording $sandbox -Area metadata-members -Name set-patch-elements
        $outcome = Get-Outcome { Remove-Dhis2MetadataItem dataSets b5LqlRpXvjo dataSetElements OqYjd00phS6, abcdefghijk, wQnWB75rNpL -Force }
        $outcome.Output.Deleted, $outcome.Output.Unchanged, $outcome.Output.Rejected | Should -Be 1, 1, 1
        $operation = (Get-Sent).body | ConvertFrom-Json
        @($operation.value) | Should -HaveCount 1
        $operation.value[0].dataElement.id, $operation.value[0].categoryCombo.id | Should -Be 'gua36KsU3y2', 'bjDvmb4bfuf'
    }

    It 'asks where nobody can answer, and sends nothing with -WhatIf' {
        { $ConfirmPreference = 'High'; Remove-Dhis2MetadataItem @group OqYjd00phS6 } | Should -Throw '*NonInteractive*'
        Remove-Dhis2MetadataItem @group OqYjd00phS6 -WhatIf -Force | Should -BeNullOrEmpty
        Get-Sent | Should -BeNullOrEmpty
    }
}
