Describe 'Export-Dhis2Metadata on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)

        function Get-Asked {
            Get-SandboxRequest $sandbox | Where-Object path -Match '^/api/(\w+/\w+/)?metadata' | ForEach-Object { [uri]::UnescapeDataString($_.path) }
        }
    }

    AfterAll {
        Get-Dhis2Session | Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'writes objects by their types, with fields, filters and order of each' {
        Add-SandboxRecording $sandbox -Area metadata-export -Name export-fields-by-type -Path '^/api/metadata'
        $objects = Export-Dhis2Metadata @{ dataElements = 'id,name' }, organisationUnits -Filter @{ dataElements = 'code:like:DE' } -Order @{ dataElement = 'name:desc' }
        $objects | ForEach-Object { $_.PSObject.TypeNames[0] } | Select-Object -Unique | Sort-Object | Should -Be 'Dhis2.DataElement', 'Dhis2.OrganisationUnit'
        Get-Asked | Should -Be '/api/metadata?dataElements=true&dataElements:fields=id,name&dataElements:filter=code:like:DE&dataElements:order=name:desc&organisationUnits=true&defaults=EXCLUDE'
    }

    It 'compares a filter here whose value the server misreads, and names the objects' {
        Add-SandboxRecording $sandbox -Area metadata-export -Name export-order -Path '^/api/metadata'
        $ids = (Get-Dhis2Metadata dataElements -Filter 'code:like:DE_B').id
        $ids | Should -Not -BeNullOrEmpty
        $null = Export-Dhis2Metadata dataElements -Filter 'code:like:DE_B'
        Get-Asked | Should -Be "/api/metadata?dataElements=true&dataElements:filter=id:in:[$($ids -join ',')]&defaults=EXCLUDE"
    }

    It 'exports default objects and sharing as it is told' {
        Add-SandboxRecording $sandbox -Area metadata-export -Name export-skip-sharing -Path '^/api/metadata' -Count 0
        $null = Export-Dhis2Metadata dataElement -SkipSharing -Fields id, code -Filter 'code:eq:DEOPD'
        $null = Export-Dhis2Metadata dataElement -Defaults
        Get-Asked | Should -Be '/api/metadata?dataElements=true&fields=id,code&filter=code:eq:DEOPD&defaults=EXCLUDE&skipSharing=true', '/api/metadata?dataElements=true'
    }

    It 'asks for nothing where a type, field, filter or order is none' {
        { Export-Dhis2Metadata dataElementz } | Should -Throw '*no metadata type*'
        { Export-Dhis2Metadata dataElements -Filter 'name:nope:1' } | Should -Throw '*no operator*'
        { Export-Dhis2Metadata dataElements -Order 'name:sideways' } | Should -Throw '*order*'
        { Export-Dhis2Metadata dataElements -Filter @{ indicators = 'code:eq:x' } } | Should -Throw '*not exported*'
        { Export-Dhis2Metadata dataElements -Path TestDrive:/x.txt } | Should -Throw '*form of the file*'
        Get-Asked | Should -BeNullOrEmpty
    }

    It 'writes a file whole: <Form>' -ForEach @{ Form = 'json'; Name = 'export-types' }, @{ Form = 'json.gz'; Name = 'export-gzip' } {
        Add-SandboxRecording $sandbox -Area metadata-export -Name $Name -Path '^/api/metadata'
        $file = Export-Dhis2Metadata dataElements -Path "TestDrive:/all.$Form" -PassThru
        $file.Length | Should -BeGreaterThan 100
        $from = if ($Form -eq 'json') { '/api/metadata?*' } else { '/api/metadata.json.gz?*' }
        Get-Asked | Should -BeLike $from
    }

    It 'leaves the file as it was where the answer is not whole, and with -NoClobber' {
        Set-Content TestDrive:/kept.json 'before'
        Add-SandboxAnswer $sandbox '^/api/metadata' '"not a package"'
        { Export-Dhis2Metadata dataElements -Path TestDrive:/kept.json } | Should -Throw '*not whole, valid JSON*'
        { Export-Dhis2Metadata dataElements -Path TestDrive:/kept.json -NoClobber } | Should -Throw '*exists*'
        Get-Content TestDrive:/kept.json | Should -Be 'before'
        (Get-ChildItem TestDrive:/ -Filter '*part*' -Force) | Should -BeNullOrEmpty
    }

    It 'exports an object with what it is made of, and says so where the server does not' {
        Add-SandboxRecording $sandbox -Area metadata-export -Name dependency-datasets -Path '/dataSets/J33aMjt3IoU/metadata'
        Add-SandboxRecording $sandbox -Area metadata-export -Name dependency-group -Path '/organisationUnitGroups/'
        $null = Export-Dhis2Metadata dataSets -Dependency J33aMjt3IoU -Path TestDrive:/set.json.gz
        Get-Asked | Should -Be '/api/dataSets/J33aMjt3IoU/metadata'
        $outcome = Get-Outcome { Export-Dhis2Metadata organisationUnitGroups -Dependency EfyeRf3AaD3 }
        $outcome.Errors[0].Exception.Message | Should -Match 'exports nothing'
        { Export-Dhis2Metadata dataSets, programs -Dependency J33aMjt3IoU } | Should -Throw '*one type*'
    }

    It 'exports the good ones beside a bad one, from <Way>, and writes no file without it' -ForEach @{ Way = 'the pipeline' }, @{ Way = '-Dependency' } {
        Add-SandboxAnswer $sandbox '/dataSets/J33aMjt3IoU/metadata' ([ordered] @{ dataSets = @(@{ id = 'J33aMjt3IoU' }); dataElements = @(@{ id = 'vbw9CRBE7NS' }) })
        Add-SandboxRecording $sandbox -Area metadata-export -Name dependency-missing -Path '/dataSets/abcdefghijk/metadata' -Count 0
        Add-SandboxAnswer $sandbox '/dataSets/b5LqlRpXvjo/metadata' ([ordered] @{ dataSets = @(@{ id = 'b5LqlRpXvjo' }); dataElements = @(@{ id = 'vbw9CRBE7NS' }) })
        $ids = 'J33aMjt3IoU', 'abcdefghijk', 'b5LqlRpXvjo'
        $outcome = Get-Outcome { if ($Way -eq '-Dependency') { Export-Dhis2Metadata dataSets -Dependency $ids } else { $ids | Export-Dhis2Metadata dataSets } }
        $outcome.Output.id | Should -Be 'J33aMjt3IoU', 'vbw9CRBE7NS', 'b5LqlRpXvjo'
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].TargetObject | Should -Be 'abcdefghijk'
        $outcome = Get-Outcome { Export-Dhis2Metadata dataSets -Dependency $ids -Path TestDrive:/part.json }
        $outcome.Errors | Should -HaveCount 1
        Test-Path TestDrive:/part.json | Should -BeFalse
        Export-Dhis2Metadata dataSets -Dependency $ids[0, 2] -Path TestDrive:/both.json
        (Get-Content TestDrive:/both.json -Raw | ConvertFrom-Json).dataElements | Should -HaveCount 1
    }

    It 'writes a tree that is the same unless something was changed, and that an import takes' {
        $one = @{ id = 'vbw9CRBE7NS'; name = 'A'; created = '2024-01-01'; lastUpdated = '2024-01-01'; href = 'x'; access = @{ read = $true }; translations = @(@{ locale = 'fr'; value = 'b' }, @{ locale = 'de'; value = 'a' }) }
        $two = @{ id = 'dISJMHyAaye'; name = 'B'; optionSet = @{ id = 'BAXm6pDWS93' } }
        Add-SandboxAnswer $sandbox '^/api/metadata' @{ system = @{ version = 'x' }; dataElements = @($one, $two) } -Count 1
        Export-Dhis2Metadata dataElements -Directory TestDrive:/tree
        (Get-ChildItem TestDrive:/tree -Recurse -File).Name | Sort-Object | Should -Be 'dISJMHyAaye.json', 'vbw9CRBE7NS.json'
        $text = Get-Content TestDrive:/tree/dataElements/vbw9CRBE7NS.json -Raw
        $text | Should -Not -Match 'created|lastUpdated|href|access'
        $text | Should -Match '(?s)"de".*"fr"'
        # The same objects in another order, one of them changed by nobody, and one gone.
        $one.lastUpdated = '2025-05-05'
        [array]::Reverse($one.translations)
        $before = (Get-Item TestDrive:/tree/dataElements/vbw9CRBE7NS.json).LastWriteTimeUtc
        Add-SandboxAnswer $sandbox '^/api/metadata' @{ dataElements = @($one) } -Count 1
        Export-Dhis2Metadata dataElements -Directory TestDrive:/tree
        (Get-ChildItem TestDrive:/tree -Recurse -File).Name | Should -Be 'vbw9CRBE7NS.json'
        Get-Content TestDrive:/tree/dataElements/vbw9CRBE7NS.json -Raw | Should -Be $text
        (Get-Item TestDrive:/tree/dataElements/vbw9CRBE7NS.json).LastWriteTimeUtc | Should -Be $before
        Clear-Sandbox $sandbox
        Add-SandboxRecording $sandbox -Area metadata-import -Name skip-sharing -Path '^/api/metadata'
        (Import-Dhis2Metadata TestDrive:/tree).Updated | Should -Be 1
    }

    It 'writes one file a type with -PerType' {
        Add-SandboxAnswer $sandbox '^/api/metadata' @{ dataElements = @(@{ id = 'vbw9CRBE7NS' }, @{ id = 'dISJMHyAaye' }); indicators = @(@{ id = 'dISJMHyAaye' }) }
        (Export-Dhis2Metadata dataElements, indicators -Directory TestDrive:/types -PerType -PassThru).Name | Should -Be 'types'
        (Get-ChildItem TestDrive:/types).Name | Sort-Object | Should -Be 'dataElements.json', 'indicators.json'
        (Get-Content TestDrive:/types/dataElements.json -Raw | ConvertFrom-Json).dataElements.id | Should -Be 'dISJMHyAaye', 'vbw9CRBE7NS'
    }

    It 'writes no file with -WhatIf, and asks for nothing' {
        Export-Dhis2Metadata dataElements -Path TestDrive:/none.json -WhatIf
        Export-Dhis2Metadata dataElements -Directory TestDrive:/none -WhatIf
        Test-Path TestDrive:/none* | Should -BeFalse
        Get-Asked | Should -BeNullOrEmpty
    }
}
