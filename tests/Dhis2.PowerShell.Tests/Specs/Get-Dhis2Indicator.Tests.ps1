BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2Indicator' {
    BeforeEach {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '/api/indicators\?' @{ indicators = @(@{ id = 'iiiiiiiiii1'; code = 'IN_1'; name = 'Coverage'; indicatorType = @{ id = 'tttttttttt1'; name = 'Percent' } }) }
    }

    It 'asks for <Expected> with <Parameters.Keys>' -ForEach @(
        @{ Parameters = @{ Group = 'aaaaaaaaaa1' }; Expected = 'indicatorGroups.id:eq:aaaaaaaaaa1' }
        @{ Parameters = @{ Group = 'aaaaaaaaaa1', 'aaaaaaaaaa2' }; Expected = 'indicatorGroups.id:in:[aaaaaaaaaa1,aaaaaaaaaa2]' }
        @{ Parameters = @{ IndicatorType = 'aaaaaaaaaa1' }; Expected = 'indicatorType.id:eq:aaaaaaaaaa1' }
        @{ Parameters = @{ IndicatorType = 'aaaaaaaaaa1', 'aaaaaaaaaa2' }; Expected = 'indicatorType.id:in:[aaaaaaaaaa1,aaaaaaaaaa2]' }
    ) {
        $null = Get-Dhis2Indicator @Parameters
        Get-SandboxFilter $sandbox indicators | Should -BeExactly $Expected
    }

    It 'goes on behind a -<Parameter> that is none, and reads nothing where there is no other' -ForEach @(
        @{ Parameter = 'Group'; List = 'indicatorGroups'; Property = 'indicatorGroups.id' }
        @{ Parameter = 'IndicatorType'; List = 'indicatorTypes'; Property = 'indicatorType.id' }
    ) {
        Assert-GoesOnBehindUnknown $sandbox Get-Dhis2Indicator indicators $_
    }

    It 'is a table of what identifies and tells apart' {
        $lines = (Get-Dhis2Indicator | Out-String -Width 100) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines[0].Trim() -split '\s+' | Should -Be 'Id', 'Code', 'Name', 'Type'
        $lines[2] | Should -Match 'iiiiiiiiii1\s+IN_1\s+Coverage\s+Percent'
    }
}
