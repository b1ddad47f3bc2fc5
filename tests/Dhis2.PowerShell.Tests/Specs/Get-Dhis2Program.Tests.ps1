BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2Program' {
    BeforeEach {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '/api/programs\?' @{ programs = @(@{ id = 'iiiiiiiiii1'; code = 'PR_1'; name = 'Care'; programType = 'WITH_REGISTRATION'; trackedEntityType = @{ id = 'tttttttttt1'; name = 'Person' } }) }
    }

    It 'asks for <Expected> with <Parameters.Keys>' -ForEach @(
        @{ Parameters = @{ ProgramType = 'with_registration' }; Expected = 'programType:eq:WITH_REGISTRATION' }
        @{ Parameters = @{ OrgUnit = 'aaaaaaaaaa1' }; Expected = 'organisationUnits.id:eq:aaaaaaaaaa1' }
        @{ Parameters = @{ OrgUnit = 'aaaaaaaaaa1', 'aaaaaaaaaa2' }; Expected = 'organisationUnits.id:in:[aaaaaaaaaa1,aaaaaaaaaa2]' }
    ) {
        $null = Get-Dhis2Program @Parameters
        Get-SandboxFilter $sandbox programs | Should -BeExactly $Expected
    }

    It 'goes on behind a -<Parameter> that is none, and reads nothing where there is no other' -ForEach @(
        @{ Parameter = 'OrgUnit'; List = 'organisationUnits'; Property = 'organisationUnits.id' }
    ) {
        Assert-GoesOnBehindUnknown $sandbox Get-Dhis2Program programs $_
    }

    It 'is a table of what identifies and tells apart' {
        $lines = (Get-Dhis2Program | Out-String -Width 100) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines[0].Trim() -split '\s+' | Should -Be 'Id', 'Code', 'Name', 'Type', 'EntityType'
        $lines[2] | Should -Match 'iiiiiiiiii1\s+PR_1\s+Care\s+WITH_REGISTRATION\s+Person'
    }
}
