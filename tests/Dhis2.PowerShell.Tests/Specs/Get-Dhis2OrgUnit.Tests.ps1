BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
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

    It 'shows the fields that were chosen, and not blanks for others' {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '/api/organisationUnits\?' @{ organisationUnits = @([ordered]@{ id = 'ImspTQPwCqd'; openingDate = '2000-01-01' }) }
        $units = Get-Dhis2OrgUnit -Fields id, openingDate
        $units.PSTypeNames | Should -Contain 'Dhis2.OrganisationUnit'
        $units | Out-String | Should -Match '(?m)^id\s+openingDate\s*$'
    }

    It 'shows as a table with the id first' {
        $text = Get-Dhis2OrgUnit -Root | Out-String -Width 120
        $text | Should -Match '(?m)^Id\s+Level\s+Code\s+Name\s+Parent\s*$'
        $text | Should -Match '(?m)^ImspTQPwCqd\s+1\s+Land\s+World\s*$'
    }
}

Describe 'Get-Dhis2OrgUnit of a country of 1,234 org units, <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        $land = Start-Sandbox -Version $_ -Option '--org-units', '1234'
        $session = Connect-Dhis2 $land.Uri (Get-AdminCredential) -NoDefault -PassThru
        $all = Get-Dhis2OrgUnit -Session $session -PageSize 500
        $region = $all | Where-Object level -EQ 2 | Select-Object -First 1
    }

    AfterAll {
        Disconnect-Dhis2 $session
        Stop-Sandbox $land
    }

    It 'reads each one once' {
        $all.Count | Should -Be 1234
        @($all.id | Sort-Object -Unique).Count | Should -Be 1234
    }

    It 'counts them without reading them' {
        Get-Dhis2OrgUnit -Session $session -First 0 -IncludeTotalCount | Should -Be 1234
    }

    It 'finds the same below, right below and above as the paths say' {
        $below = @($all | Where-Object { $_.path -like "*/$($region.id)/*" })
        @($region | Get-Dhis2OrgUnit -Descendants -Session $session -PageSize 50).Count | Should -Be $below.Count
        @($region | Get-Dhis2OrgUnit -Children -Session $session).Count | Should -Be @($below | Where-Object { $_.parent.id -eq $region.id }).Count
        ($below[0] | Get-Dhis2OrgUnit -Ancestors -Session $session).Count | Should -Be ($below[0].level - 1)
    }

    It 'reports ids that are not there, and reads those before and behind them, <How>' -ForEach @(
        @{ How = 'from the pipeline'; Call = { $units[0].id, 'abcdefghijk', 'nonsense', $units[1].id | Get-Dhis2OrgUnit -Session $session } }
        @{ How = 'from an array'; Call = { Get-Dhis2OrgUnit -Id $units[0].id, 'abcdefghijk', 'nonsense', $units[1].id -Session $session } }
    ) {
        $units = @($all | Where-Object level -EQ 3 | Select-Object -First 2)
        Clear-Sandbox $land
        $outcome = Get-Outcome $Call
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Output.id | Sort-Object | Should -Be ($units.id | Sort-Object)
        $outcome.Errors.FullyQualifiedErrorId -replace ',.*' | Should -Be 'Dhis2.Input', 'Dhis2.NotFound'
        $outcome.Errors.TargetObject | Should -Be 'nonsense', 'abcdefghijk'
        [uri]::UnescapeDataString((Get-SandboxRequest $land).path) | Should -BeLike "*filter=id:in:``[$($units[0].id),abcdefghijk,$($units[1].id)``]*"
    }

    It 'goes on below those behind an id that is none, <How>' -ForEach @(
        @{ How = 'from the pipeline'; Call = { $units[0].id, 'nonsense', $units[1].id | Get-Dhis2OrgUnit -Children -Session $session } }
        @{ How = 'from an array'; Call = { Get-Dhis2OrgUnit -Id $units[0].id, 'nonsense', $units[1].id -Children -Session $session } }
    ) {
        $units = @($all | Where-Object level -EQ 3 | Select-Object -First 2)
        $outcome = Get-Outcome $Call
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Output.id | Sort-Object | Should -Be (($all | Where-Object { $_.parent.id -in $units.id }).id | Sort-Object)
        $outcome.Errors.TargetObject | Should -Be 'nonsense'
    }

    It 'finds the same by level and by name as reading all does' {
        @(Get-Dhis2OrgUnit -Level 1, 2 -Session $session).Count | Should -Be @($all | Where-Object level -LE 2).Count
        $pattern = '*' + $region.name.Substring(1).ToUpperInvariant()
        @(Get-Dhis2OrgUnit -Name $pattern -Session $session).id | Sort-Object | Should -Be (@($all | Where-Object name -Like $pattern).id | Sort-Object)
    }
}
