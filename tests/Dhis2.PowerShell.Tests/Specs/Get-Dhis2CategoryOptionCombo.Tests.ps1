BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2CategoryOptionCombo' {
    BeforeEach {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '/api/categoryOptionCombos\?' @{ categoryOptionCombos = @(@{ id = 'iiiiiiiiii1'; code = 'COC_1'; name = 'Female, under 5'; categoryCombo = @{ id = 'cccccccccc1'; name = 'Sex and age' } }) }
    }

    It 'asks for <Expected> with <Parameters.Keys>' -ForEach @(
        @{ Parameters = @{ CategoryCombo = 'aaaaaaaaaa1' }; Expected = 'categoryCombo.id:eq:aaaaaaaaaa1' }
        @{ Parameters = @{ CategoryCombo = 'aaaaaaaaaa1', 'aaaaaaaaaa2' }; Expected = 'categoryCombo.id:in:[aaaaaaaaaa1,aaaaaaaaaa2]' }
    ) {
        $null = Get-Dhis2CategoryOptionCombo @Parameters
        Get-SandboxFilter $sandbox categoryOptionCombos | Should -BeExactly $Expected
    }

    It 'goes on behind a -<Parameter> that is none, and reads nothing where there is no other' -ForEach @(
        @{ Parameter = 'CategoryCombo'; List = 'categoryCombos'; Property = 'categoryCombo.id' }
    ) {
        Assert-GoesOnBehindUnknown $sandbox Get-Dhis2CategoryOptionCombo categoryOptionCombos $_
    }

    It 'is a table of what identifies and tells apart' {
        $lines = (Get-Dhis2CategoryOptionCombo | Out-String -Width 100) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines[0].Trim() -split '\s+' | Should -Be 'Id', 'Code', 'Name', 'CategoryCombo'
        $lines[2] | Should -Match 'iiiiiiiiii1\s+COC_1\s+Female, under 5\s+Sex and age'
    }
}
