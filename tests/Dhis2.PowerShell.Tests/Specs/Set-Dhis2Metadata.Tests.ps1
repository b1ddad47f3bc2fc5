Describe 'Set-Dhis2Metadata on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../Support/Served.psm1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)

        function Get-Put {
            Get-SandboxRequest $sandbox | Where-Object method -EQ PUT
        }
    }

    AfterAll {
        Get-Dhis2Session | Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
        $whole = Add-ServedElement $sandbox
        $element = Get-Dhis2Metadata dataElements -Id OqYjd00phS6 -Fields :owner
    }

    It 'sends an untouched object as it was read' {
        $element | Set-Dhis2Metadata | Should -BeNullOrEmpty
        $put = Get-Put
        $put.path | Should -Be '/api/dataElements/OqYjd00phS6'
        $put.body | ConvertTo-OrderedJson | Should -BeExactly ($whole | ConvertTo-OrderedJson)
    }

    It 'sends what was changed, added and taken away, and keeps all else' {
        $element.name = 'Visits'
        $element | Add-Member url 'https://example.org/'
        $element.PSObject.Properties.Remove('code')
        Set-Dhis2Metadata $element
        $expected = ConvertFrom-Json $whole -AsHashtable -DateKind String
        $expected.name = 'Visits'
        $expected.url = 'https://example.org/'
        $expected.Remove('code')
        (Get-Put).body | ConvertTo-OrderedJson | Should -BeExactly (ConvertTo-Json $expected -Depth 20 | ConvertTo-OrderedJson)
    }

    It 'takes hashtables and texts of JSON that are whole, and adds the owner and who made it' {
        $table = ConvertFrom-Json $whole -AsHashtable -DateKind String
        $table.sharing.Remove('owner')
        $table.Remove('created')
        $table, $whole | Set-Dhis2Metadata -Type dataElement
        $bodies = @((Get-Put).body | ConvertTo-OrderedJson)
        $bodies | Should -HaveCount 2
        $bodies | Should -BeExactly (@($whole, $whole) | ConvertTo-OrderedJson)
    }

    It 'refuses what is not whole, and sends nothing' {
        $table = ConvertFrom-Json $whole -AsHashtable -DateKind String
        $table.Remove('code')
        $open = ConvertFrom-Json $whole -DateKind String
        $open.sharing = $null
        $less = Get-Dhis2Metadata dataElements -Id OqYjd00phS6 -Fields :owner
        $less.PSObject.Properties.Remove('translations')
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '^/api/dataElements\?fields=id%2Cname&' @{ dataElements = @(@{ id = 'OqYjd00phS6'; name = 'OPD visits' }) }
        $null = Add-ServedElement $sandbox
        $row = Get-Dhis2Metadata dataElements -Id OqYjd00phS6 -Fields id, name
        $outcome = Get-Outcome { $table, $open, $less, $row, ($row | Select-Object *) | Set-Dhis2Metadata -Type dataElements }
        $outcome.Errors.FullyQualifiedErrorId | Should -Be (@('Dhis2.NotWhole,Dhis2.PowerShell.Commands.SetDhis2MetadataCommand') * 5)
        $outcome.Errors[0].Exception.Message | Should -BeLike '*lacks code,*'
        $outcome.Errors[1].Exception.Message | Should -BeLike '*lacks sharing,*'
        $outcome.Errors[2].Exception.Message | Should -BeLike '*lacks translations,*'
        $outcome.Errors[3].ErrorDetails.RecommendedAction | Should -BeLike '*Update-Dhis2Metadata*:owner*'
        Get-Put | Should -BeNullOrEmpty
    }

    It 'empties what is given as null' {
        $table = ConvertFrom-Json $whole -AsHashtable -DateKind String
        $table.code = $null
        Set-Dhis2Metadata $table -Type dataElements
        (Get-Put).body | Should -Not -Match '"code":"DE_OPD"'
        (Get-Put).body | Should -Match '"sharing":{'
    }

    It 'refuses another id, an unknown property, an unknown type and none at all' {
        $table = ConvertFrom-Json $whole -AsHashtable -DateKind String
        $odd = ConvertFrom-Json $whole -AsHashtable -DateKind String
        $odd.valuType = 'x'
        $outcome = Get-Outcome {
            Set-Dhis2Metadata $table -Type dataElements -Id wQnWB75rNpL
            Set-Dhis2Metadata $odd -Type dataElements
            Set-Dhis2Metadata $table
            Set-Dhis2Metadata '{"id":' -Type dataElements
            Set-Dhis2Metadata '[1]' -Type dataElements
            Set-Dhis2Metadata @{ name = 'x' } -Type dataElements
        }
        $outcome.Errors | Should -HaveCount 6
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        $outcome.Errors[1].ErrorDetails.RecommendedAction | Should -BeLike '*valueType*'
        Get-Put | Should -BeNullOrEmpty
    }

    It 'replaces none with -WhatIf, and writes them with -PassThru' {
        $element | Set-Dhis2Metadata -WhatIf
        Get-Put | Should -BeNullOrEmpty
        ($element | Set-Dhis2Metadata -PassThru).sharing.owner | Should -Be $element.sharing.owner
    }

    It 'tells the refusal of one, and replaces the others' {
        Clear-Sandbox $sandbox
        Add-SandboxRecording $sandbox -Area metadata-writes -Name put-conflict -Path '^/api/dataElements/OqYjd00phS6$'
        $null = Add-ServedElement $sandbox
        $outcome = Get-Outcome { $element, $element | Set-Dhis2Metadata -PassThru }
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.Conflict,*'
        $outcome.Errors[0].TargetObject.id | Should -Be OqYjd00phS6
        $outcome.Output.id | Should -Be OqYjd00phS6
    }

    It 'does not send it again after a lost answer: <Case>' -ForEach @(
        @{ Case = 'it was not done'; Expected = 'Dhis2.NotDone,*'; Kind = 'reset' }
        @{ Case = 'it was done'; Done = $true; Kind = 'reset' }
        @{ Case = 'it was done, and a gateway gave up'; Done = $true; Kind = 'status' }
        @{ Case = 'nothing tells'; Blind = $true; Expected = 'Dhis2.UnknownOutcome,*'; Kind = 'reset' }
    ) {
        $element.name = 'Visits'
        Clear-Sandbox $sandbox
        Add-SandboxFault $sandbox @{ kind = $Kind; status = $(if ($Kind -eq 'status') { 504 } else { 0 }); method = 'PUT'; path = '^/api/dataElements/'; count = 1 }
        if ($Done) {
            Add-SandboxAnswer $sandbox '^/api/dataElements/OqYjd00phS6\?' $whole.Replace('"name":"OPD visits"', '"name":"Visits"')
        }
        if ($Blind) {
            Add-SandboxFault $sandbox @{ kind = 'status'; status = 403; method = 'GET'; path = '^/api/dataElements/OqYjd00phS6'; count = 0; after = 2 }
        }
        $null = Add-ServedElement $sandbox
        $outcome = Get-Outcome { $element | Set-Dhis2Metadata }
        @($outcome.Errors.FullyQualifiedErrorId) | Should -BeLike "$Expected"
        Get-Put | Should -HaveCount 1
    }

    It 'loses nothing of an object of any type' {
        $types = 'categories', 'categoryCombos', 'categoryOptions', 'dataElementGroups', 'dataElements', 'dataSets', 'indicators', 'optionSets', 'organisationUnitGroups', 'organisationUnits', 'programs',
            'programStages', 'sqlViews', 'trackedEntityAttributes', 'trackedEntityTypes', 'userGroups', 'userRoles', 'validationRules'
        $sent = foreach ($type in $types) {
            Clear-Sandbox $sandbox
            Add-SandboxRecording $sandbox -Area metadata-writes -Name put -Path '^/api/\w+/\w{11}$' -Count 0
            $object = Get-Dhis2Metadata $type -Fields :owner -First 1 -ErrorAction SilentlyContinue
            if ($object) {
                $read = Invoke-Dhis2Request "$type/$($object.id)" -Query @{ fields = ':owner' } -Raw
                $object | Set-Dhis2Metadata
                (Get-Put).body | ConvertTo-OrderedJson | Should -BeExactly ($read | ConvertTo-OrderedJson) -Because $type
                $type
            }
        }
        @($sent).Count | Should -BeGreaterThan 8
    }
}
