Describe 'Update-Dhis2Metadata on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../Support/Served.psm1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)

        function Get-Patch {
            Get-SandboxRequest $sandbox | Where-Object method -EQ PATCH
        }

        # A row of named fields, as it was read.
        function Get-Row([string[]] $Fields = @('id', 'name', 'description', 'categoryCombo[id,name]', 'legendSets')) {
            Get-Dhis2Metadata dataElements -Id OqYjd00phS6 -Fields $Fields
        }
    }

    AfterAll {
        Get-Dhis2Session | Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
        $row = @{ id = 'OqYjd00phS6'; name = 'OPD visits'; categoryCombo = @{ id = 'ZOrklxbiRLQ'; name = 'Sex and age' }; legendSets = @(@{ id = 'fqs276KXCXi' }) }
        Add-SandboxAnswer $sandbox '^/api/dataElements\?fields=id%2Cname%2Cdescription' @{ dataElements = @($row) }
        Add-SandboxAnswer $sandbox '^/api/dataElements/OqYjd00phS6\?fields=legendSets$' @{ legendSets = @(@{ id = 'fqs276KXCXi' }) }
        $whole = Add-ServedElement $sandbox
    }

    It 'sends of a row what was set in it, and nothing where nothing was' {
        $row = Get-Row
        $row | Update-Dhis2Metadata | Should -BeNullOrEmpty
        Get-Patch | Should -BeNullOrEmpty
        $row.name = 'Visits'
        $row.description = $row.description
        $row.categoryCombo.id = 'bjDvmb4bfuf'
        $row.legendSets = @()
        $row | Update-Dhis2Metadata
        $patch = Get-Patch
        $patch.path | Should -Be '/api/dataElements/OqYjd00phS6'
        $patch.contentType, $patch.headers.'Content-Type' | Where-Object { $_ } | Should -BeLike 'application/json-patch+json*'
        $patch.body | Should -BeExactly '[{"op":"replace","path":"/name","value":"Visits"},{"op":"replace","path":"/categoryCombo/id","value":"bjDvmb4bfuf"},{"op":"replace","path":"/legendSets","value":[]}]'
    }

    It 'takes away what is set to null, and sends what is set back to nothing' {
        $row = Get-Row
        $row.name = 'x'
        $row.name = 'OPD visits'
        $row.legendSets = $null
        $row | Update-Dhis2Metadata
        (Get-Patch).body | Should -BeExactly '[{"op":"remove","path":"/legendSets"}]'
    }

    It 'refuses a list that was changed in place, until it is set' {
        $row = Get-Row
        $row.legendSets[0].id = 'aaaaaaaaaaa'
        $outcome = Get-Outcome { $row | Update-Dhis2Metadata }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        $outcome.Errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*$row.legendSets = $row.legendSets*'
        Get-Patch | Should -BeNullOrEmpty
        $row.legendSets = $row.legendSets
        $row | Update-Dhis2Metadata
        (Get-Patch).body | Should -BeExactly '[{"op":"replace","path":"/legendSets","value":[{"id":"aaaaaaaaaaa"}]}]'
    }

    It 'refuses a change of what belongs to another object, and what does not remember' {
        $row = Get-Row
        $row.categoryCombo.name = 'x'
        $element = Get-Dhis2Metadata dataElements -Id OqYjd00phS6 -Fields :owner
        $element.name = 'x'
        $outcome = Get-Outcome { $row, $element | Update-Dhis2Metadata }
        $outcome.Errors.FullyQualifiedErrorId | Should -Be (@('Dhis2.Input,Dhis2.PowerShell.Commands.UpdateDhis2MetadataCommand') * 2)
        $outcome.Errors[1].ErrorDetails.RecommendedAction | Should -BeLike '*Set-Dhis2Metadata*'
        Get-Patch | Should -BeNullOrEmpty
    }

    It 'sets, adds and removes' {
        Add-SandboxAnswer $sandbox '^/api/schemas\?' @{ schemas = @(@{ singular = 'categoryCombo'; plural = 'categoryCombos'; klass = 'org.hisp.dhis.category.CategoryCombo'; relativeApiEndpoint = '/categoryCombos' }) }
        Add-SandboxAnswer $sandbox '^/api/categoryCombos\?' @{ categoryCombos = @(@{ id = 'bjDvmb4bfuf'; name = 'default' }) }
        Update-Dhis2Metadata dataElement OqYjd00phS6 -Set @{ categoryCombo = 'default' } -Add @{ legendSets = 'fqs276KXCXi', 'gqs276KXCXi' } -Remove description, @{ legendSets = 'hqs276KXCXi' }
        (Get-Patch).body | Should -BeExactly (-join @(
                '[{"op":"replace","path":"/categoryCombo","value":{"id":"bjDvmb4bfuf"}},{"op":"add","path":"/legendSets/-","value":{"id":"fqs276KXCXi"}},'
                '{"op":"add","path":"/legendSets/-","value":{"id":"gqs276KXCXi"}},{"op":"remove","path":"/description"},{"op":"remove-by-id","path":"/legendSets","id":"hqs276KXCXi"}]'))
    }

    It 'adds an attribute value to those that are there, and takes one out' {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '^/api/dataElements/OqYjd00phS6\?fields=attributeValues$' @{ attributeValues = @(@{ attribute = @{ id = 'BfxuPs6Mm9M' }; value = '7' }, @{ attribute = @{ id = 'CfxuPs6Mm9M' }; value = '8' }) }
        $null = Add-ServedElement $sandbox
        Update-Dhis2Metadata dataElements OqYjd00phS6 -Add @{ attributeValues = @{ attribute = @{ id = 'a5cAFIwsWBM' }; value = 'x' }, @{ attribute = @{ id = 'BfxuPs6Mm9M' }; value = '9' } } -Remove @{ attributeValues = 'CfxuPs6Mm9M' }
        $operation = (Get-Patch).body | ConvertFrom-Json
        "$($operation.op) $($operation.path)" | Should -Be 'replace /attributeValues'
        $operation.value | ForEach-Object { "$($_.attribute.id)=$($_.value)" } | Should -Be 'BfxuPs6Mm9M=9', 'a5cAFIwsWBM=x'
    }

    It 'sends operations as they are given' {
        Update-Dhis2Metadata dataElements OqYjd00phS6 -Operation @{ op = 'replace'; path = '/sharing/public'; value = 'r-------' }, ([pscustomobject]@{ op = 'remove'; path = '/description' })
        (Get-Patch).body | Should -BeExactly '[{"op":"replace","path":"/sharing/public","value":"r-------"},{"op":"remove","path":"/description"}]'
    }

    It 'refuses before the request: <Text>' -ForEach @(
        @{ Text = 'test'; Operation = @{ op = 'test'; path = '/name'; value = 'x' } }
        @{ Text = 'move'; Operation = @{ op = 'move'; path = '/name'; from = '/code' } }
        @{ Text = 'a path without a slash'; Operation = @{ op = 'replace'; path = 'name'; value = 'x' } }
        @{ Text = 'an unknown property'; Operation = @{ op = 'replace'; path = '/nope'; value = 'x' } }
        @{ Text = 'the id'; Operation = @{ op = 'replace'; path = '/id'; value = 'aaaaaaaaaab' } }
        @{ Text = 'what the server makes'; Operation = @{ op = 'replace'; path = '/displayName'; value = 'x' } }
        @{ Text = 'no value'; Operation = @{ op = 'replace'; path = '/name' } }
        @{ Text = 'no id'; Operation = @{ op = 'remove-by-id'; path = '/legendSets' } }
        @{ Text = 'no list'; Operation = @{ op = 'remove-by-id'; path = '/name'; id = 'fqs276KXCXi' } }
        @{ Text = 'no place'; Operation = @{ op = 'add'; path = '/legendSets/x'; value = 'x' } }
        @{ Text = 'no operation'; Operation = @{ path = '/name' } }
    ) {
        $outcome = Get-Outcome { Update-Dhis2Metadata dataElements OqYjd00phS6 -Operation $Operation }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        (Get-Outcome { Update-Dhis2Metadata dataElements OqYjd00phS6 -Add @{ name = 'x' } }).Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        Get-Patch | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf, and writes what was changed with -PassThru' {
        Update-Dhis2Metadata dataElements OqYjd00phS6 -Set @{ name = 'x' } -WhatIf
        Get-Patch | Should -BeNullOrEmpty
        (Update-Dhis2Metadata dataElements OqYjd00phS6 -Set @{ name = 'x' } -PassThru).sharing.owner | Should -Not -BeNullOrEmpty
    }

    It 'does not send it again after a lost answer: <Case>' -ForEach @(
        @{ Case = 'it was not done'; Held = '{"name":"OPD visits"}'; Expected = 'Dhis2.NotDone,*' }
        @{ Case = 'it was done'; Held = '{"name":"Visits"}' }
        @{ Case = 'nothing tells'; Status = 403; Held = '{}'; Expected = 'Dhis2.UnknownOutcome,*' }
    ) {
        Clear-Sandbox $sandbox
        Add-SandboxFault $sandbox @{ kind = 'reset'; method = 'PATCH'; path = '^/api/dataElements/'; count = 1 }
        Add-SandboxAnswer $sandbox '^/api/dataElements/OqYjd00phS6\?fields=name$' $Held -Status $(if ($Status) { $Status } else { 200 })
        $null = Add-ServedElement $sandbox
        $outcome = Get-Outcome { Update-Dhis2Metadata dataElements OqYjd00phS6 -Set @{ name = 'Visits' } }
        @($outcome.Errors.FullyQualifiedErrorId) | Should -BeLike "$Expected"
        Get-Patch | Should -HaveCount 1
    }

    It 'tells the refusal of one, and changes the others' {
        Clear-Sandbox $sandbox
        Add-SandboxRecording $sandbox -Area metadata-writes -Name patch-same-code -Path '^/api/dataElements/OqYjd00phS6$'
        $null = Add-ServedElement $sandbox
        $outcome = Get-Outcome { 'OqYjd00phS6', 'abcdefghijk', 'OqYjd00phS6' | Update-Dhis2Metadata dataElements -Set @{ code = 'x' } }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.*,*'
        $outcome.Errors.TargetObject | Should -Be OqYjd00phS6, abcdefghijk
        Get-Patch | Should -HaveCount 2
    }
}
