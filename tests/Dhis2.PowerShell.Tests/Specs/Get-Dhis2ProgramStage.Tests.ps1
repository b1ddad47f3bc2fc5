BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2ProgramStage' {
    BeforeEach {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '/api/programStages\?' @{ programStages = @(@{ id = 'iiiiiiiiii1'; name = 'Visit'; program = @{ id = 'tttttttttt1'; name = 'Care' }; sortOrder = 2; repeatable = $true }) }
    }

    It 'asks for <Expected> with <Parameters.Keys>' -ForEach @(
        @{ Parameters = @{ Program = 'aaaaaaaaaa1' }; Expected = 'program.id:eq:aaaaaaaaaa1' }
        @{ Parameters = @{ Program = 'aaaaaaaaaa1', 'aaaaaaaaaa2' }; Expected = 'program.id:in:[aaaaaaaaaa1,aaaaaaaaaa2]' }
    ) {
        $null = Get-Dhis2ProgramStage @Parameters
        Get-SandboxFilter $sandbox programStages | Should -BeExactly $Expected
    }

    It 'goes on behind a -<Parameter> that is none, and reads nothing where there is no other' -ForEach @(
        @{ Parameter = 'Program'; List = 'programs'; Property = 'program.id' }
    ) {
        Assert-GoesOnBehindUnknown $sandbox Get-Dhis2ProgramStage programStages $_
    }

    It 'is a table of what identifies and tells apart' {
        $lines = (Get-Dhis2ProgramStage | Out-String -Width 100) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines[0].Trim() -split '\s+' | Should -Be 'Id', 'Program', 'Order', 'Name', 'Repeatable'
        $lines[2] | Should -Match 'iiiiiiiiii1\s+Care\s+2\s+Visit\s+True'
    }
}
