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
        Add-SandboxAnswer $sandbox 'fields=id%2Cpath&' @{ organisationUnits = @(@{ id = 'ImspTQPwCqd'; path = '/ImspTQPwCqd' }) }
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

    It 'draws a tree in the order of names, each below the nearest above it that is read, whatever the pages' {
        Clear-Sandbox $sandbox
        $units = @(
            @{ id = 'Clinic00002'; name = 'post B'; path = '/Land0000001/North000001/District001/Clinic00002' }
            @{ id = 'Land0000001'; name = 'Land'; path = '/Land0000001' }
            @{ id = 'South000001'; name = 'South'; displayName = 'Sud'; path = '/Land0000001/South000001' }
            @{ id = 'Clinic00001'; name = 'Post A'; path = '/Land0000001/North000001/District001/Clinic00001' }
            @{ id = 'North000001'; name = 'North'; path = '/Land0000001/North000001' }
            @{ id = 'Clinic00003'; name = 'Abroad'; path = '/Elsewhere01/Clinic00003' }
        )
        Add-SandboxList $sandbox organisationUnits $units 2
        Get-Dhis2OrgUnit -AsTree -PageSize 2 | Should -BeExactly @(
            'Abroad (Clinic00003)'
            'Land (Land0000001)'
            '  North (North000001)'
            '    Post A (Clinic00001)'
            '    post B (Clinic00002)'
            '  Sud (South000001)'
        )
    }

    It 'draws with -Descendants and by names, too, and refuses what has no meaning for a tree: <Parameters.Keys>' -ForEach @(
        @{ Parameters = @{ Fields = 'id' } }
        @{ Parameters = @{ Order = 'name' } }
        @{ Parameters = @{ First = 1 } }
        @{ Parameters = @{ Skip = 1 } }
        @{ Parameters = @{ IncludeTotalCount = $true } }
    ) {
        Add-SandboxAnswer $sandbox 'fields=id%2Cpath&' @{ organisationUnits = @(@{ id = 'ImspTQPwCqd'; path = '/ImspTQPwCqd' }) }
        Get-Dhis2OrgUnit ImspTQPwCqd -Descendants -AsTree | Should -BeExactly 'Land (ImspTQPwCqd)'
        Get-Dhis2OrgUnit 'La*' -AsTree | Should -BeExactly 'Land (ImspTQPwCqd)'
        Clear-Sandbox $sandbox
        { Get-Dhis2OrgUnit -AsTree @Parameters -ErrorAction Stop } | Should -Throw -ErrorId 'Dhis2.Input,*'
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
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
        $outcome.Errors.FullyQualifiedErrorId -replace ',.*' | Should -Be 'Dhis2.NotFound', 'Dhis2.NotFound'
        $outcome.Errors.TargetObject | Should -Be 'nonsense', 'abcdefghijk'
        [uri]::UnescapeDataString((Get-SandboxRequest $land '*filter=id*').path) | Should -BeLike "*filter=id:in:``[$($units[0].id),abcdefghijk,$($units[1].id)``]*"
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

    It 'takes by position what people type: <Typed>' -ForEach @(
        @{ Typed = 'an id'; Call = { Get-Dhis2OrgUnit $units[0].id -Session $session }; Gives = { $units[0].id } }
        @{ Typed = 'a name'; Call = { Get-Dhis2OrgUnit $units[0].name.ToUpperInvariant() -Session $session }; Gives = { $units[0].id } }
        @{ Typed = 'a pattern'; Call = { Get-Dhis2OrgUnit "*$($units[0].name.Substring(1))" -Session $session }; Gives = { ($all | Where-Object name -Like "*$($units[0].name.Substring(1))").id } }
        @{ Typed = 'ids and names, one of them twice'; Call = { Get-Dhis2OrgUnit $units[0].id, $units[1].name, $units[0].name -Session $session }; Gives = { $units[0, 1].id } }
        @{ Typed = 'ids to start from'; Call = { Get-Dhis2OrgUnit $units[0].id -Children -Session $session }; Gives = { ($all | Where-Object { $_.parent.id -eq $units[0].id }).id } }
        @{ Typed = 'a pattern that nothing has'; Call = { Get-Dhis2OrgUnit 'nothing*' -Session $session }; Gives = { } }
    ) {
        $units = @($all | Where-Object level -EQ 3)
        $outcome = Get-Outcome $Call
        $outcome.Errors | Should -BeNullOrEmpty
        $outcome.Output.id | Sort-Object | Should -Be (& $Gives | Sort-Object)
    }

    It 'reports a name without wildcards that nothing has, and writes the others' {
        $units = @($all | Where-Object level -EQ 3)
        foreach ($call in { Get-Dhis2OrgUnit $units[0].name, 'Nowhere', $units[1].name -Session $session }, { Get-Dhis2OrgUnit -Name $units[0].name, 'Nowhere', $units[1].name -Session $session }) {
            $outcome = Get-Outcome $call
            $outcome.Output.id | Sort-Object | Should -Be ($units[0, 1].id | Sort-Object)
            $outcome.Errors | Should -HaveCount 1
            $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
            $outcome.Errors[0].TargetObject | Should -Be 'Nowhere'
        }
    }

    It 'refuses what is said twice by position and by name' {
        Clear-Sandbox $land
        foreach ($call in { Get-Dhis2OrgUnit abcdefghijk -Id abcdefghijk -Session $session }, { Get-Dhis2OrgUnit 'a*' -Name 'b*' -Session $session }, { Get-Dhis2OrgUnit 'a*' -Children -Session $session }) {
            (Get-Outcome $call).End.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        }
        Get-SandboxRequest $land | Should -BeNullOrEmpty
    }

    It 'writes each one above thousands once, and none of these' {
        $leaves = @($all | Where-Object level -EQ 4)
        $leaves.Count | Should -BeGreaterThan 900
        Clear-Sandbox $land
        $above = @($leaves | Get-Dhis2OrgUnit -Ancestors -Session $session)
        $above.id | Sort-Object | Should -Be (($all | Where-Object level -LT 4).id | Sort-Object)
        (Get-SandboxRequest $land).path.Length | ForEach-Object { $_ | Should -BeLessThan 4000 }
        # A parent among the input is not among those above it, whichever of a hundred it came with.
        $withParents = @($leaves) + @($all | Where-Object level -EQ 3)
        @($withParents | Get-Dhis2OrgUnit -Ancestors -Session $session).id | Sort-Object | Should -Be (($all | Where-Object level -LT 3).id | Sort-Object)
    }

    It 'writes each one below once where one of them is below another, <How>' -ForEach @(
        @{ How = 'from the pipeline'; Call = { $starts | Get-Dhis2OrgUnit -Descendants -Session $session } }
        @{ How = 'from an array'; Call = { Get-Dhis2OrgUnit -Id $starts -Descendants -Session $session } }
    ) {
        $starts = @($all | Where-Object { $_.path -like "*$($region.id)/*" -and $_.level -eq 3 }).id[0], $region.id
        $below = @(& $Call)
        $below.id | Sort-Object | Should -Be (($all | Where-Object path -Like "*/$($region.id)/*").id | Sort-Object)
    }

    It 'counts -First, -Skip and the total over all it starts from, <Relation>' -ForEach @(
        @{ Relation = 'Descendants' }
        @{ Relation = 'Children' }
    ) {
        $regions = @($all | Where-Object level -EQ 2 | Select-Object -First 3)
        $relation = @{ $Relation = $true; Session = $session }
        $whole = @($regions | Get-Dhis2OrgUnit @relation)
        @($regions | Get-Dhis2OrgUnit @relation -First 2).id | Should -Be $whole.id[0..1]
        @($regions | Get-Dhis2OrgUnit @relation -Skip 1 -First 1).id | Should -Be $whole.id[1]
        @($regions | Get-Dhis2OrgUnit @relation -Skip ($whole.Count - 1)).id | Should -Be $whole.id[-1]
        $counted = @($regions | Get-Dhis2OrgUnit @relation -IncludeTotalCount)
        $counted.Count | Should -Be ($whole.Count + 1)
        $counted[0] | Should -BeOfType [uint64]
    }

    It 'asks for children, parents and groups of any number in addresses that servers take' {
        $districts = @($all | Where-Object level -EQ 3).id
        $ids = @($districts) + @(1..600 | ForEach-Object { 'Zz{0:D9}' -f $_ })
        Clear-Sandbox $land
        $outcome = Get-Outcome { Get-Dhis2OrgUnit -Id $ids -Children -Session $session }
        $outcome.Output.id | Sort-Object | Should -Be (($all | Where-Object { $_.parent.id -in $districts }).id | Sort-Object)
        $outcome.Errors.TargetObject | Should -Be $ids[$districts.Count..($ids.Count - 1)]
        @(Get-Dhis2OrgUnit -Parent $ids -Session $session).id | Sort-Object | Should -Be ($outcome.Output.id | Sort-Object)
        @(Get-Dhis2OrgUnit -Parent $ids -Session $session -First 3).Count | Should -Be 3
        $null = Get-Dhis2OrgUnit -Group $ids -Session $session
        $lengths = @((Get-SandboxRequest $land).path.Length)
        ($lengths | Measure-Object -Maximum).Maximum | Should -BeLessThan 4000
        $lengths.Count | Should -BeLessThan 60
    }

    It 'says which parameter is too long where it cannot be cut' {
        Clear-Sandbox $land
        $outcome = Get-Outcome { Get-Dhis2OrgUnit -Session $session -Filter "id:in:[$((1..400 | ForEach-Object { 'Zz{0:D9}' -f $_ }) -join ',')]" }
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.TooLong,*'
        "$($outcome.Errors[0])" | Should -BeLike '-Filter is too long*'
        $outcome.Errors[0].TargetObject | Should -Be '-Filter'
        Get-SandboxRequest $land | Should -BeNullOrEmpty
    }

    It 'leaves out what a filter leaves out, and calls it not missing: <Call>' -ForEach @(
        @{ Call = { $leaf | Get-Dhis2OrgUnit -Ancestors -Level 2 -Session $session }; Gives = 2; Missing = @() }
        @{ Call = { Get-Dhis2OrgUnit -Id $leaf.id, $region.id, 'abcdefghijk' -Level 2 -Session $session }; Gives = 2; Missing = 'abcdefghijk' }
        @{ Call = { Get-Dhis2OrgUnit -Id $leaf.id, $region.id, 'abcdefghijk' -Name "$($region.name)*", 'nothing*' -Session $session }; Gives = 2; Missing = 'abcdefghijk' }
    ) {
        $leaf = $all | Where-Object level -EQ 4 | Select-Object -First 1
        $outcome = Get-Outcome $Call
        $outcome.Output.level | Should -Be $Gives
        @($outcome.Errors.TargetObject) -ne $null | Should -Be $Missing
    }

    It 'reports a start that does not exist, and goes on with those before and behind it: <Relation>, <How>' -ForEach @(
        foreach ($relation in 'Children', 'Descendants', 'Ancestors') {
            @{ Relation = $relation; How = 'from the pipeline'; Call = { $starts[0], 'abcdefghijk', $starts[1] | Get-Dhis2OrgUnit @switch -Session $session } }
            @{ Relation = $relation; How = 'from an array'; Call = { Get-Dhis2OrgUnit -Id $starts[0], 'abcdefghijk', $starts[1] @switch -Session $session } }
        }
    ) {
        $starts = @($all | Where-Object level -EQ 3 | Select-Object -First 2).id
        $switch = @{ $Relation = $true }
        $outcome = Get-Outcome $Call
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
        $outcome.Errors[0].TargetObject | Should -BeExactly 'abcdefghijk'
        $expected = if ($Relation -eq 'Ancestors') {
            ($all | Where-Object id -In $starts).path.Split('/') | Where-Object { $_ -and $_ -notin $starts } | Sort-Object -Unique
        }
        else {
            ($all | Where-Object { $_.parent.id -in $starts }).id | Sort-Object
        }
        $outcome.Output.id | Sort-Object | Should -Be $expected
    }

    It 'reads an id that comes twice once, in whatever group of a hundred it comes' {
        $ids = @($all.id | Select-Object -First 150)
        @($ids + $ids | Get-Dhis2OrgUnit -Session $session).Count | Should -Be 150
    }
}
