BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2UserRole' {
    BeforeEach {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '/api/userRoles\?' @{ userRoles = @(@{ id = 'iiiiiiiiii1'; name = 'Clerk'; authorities = @('F_DATAVALUE_ADD', 'F_USER_VIEW'); description = 'Enters data' }, @{ id = 'iiiiiiiiii2'; name = 'Superuser'; authorities = @('ALL') }) }
    }

    It 'compares authorities here, whatever the fields: <Authority>' -ForEach @(
        @{ Authority = 'F_DATAVALUE_ADD'; Expected = , 'iiiiiiiiii1' }
        @{ Authority = 'f_user*'; Expected = , 'iiiiiiiiii1' }
        @{ Authority = 'F_NONE', 'ALL'; Expected = , 'iiiiiiiiii2' }
        @{ Authority = 'F_USER_VIEW', 'ALL'; Expected = 'iiiiiiiiii1', 'iiiiiiiiii2' }
        @{ Authority = 'F_USER'; Expected = $null }
    ) {
        (Get-Dhis2UserRole -Authority $Authority).id | Should -Be $Expected
        (Get-Dhis2UserRole -Authority $Authority -Fields id, name).id | Should -Be $Expected
        (Get-Dhis2UserRole -Authority $Authority -First 1).id | Should -Be @($Expected)[0]
        Get-SandboxFilter $sandbox userRoles | Should -BeNullOrEmpty
    }

    It 'is a table of what identifies and tells apart' {
        $lines = (Get-Dhis2UserRole | Out-String -Width 100) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines[0].Trim() -split '\s+' | Should -Be 'Id', 'Name', 'Authorities', 'Description'
        $lines[2] | Should -Match 'iiiiiiiiii1\s+Clerk\s+2\s+Enters data'
    }
}
