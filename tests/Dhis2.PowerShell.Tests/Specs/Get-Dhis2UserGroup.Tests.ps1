BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2UserGroup' {
    BeforeEach {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '/api/userGroups\?' @{ userGroups = @(@{ id = 'iiiiiiiiii1'; code = 'UG_1'; name = 'Clerks' }) }
    }

    It 'reads some by ids and names' {
        (Get-Dhis2UserGroup clerks).id | Should -Be 'iiiiiiiiii1'
        Get-SandboxFilter $sandbox userGroups | Should -Be 'name:$ilike:clerks'
    }

    It 'is a table of what identifies and tells apart' {
        $lines = (Get-Dhis2UserGroup | Out-String -Width 100) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines[0].Trim() -split '\s+' | Should -Be 'Id', 'Code', 'Name'
        $lines[2] | Should -Match 'iiiiiiiiii1\s+UG_1\s+Clerks'
    }
}
