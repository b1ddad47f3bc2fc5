BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Add-SandboxHandshake $sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)

    function Get-SentFilter {
        $path = (Get-SandboxRequest $sandbox '*organisationUnits*' | Select-Object -Last 1).path
        @([uri]::UnescapeDataString($path) -split '[?&]' | Where-Object { $_ -like 'filter=*' }) -replace '^filter=', ''
    }
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2OrgUnit' {
    BeforeEach {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '/api/organisationUnits\?' @{ organisationUnits = @(@{ id = 'ImspTQPwCqd'; name = 'Land'; level = 1; path = '/ImspTQPwCqd'; parent = @{ id = 'Parent00001'; name = 'World' } }) }
    }

    It 'asks for <Expected> with <Parameters.Keys>' -ForEach @(
        @{ Parameters = @{ Level = 2 }; Expected = 'level:eq:2' }
        @{ Parameters = @{ Level = 2, 3 }; Expected = 'level:in:[2,3]' }
        @{ Parameters = @{ Parent = 'ImspTQPwCqd' }; Expected = 'parent.id:eq:ImspTQPwCqd' }
        @{ Parameters = @{ Group = 'ImspTQPwCqd', 'O6uvpzGd5pu' }; Expected = 'organisationUnitGroups.id:in:[ImspTQPwCqd,O6uvpzGd5pu]' }
        @{ Parameters = @{ Root = $true }; Expected = 'level:eq:1' }
        @{ Parameters = @{ Id = 'ImspTQPwCqd'; Children = $true }; Expected = 'parent.id:eq:ImspTQPwCqd' }
        @{ Parameters = @{ Id = 'ImspTQPwCqd'; Descendants = $true; Level = 4 }; Expected = 'level:eq:4', 'path:like:/ImspTQPwCqd/' }
    ) {
        $null = Get-Dhis2OrgUnit @Parameters
        Get-SentFilter | Should -Be $Expected
    }

    It 'finds those above by the path' {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox 'fields=id%2Cpath&' @{ organisationUnits = @(@{ id = 'Leaf0000001'; path = '/Root0000001/Mid00000001/Leaf0000001' }) }
        Add-SandboxAnswer $sandbox '/api/organisationUnits\?' @{ organisationUnits = @(@{ id = 'Root0000001' }, @{ id = 'Mid00000001' }) }
        ('Leaf0000001' | Get-Dhis2OrgUnit -Ancestors).id | Should -Be 'Root0000001', 'Mid00000001'
        Get-SentFilter | Should -Be 'id:in:[Root0000001,Mid00000001]'
    }

    It 'needs a start for -Children' {
        Get-Dhis2OrgUnit -Children -ErrorAction SilentlyContinue -ErrorVariable faults
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
    }

    It 'goes from parents to children by the pipeline' {
        $null = Get-Dhis2OrgUnit -Root | Get-Dhis2OrgUnit -Children
        Get-SentFilter | Should -Be 'parent.id:eq:ImspTQPwCqd'
    }

    It 'shows as a table with the id first' {
        $text = Get-Dhis2OrgUnit -Root | Out-String -Width 120
        $text | Should -Match '(?m)^Id\s+Level\s+Code\s+Name\s+Parent\s*$'
        $text | Should -Match '(?m)^ImspTQPwCqd\s+1\s+Land\s+World\s*$'
    }
}
