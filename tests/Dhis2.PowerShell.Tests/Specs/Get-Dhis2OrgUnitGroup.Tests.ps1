BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2OrgUnitGroup' {
    BeforeEach {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '/api/organisationUnitGroups\?' @{ organisationUnitGroups = @(@{ id = 'iiiiiiiiii1'; code = 'OG_1'; name = 'Public'; groupSets = @(@{ id = 'tttttttttt1'; name = 'Ownership' }) }) }
    }

    It 'asks for <Expected> with <Parameters.Keys>' -ForEach @(
        @{ Parameters = @{ GroupSet = 'aaaaaaaaaa1' }; Expected = 'groupSets.id:eq:aaaaaaaaaa1' }
        @{ Parameters = @{ GroupSet = 'aaaaaaaaaa1', 'aaaaaaaaaa2' }; Expected = 'groupSets.id:in:[aaaaaaaaaa1,aaaaaaaaaa2]' }
        @{ Parameters = @{ OrgUnit = 'aaaaaaaaaa1' }; Expected = 'organisationUnits.id:eq:aaaaaaaaaa1' }
        @{ Parameters = @{ OrgUnit = 'aaaaaaaaaa1', 'aaaaaaaaaa2' }; Expected = 'organisationUnits.id:in:[aaaaaaaaaa1,aaaaaaaaaa2]' }
    ) {
        $null = Get-Dhis2OrgUnitGroup @Parameters
        Get-SandboxFilter $sandbox organisationUnitGroups | Should -BeExactly $Expected
    }

    It 'goes on behind a -<Parameter> that is none, and reads nothing where there is no other' -ForEach @(
        @{ Parameter = 'GroupSet'; List = 'organisationUnitGroupSets'; Property = 'groupSets.id' }
        @{ Parameter = 'OrgUnit'; List = 'organisationUnits'; Property = 'organisationUnits.id' }
    ) {
        Assert-GoesOnBehindUnknown $sandbox Get-Dhis2OrgUnitGroup organisationUnitGroups $_
    }

    It 'is a table of what identifies and tells apart' {
        $lines = (Get-Dhis2OrgUnitGroup | Out-String -Width 100) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines[0].Trim() -split '\s+' | Should -Be 'Id', 'Code', 'Name', 'GroupSets'
        $lines[2] | Should -Match 'iiiiiiiiii1\s+OG_1\s+Public\s+Ownership'
    }
}
