BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2OptionSet' {
    BeforeEach {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '/api/optionSets\?' @{ optionSets = @(@{ id = 'iiiiiiiiii1'; code = 'OS_1'; name = 'Kinds'; valueType = 'TEXT'; options = @(@{ id = 'oooooooooo2'; code = 'POST'; sortOrder = 1 }, @{ id = 'oooooooooo1'; code = 'HOSP'; sortOrder = 2 }) }) }
    }

    It 'reads the options, in the order of the server, with -IncludeOption alone' {
        $null = Get-Dhis2OptionSet
        (Get-SandboxRequest $sandbox '/api/optionSets*').path | Should -Not -Match 'options%5B'
        (Get-Dhis2OptionSet -IncludeOption).options.code | Should -Be 'POST', 'HOSP'
        Get-Dhis2OptionSet -IncludeOption | Out-String -Width 100 | Should -Match 'TEXT\s+POST, HOSP'
    }

    It 'adds the options to chosen fields: <Fields>' -ForEach @(
        @{ Fields = 'id', 'name'; Sent = 'id,name,options[id,code,name,displayName,sortOrder]' }
        @{ Fields = , ':owner'; Sent = ':owner,options[id,code,name,displayName,sortOrder]' }
    ) {
        (Get-Dhis2OptionSet -Fields $Fields -IncludeOption).options.code | Should -Be 'POST', 'HOSP'
        [uri]::UnescapeDataString((Get-SandboxRequest $sandbox '/api/optionSets*').path) | Should -Match ([regex]::Escape("?fields=$Sent&"))
    }

    It 'is a table of what identifies and tells apart' {
        $lines = (Get-Dhis2OptionSet | Out-String -Width 100) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines[0].Trim() -split '\s+' | Should -Be 'Id', 'Code', 'Name', 'ValueType'
        $lines[2] | Should -Match 'iiiiiiiiii1\s+OS_1\s+Kinds\s+TEXT'
    }
}
