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
        Add-SandboxAnswer $sandbox "/api/$List\?.*filter=name" @{ $List = @() }
        $three, $one = @{ $Parameter = 'aaaaaaaaaa1', 'Nowhere', 'aaaaaaaaaa2' }, @{ $Parameter = 'Nowhere' }
        $outcome = Get-Outcome { Get-Dhis2CategoryOptionCombo @three }
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Output.id | Should -Be 'iiiiiiiiii1'
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
        $outcome.Errors[0].TargetObject | Should -BeExactly 'Nowhere'
        Get-SandboxFilter $sandbox categoryOptionCombos | Should -BeExactly "${Property}:in:[aaaaaaaaaa1,aaaaaaaaaa2]"
        (Get-Outcome { Get-Dhis2CategoryOptionCombo @one }).Output | Should -BeNullOrEmpty
        @(Get-SandboxRequest $sandbox '/api/categoryOptionCombos`?*') | Should -HaveCount 1
    }

    It 'is a table of what identifies and tells apart' {
        $lines = (Get-Dhis2CategoryOptionCombo | Out-String -Width 100) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines[0].Trim() -split '\s+' | Should -Be 'Id', 'Code', 'Name', 'CategoryCombo'
        $lines[2] | Should -Match 'iiiiiiiiii1\s+COC_1\s+Female, under 5\s+Sex and age'
    }
}
