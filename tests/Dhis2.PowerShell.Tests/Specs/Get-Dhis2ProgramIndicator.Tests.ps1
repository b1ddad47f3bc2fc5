BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2ProgramIndicator' {
    BeforeEach {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '/api/programIndicators\?' @{ programIndicators = @(@{ id = 'iiiiiiiiii1'; code = 'PI_1'; name = 'Visits'; program = @{ id = 'tttttttttt1'; name = 'Care' }; analyticsType = 'EVENT' }) }
    }

    It 'asks for <Expected> with <Parameters.Keys>' -ForEach @(
        @{ Parameters = @{ Program = 'aaaaaaaaaa1' }; Expected = 'program.id:eq:aaaaaaaaaa1' }
        @{ Parameters = @{ Program = 'aaaaaaaaaa1', 'aaaaaaaaaa2' }; Expected = 'program.id:in:[aaaaaaaaaa1,aaaaaaaaaa2]' }
    ) {
        $null = Get-Dhis2ProgramIndicator @Parameters
        Get-SandboxFilter $sandbox programIndicators | Should -BeExactly $Expected
    }

    It 'goes on behind a -<Parameter> that is none, and reads nothing where there is no other' -ForEach @(
        @{ Parameter = 'Program'; List = 'programs'; Property = 'program.id' }
    ) {
        Assert-GoesOnBehindUnknown $sandbox Get-Dhis2ProgramIndicator programIndicators $_
    }

    It 'is a table of what identifies and tells apart' {
        $lines = (Get-Dhis2ProgramIndicator | Out-String -Width 100) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines[0].Trim() -split '\s+' | Should -Be 'Id', 'Code', 'Name', 'Program', 'Analytics'
        $lines[2] | Should -Match 'iiiiiiiiii1\s+PI_1\s+Visits\s+Care\s+EVENT'
    }
}
