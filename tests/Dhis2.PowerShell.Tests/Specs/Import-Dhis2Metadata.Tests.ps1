Describe 'Import-Dhis2Metadata on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $good = @{ id = 'vbw9CRBE7NS'; code = 'MI_A'; name = 'MI_A' }, @{ id = 'dISJMHyAaye'; code = 'MI_B'; name = 'MI_B' }
        ConvertTo-Json @{ system = @{ version = '2.30' }; dataElements = $good } -Depth 5 | Set-Content TestDrive:/good.json

        function Get-Import {
            Get-SandboxRequest $sandbox '/api/metadata*' | Where-Object method -EQ POST
        }
    }

    AfterAll {
        Get-Dhis2Session | Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'sends a file in one request, and reports what became of its objects' {
        Add-SandboxRecording $sandbox -Area metadata-import -Name commit
        $report = Import-Dhis2Metadata TestDrive:/good.json
        $report.PSObject.TypeNames[0] | Should -Be 'Dhis2.MetadataImportReport'
        $report.Status, $report.Total, $report.Imported | Should -Be 'SUCCESS', 2, 2
        $report.Types[0].Type, $report.Types[0].Imported | Should -Be 'dataElements', 2
        $sent = @(Get-Import)
        $sent | Should -HaveCount 1
        ($sent[0].body | ConvertFrom-Json).dataElements.id | Should -Be $good.id
        ($sent[0].body | ConvertFrom-Json).system | Should -BeNullOrEmpty
    }

    It 'takes objects, a package and files by the pipeline' {
        Add-SandboxRecording $sandbox -Area metadata-import -Name commit -Count 0
        ($good | Import-Dhis2Metadata -Type dataElement).Imported | Should -Be 2
        (Get-Content TestDrive:/good.json -Raw | ConvertFrom-Json | Import-Dhis2Metadata).Imported | Should -Be 2
        (Get-ChildItem TestDrive:/good.json | Import-Dhis2Metadata).Imported | Should -Be 2
        $sent = @(Get-Import)
        $sent | Should -HaveCount 3
        $sent | ForEach-Object { ($_.body | ConvertFrom-Json).dataElements.id -join ',' | Should -Be ($good.id -join ',') }
    }

    It 'takes the files of a folder' {
        Add-SandboxRecording $sandbox -Area metadata-import -Name commit
        $null = New-Item -ItemType Directory TestDrive:/tree/dataElements -Force
        foreach ($one in $good) {
            ConvertTo-Json @{ dataElements = @($one) } -Depth 5 | Set-Content "TestDrive:/tree/dataElements/$($one.id).json"
        }
        (Import-Dhis2Metadata TestDrive:/tree).Imported | Should -Be 2
    }

    It 'names each object that is refused, says that nothing is stored, and counts those held back' {
        Add-SandboxRecording $sandbox -Area metadata-import -Name atomic-all
        $objects = 'h2lF4hwz3Ty', 'OTlywlY6MSY', 'Zx9lIny0wDJ', 'T1GtVgaVLHa' | ForEach-Object { [pscustomobject]@{ id = $_; name = $_ } }
        $outcome = Get-Outcome { $objects | Import-Dhis2Metadata -Type dataElements }
        $outcome.Errors | Should -HaveCount 3
        $outcome.Errors[0, 1].TargetObject.Uid | Should -Be 'OTlywlY6MSY', 'Zx9lIny0wDJ'
        $outcome.Errors[0, 1].TargetObject.Code | Should -Be 'E4000', 'E5002'
        $outcome.Errors[0].TargetObject.Property, $outcome.Errors[0].TargetObject.Index | Should -Be 'valueType', 1
        ($outcome.Errors[0].TargetObject.Row.Json | ConvertFrom-Json).id | Should -Be 'OTlywlY6MSY'
        $outcome.Errors[2].Exception.Message | Should -Match '^2 more were not stored'
        $outcome.Output.Status, $outcome.Output.Total, $outcome.Output.Rejected, $outcome.Output.Imported | Should -Be 'ERROR', 4, 4, 0
    }

    It 'does not call rejected what is stored without a reference' {
        Add-SandboxRecording $sandbox -Area metadata-import -Name atomic-none-optional
        $objects = 'h2lF4hwz3Ty', 'Zx9lIny0wDJ' | ForEach-Object { @{ id = $_; name = $_ } }
        $outcome = Get-Outcome { $objects | Import-Dhis2Metadata -Type dataElements -AtomicMode None -WarningVariable +warned -WarningAction SilentlyContinue; $script:warned = $warned }
        $outcome.Errors | Should -BeNullOrEmpty
        $outcome.Output[0].Imported, $outcome.Output[0].Status | Should -Be 2, 'WARNING'
        (Get-Import).path | Should -BeLike '*atomicMode=NONE*'
    }

    It 'asks the server with -WhatIf and with -ImportMode Validate, and stores nothing' {
        Add-SandboxRecording $sandbox -Area metadata-import -Name validate -Count 0
        $reports = @(Import-Dhis2Metadata TestDrive:/good.json -WhatIf; Import-Dhis2Metadata TestDrive:/good.json -ImportMode Validate)
        $reports.DryRun | Should -Be $true, $true
        (Get-Import).path | Should -Be '/api/metadata?importMode=VALIDATE', '/api/metadata?importMode=VALIDATE'
    }

    It 'sends nothing of <Name>, and says why' -ForEach @(
        @{ Name = 'an empty file'; Content = ''; Message = 'is empty' }
        @{ Name = 'a file without objects'; Content = '{"dataElements":[]}'; Message = 'holds no objects' }
        @{ Name = 'a singular list'; Content = '{"dataElement":[{"id":"vbw9CRBE7NS"}]}'; Message = 'would pass over' }
        @{ Name = 'an unknown type'; Content = '{"dataElementz":[{"id":"vbw9CRBE7NS"}]}'; Message = 'no such type' }
        @{ Name = 'a file that is cut off'; Content = '{"dataElements":[{"id":"vbw9CRBE7NS"},{"id":"dIS'; Message = 'not whole, valid JSON' }
        @{ Name = 'two objects with one id'; Content = '{"dataElements":[{"id":"vbw9CRBE7NS"},{"id":"vbw9CRBE7NS"}]}'; Message = 'that of another object' }
        @{ Name = 'a single object'; Content = '{"id":"vbw9CRBE7NS","name":"x"}'; Message = 'no list of objects' }
    ) {
        Set-Content TestDrive:/bad.json $Content -NoNewline
        $outcome = Get-Outcome { Import-Dhis2Metadata TestDrive:/bad.json }
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].Exception.Message | Should -Match $Message
        Get-Import | Should -BeNullOrEmpty
    }

    It 'sends nothing where bytes are no UTF-8, of one file among good ones' {
        [IO.File]::WriteAllBytes((Join-Path $TestDrive latin.json), [Text.Encoding]::GetEncoding('iso-8859-1').GetBytes('{"dataElements":[{"id":"OTlywlY6MSY","name":"Décès"}]}'))
        $outcome = Get-Outcome { Import-Dhis2Metadata TestDrive:/good.json, TestDrive:/latin.json -AtomicMode None }
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].Exception.Message | Should -Match 'no text in the encoding'
        $outcome.Output.Status, $outcome.Output.NotSent | Should -Be 'ERROR', 2
        Get-Import | Should -BeNullOrEmpty
    }

    It 'hands CSV on as it is' {
        Add-SandboxRecording $sandbox -Area metadata-import -Name csv
        "name,uid,code,shortname,description`n`"MI csv one`",JTn0UPeXPoz,MI_K,`"MI csv one`",`"a, b`"" | Set-Content TestDrive:/elements.csv
        (Import-Dhis2Metadata TestDrive:/elements.csv -ClassKey DATA_ELEMENT -ReportMode Full).Imported | Should -Be 2
        (Get-Import).path | Should -BeLike '*classKey=DATA_ELEMENT*importReportMode=FULL*'
        (Get-Import).body | Should -Match 'MI csv one'
    }

    It 'says that a server lacks its caches, and clears them where that is asked for' -Skip:($_ -eq '2.43') {
        Add-SandboxRecording $sandbox -Area metadata-fresh -Name set-import -Path '^/api/metadata'
        $set = @{ id = 'Pai6hAkZP1u'; code = 'MF_SET'; name = 'MF set'; periodType = 'Monthly' }
        $outcome = Get-Outcome { $set | Import-Dhis2Metadata -Type dataSets }
        $outcome.Errors[0].ErrorDetails.RecommendedAction | Should -Match 'ClearCache'
        Add-SandboxRecording $sandbox -Area metadata-fresh -Name set-import -Path '^/api/metadata'
        Add-SandboxRecording $sandbox -Area metadata-fresh -Name set-validate -Path '^/api/metadata' -Count 0
        $report = $set | Import-Dhis2Metadata -Type dataSets -ClearCache
        $report.Status, $report.ClearedCache, $report.Imported | Should -Be 'SUCCESS', $true, 1
        Get-SandboxRequest $sandbox '/api/maintenance/cacheClear' | Should -HaveCount 1
    }

    It 'refuses parameters that mean nothing together' {
        { Import-Dhis2Metadata TestDrive:/good.json -Wait } | Should -Throw '*-Async*'
        { Import-Dhis2Metadata TestDrive:/good.json -NoHeader } | Should -Throw '*-ClassKey*'
        { Import-Dhis2Metadata TestDrive:/good.json -ClassKey DATA_ELEMENT -BatchSize 3 } | Should -Throw '*-BatchSize*'
        { Import-Dhis2Metadata TestDrive:/good.json -Async -ClearCache } | Should -Throw '*-ClearCache*'
        Get-Import | Should -BeNullOrEmpty
    }
}
