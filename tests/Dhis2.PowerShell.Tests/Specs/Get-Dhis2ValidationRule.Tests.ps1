BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2ValidationRule' {
    BeforeEach {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '/api/validationRules\?' @{ validationRules = @(@{ id = 'iiiiiiiiii1'; name = 'Deaths below cases'; periodType = 'Monthly'; importance = 'HIGH'; operator = 'less_than_or_equal_to' }) }
    }

    It 'asks for <Expected> with <Parameters.Keys>' -ForEach @(
        @{ Parameters = @{ Group = 'aaaaaaaaaa1' }; Expected = 'validationRuleGroups.id:eq:aaaaaaaaaa1' }
        @{ Parameters = @{ Group = 'aaaaaaaaaa1', 'aaaaaaaaaa2' }; Expected = 'validationRuleGroups.id:in:[aaaaaaaaaa1,aaaaaaaaaa2]' }
    ) {
        $null = Get-Dhis2ValidationRule @Parameters
        Get-SandboxFilter $sandbox validationRules | Should -BeExactly $Expected
    }

    It 'goes on behind a -<Parameter> that is none, and reads nothing where there is no other' -ForEach @(
        @{ Parameter = 'Group'; List = 'validationRuleGroups'; Property = 'validationRuleGroups.id' }
    ) {
        Assert-GoesOnBehindUnknown $sandbox Get-Dhis2ValidationRule validationRules $_
    }

    It 'is a table of what identifies and tells apart' {
        $lines = (Get-Dhis2ValidationRule | Out-String -Width 100) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines[0].Trim() -split '\s+' | Should -Be 'Id', 'Name', 'PeriodType', 'Importance', 'Operator'
        $lines[2] | Should -Match 'iiiiiiiiii1\s+Deaths below cases\s+Monthly\s+HIGH\s+less_than_or_equal_to'
    }
}
