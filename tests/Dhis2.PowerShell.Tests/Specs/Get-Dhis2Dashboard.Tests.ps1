BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2Dashboard' {
    BeforeEach {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '/api/dashboards\?' @{ dashboards = @(@{ id = 'iiiiiiiiii1'; code = 'DB_1'; name = 'Malaria'; lastUpdated = '2024-06-01T00:00:00.000'; createdBy = @{ id = 'uuuuuuuuuu1'; name = 'Mary Mu' } }) }
    }

    It 'finds by name' {
        (Get-Dhis2Dashboard mal*).id | Should -Be 'iiiiiiiiii1'
        Get-SandboxFilter $sandbox dashboards | Should -Be 'name:$ilike:mal'
    }

    It 'is a table of what identifies and tells apart' {
        $lines = (Get-Dhis2Dashboard | Out-String -Width 100) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines[0].Trim() -split '\s+' | Should -Be 'Id', 'Code', 'Name', 'LastUpdated', 'CreatedBy'
        $lines[2] | Should -Match 'iiiiiiiiii1\s+DB_1\s+Malaria\s+2024-06-01\s+Mary Mu'
    }
}
