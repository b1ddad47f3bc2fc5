BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2Visualization' {
    BeforeEach {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '/api/visualizations\?' @{ visualizations = @(@{ id = 'iiiiiiiiii1'; name = 'Malaria by month'; type = 'COLUMN'; lastUpdated = '2024-06-01T00:00:00.000'; createdBy = @{ id = 'uuuuuuuuuu1'; name = 'Mary Mu' } }) }
    }

    It 'finds by name' {
        (Get-Dhis2Visualization '*by month').id | Should -Be 'iiiiiiiiii1'
        Get-SandboxFilter $sandbox visualizations | Should -Be 'name:ilike:by month'
    }

    It 'is a table of what identifies and tells apart' {
        $lines = (Get-Dhis2Visualization | Out-String -Width 100) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines[0].Trim() -split '\s+' | Should -Be 'Id', 'Name', 'Type', 'LastUpdated', 'CreatedBy'
        $lines[2] | Should -Match 'iiiiiiiiii1\s+Malaria by month\s+COLUMN\s+2024-06-01\s+Mary Mu'
    }
}
