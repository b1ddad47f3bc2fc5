Describe 'New-Dhis2Metadata on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)

        function Get-Write {
            Get-SandboxRequest $sandbox '/api/*' | Where-Object method -NE GET
        }
    }

    AfterAll {
        Get-Dhis2Session | Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'makes one object by its own request, with an id that it returns' {
        Add-SandboxRecording $sandbox -Area metadata-writes -Name create
        $made = New-Dhis2Metadata dataElement @{ code = 'MW_A'; name = 'MW_A' }
        $made.PSObject.TypeNames[0] | Should -Be 'Dhis2.DataElement'
        Test-Dhis2Uid $made.id | Should -BeTrue
        (Get-Write).path | Should -Be '/api/dataElements'
        ((Get-Write).body | ConvertFrom-Json).id | Should -Be $made.id
    }

    It 'sets the translations that the server drops' {
        Add-SandboxRecording $sandbox -Area metadata-writes -Name create
        Add-SandboxRecording $sandbox -Area metadata-members -Name translations-put -Path '/translations$'
        $null = New-Dhis2Metadata dataElements @{ id = 'T6OsYykCuOG'; name = 'MW_A'; translations = @(@{ property = 'NAME'; locale = 'fr'; value = 'nom' }) }
        (Get-Write).path | Should -Be '/api/dataElements', '/api/dataElements/T6OsYykCuOG/translations'
        ((Get-Write)[1].body | ConvertFrom-Json).translations.value | Should -Be 'nom'
    }

    It 'makes several in one import, all or none' {
        Add-SandboxRecording $sandbox -Area metadata-import -Name commit -Path '^/api/metadata'
        $made = 'One', 'Two' | ForEach-Object { @{ name = $_ } } | New-Dhis2Metadata dataElements
        $made.name | Should -Be 'One', 'Two'
        (Get-Write).path | Should -Be '/api/metadata?importStrategy=CREATE'
        ((Get-Write).body | ConvertFrom-Json).dataElements.id | Should -Be $made.id
    }

    It 'makes each category combo by its own request, for an import makes no option combos' {
        Add-SandboxRecording $sandbox -Area metadata-import -Name combo-post -Count 0
        $null = 'One', 'Two' | ForEach-Object { @{ name = $_ } } | New-Dhis2Metadata categoryCombos
        (Get-Write).path | Should -Be '/api/categoryCombos', '/api/categoryCombos'
    }

    It 'makes the others where one is refused, whose error is the server''s own' {
        # Refused as a whole, for one of them; then the others; then the one by itself.
        Add-SandboxRecording $sandbox -Area metadata-import -Name error-missing -Path '^/api/metadata'
        Add-SandboxRecording $sandbox -Area metadata-import -Name commit -Path '^/api/metadata' -Count 0
        Add-SandboxRecording $sandbox -Area metadata-writes -Name create-missing-required -Count 0
        $outcome = Get-Outcome { 'vbw9CRBE7NS', 'OTlywlY6MSY', 'dISJMHyAaye' | ForEach-Object { @{ id = $_; name = $_ } } | New-Dhis2Metadata dataElements }
        $outcome.Output.id | Should -Be 'vbw9CRBE7NS', 'dISJMHyAaye'
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].TargetObject.id | Should -Be 'OTlywlY6MSY'
        (Get-Write).path | Should -Be '/api/metadata?importStrategy=CREATE', '/api/metadata?importStrategy=CREATE', '/api/dataElements'
    }

    It 'takes rows of a file: empty cells are left out, and a point is a property of a property' {
        Add-SandboxRecording $sandbox -Area metadata-writes -Name create
        'name,code,categoryCombo.id', 'MW_A,,bjDvmb4bfuf' | Set-Content TestDrive:/rows.csv
        $null = Import-Csv TestDrive:/rows.csv | New-Dhis2Metadata dataElements
        $sent = (Get-Write).body | ConvertFrom-Json
        $sent.categoryCombo.id | Should -Be 'bjDvmb4bfuf'
        $sent.PSObject.Properties.Name | Should -Not -Contain code
    }

    It 'looks up an object whose answer is lost' {
        Add-SandboxAnswer $sandbox '^/api/dataElements$' @{ message = 'gone' } -Status 504 -Method POST
        Add-SandboxAnswer $sandbox '^/api/dataElements/T6OsYykCuOG' @{ id = 'T6OsYykCuOG' }
        (New-Dhis2Metadata dataElements @{ id = 'T6OsYykCuOG'; name = 'x' }).id | Should -Be 'T6OsYykCuOG'
    }

    It 'sends nothing with -WhatIf, nor of a type that there is none of' {
        New-Dhis2Metadata dataElements @{ name = 'x' } -WhatIf | Should -BeNullOrEmpty
        { New-Dhis2Metadata dataElementz @{ name = 'x' } -ErrorAction Stop } | Should -Throw '*no metadata type*'
        Get-Write | Should -BeNullOrEmpty
    }
}
