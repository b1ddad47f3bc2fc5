Describe 'Add-Dhis2MetadataItem on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../Support/Served.psm1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $group = @{ Type = 'dataElementGroups'; Id = 'KlWgIAbh8Rf'; Property = 'dataElements' }

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
    }

    It 'adds many in one request, by id, name and object, and accounts for each' {
        Add-ServedGroup $sandbox
        Add-SandboxRecording $sandbox -Area metadata-members -Name members-add
        $report = 'OPD visits', [pscustomobject]@{ id = 'wQnWB75rNpL' } | Add-Dhis2MetadataItem @group
        $report.Status, $report.Total, $report.Imported | Should -Be 'SUCCESS', 2, 2
        $sent = Get-Sent
        $sent.path | Should -Be '/api/dataElementGroups/KlWgIAbh8Rf/dataElements'
        $sent.body | Should -BeExactly '{"additions":[{"id":"OqYjd00phS6"},{"id":"wQnWB75rNpL"}],"deletions":[]}'
    }

    It 'tells those that are there already' {
        Add-ServedGroup $sandbox
        Add-ServedCount $sandbox -Updated 1 -Ignored 1
        $report = Add-Dhis2MetadataItem @group OqYjd00phS6, wQnWB75rNpL
        $report.Status, $report.Imported, $report.Unchanged | Should -Be 'SUCCESS', 1, 1
    }

    It 'names what the server passed over: good, bad, good' {
        Add-ServedGroup $sandbox -Member OqYjd00phS6, wQnWB75rNpL
        Add-ServedCount $sandbox -Updated 2
        $outcome = Get-Outcome { 'OqYjd00phS6', 'abcdefghijk', 'wQnWB75rNpL', 'no such name' | Add-Dhis2MetadataItem @group }
        $outcome.Output.Imported, $outcome.Output.Rejected, $outcome.Output.Unknown | Should -Be 2, 2, 0
        $outcome.Errors | ForEach-Object { $_.TargetObject.Row.Item } | Should -Be 'abcdefghijk', 'no such name'
        $outcome.Errors[0].Exception.Message | Should -BeLike '*abcdefghijk*'
        Get-Sent | Should -HaveCount 1
    }

    It 'sends what is given twice once' {
        Add-ServedGroup $sandbox
        Add-ServedCount $sandbox -Updated 1
        $outcome = Get-Outcome { Add-Dhis2MetadataItem @group OqYjd00phS6, OqYjd00phS6 }
        ($outcome.Output | Where-Object { $_ -is [Dhis2.MetadataItemReport] }).Skipped | Should -Be 1
        (Get-Sent).body | Should -BeExactly '{"additions":[{"id":"OqYjd00phS6"}],"deletions":[]}'
    }

    It 'looks up a lost answer, and sends again what is missing' {
        Add-SandboxFault $sandbox @{ kind = 'reset'; method = 'POST'; path = '^/api/dataElementGroups/'; count = 1 }
        Add-ServedGroup $sandbox -Member OqYjd00phS6
        Add-ServedCount $sandbox -Updated 1
        $report = Add-Dhis2MetadataItem @group OqYjd00phS6, wQnWB75rNpL
        $report.Status, $report.Imported, $report.Unknown | Should -Be 'SUCCESS', 2, 0
        @(Get-Sent)[1].body | Should -BeExactly '{"additions":[{"id":"wQnWB75rNpL"}],"deletions":[]}'
    }

    It 'rejects all with the reason where the account may not change the list' {
        Add-SandboxRecording $sandbox -Area metadata-members -Name member-clerk -Path '^/api/dataElementGroups/KlWgIAbh8Rf/dataElements$'
        Add-ServedGroup $sandbox
        $outcome = Get-Outcome { Add-Dhis2MetadataItem @group OqYjd00phS6, wQnWB75rNpL }
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Output.Rejected | Should -Be 2
        $outcome.Errors[0].Exception.Message | Should -BeLike '*permissions*'
    }

    It 'replaces the data elements of a data set, which no other request takes' {
        Add-SandboxAnswer $sandbox '^/api/dataSets/b5LqlRpXvjo\?fields=dataSetElements' @{ dataSetElements = @(@{ dataSet = @{ id = 'b5LqlRpXvjo' }; dataElement = @{ id = 'gua36KsU3y2' }; categoryCombo = @{ id = 'bjDvmb4bfuf' } }) }
        Add-SandboxRecording $sandbox -Area metadata-members -Name set-patch-elements
        $report = Add-Dhis2MetadataItem dataSets b5LqlRpXvjo dataSetElements gua36KsU3y2, IDBemg3CPQZ
        $report.Imported, $report.Unchanged | Should -Be 1, 1
        $sent = Get-Sent
        $sent.method, $sent.path | Should -Be 'PATCH', '/api/dataSets/b5LqlRpXvjo'
        $operation = ($sent.body | ConvertFrom-Json)
        $operation.path | Should -Be '/dataSetElements'
        $operation.value.dataElement.id | Should -Be 'gua36KsU3y2', 'IDBemg3CPQZ'
        $operation.value[0].categoryCombo.id | Should -Be bjDvmb4bfuf
    }

    It 'refuses a list that is none before anything is sent' {
        Add-ServedGroup $sandbox
        { Add-Dhis2MetadataItem dataElementGroups KlWgIAbh8Rf name OqYjd00phS6 } | Should -Throw '*no list*'
        { Add-Dhis2MetadataItem dataElementGroups KlWgIAbh8Rf dataElement OqYjd00phS6 } | Should -Throw "*no property 'dataElement'*"
        Get-Sent | Should -BeNullOrEmpty
    }

    It 'sends nothing with -WhatIf' {
        Add-ServedGroup $sandbox
        Add-Dhis2MetadataItem @group OqYjd00phS6 -WhatIf | Should -BeNullOrEmpty
        Get-Sent | Should -BeNullOrEmpty
    }
}
