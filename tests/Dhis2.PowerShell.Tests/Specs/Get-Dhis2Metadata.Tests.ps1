BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox

    function New-Unit([int] $Count) {
        1..$Count | ForEach-Object { [ordered]@{ id = 'Unit{0:D7}' -f $_; name = "Clinic $_"; level = $_ % 4 + 1 } }
    }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2Metadata' {
    BeforeEach {
        Clear-Sandbox $sandbox
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        Add-SandboxAnswer $sandbox '/api/schemas\?' @{ schemas = @(@{ singular = 'thing'; plural = 'things'; relativeApiEndpoint = '/things' }, @{ singular = 'dataSet'; plural = 'dataSets'; relativeApiEndpoint = '/dataSets' }) }
    }

    AfterEach {
        Disconnect-Dhis2
    }

    It 'reads all pages, in order, and names the type' {
        Add-SandboxList $sandbox organisationUnits (New-Unit 7) 3
        $units = Get-Dhis2Metadata organisationUnit -PageSize 3
        $units.id | Should -Be (New-Unit 7).id
        $units[0].PSTypeNames | Should -Contain 'Dhis2.OrganisationUnit'
        @(Get-SandboxRequest $sandbox '*organisationUnits*').Count | Should -Be 3
    }

    It 'sends fields, filters, order, translation and further parameters' {
        Add-SandboxAnswer $sandbox '/api/dataElements\?' @{ dataElements = @() }
        Get-Dhis2Metadata dataElements -Fields id, name, 'categoryCombo[id]' -Filter 'name:like:a', 'valueType:eq:NUMBER' -Order name -Locale fr -Query @{ x = 1, 2 }
        $path = [uri]::UnescapeDataString((Get-SandboxRequest $sandbox '*dataElements*').path)
        $path | Should -Be '/api/dataElements?fields=id,name,categoryCombo[id]&filter=name:like:a&filter=valueType:eq:NUMBER&order=name:asc,id:asc&x=1&x=2&translate=true&locale=fr&page=1&pageSize=1000'
    }

    It 'asks for one page, and for no more, when the first object is enough' {
        Add-SandboxList $sandbox organisationUnits (New-Unit 9) 3
        (Get-Dhis2Metadata organisationUnits -PageSize 3 | Select-Object -First 1).id | Should -Be 'Unit0000001'
        Start-Sleep -Milliseconds 300
        @(Get-SandboxRequest $sandbox '*organisationUnits*').Count | Should -Be 1
    }

    It 'writes the first object before it asks for the second page, and asks while the rest is being written' {
        Add-SandboxList $sandbox organisationUnits (New-Unit 6) 3
        $atFirst = -1
        $atThird = $false
        $number = 0
        Get-Dhis2Metadata organisationUnits -PageSize 3 | ForEach-Object {
            $number++
            if ($number -eq 1) { $atFirst = @(Get-SandboxRequest $sandbox '*page=2*').Count }
            if ($number -eq 3) { $atThird = Wait-Until { @(Get-SandboxRequest $sandbox '*page=2*').Count -eq 1 } }
        }
        $number | Should -Be 6
        $atFirst | Should -Be 0
        $atThird | Should -BeTrue
    }

    It 'pages with -First, -Skip and -IncludeTotalCount' {
        Add-SandboxList $sandbox organisationUnits (New-Unit 9) 4
        $out = Get-Dhis2Metadata organisationUnits -PageSize 4 -Skip 3 -First 3 -IncludeTotalCount
        $out[0] | Should -Be 9
        $out[1..3].id | Should -Be 'Unit0000004', 'Unit0000005', 'Unit0000006'
        @(Get-SandboxRequest $sandbox '*organisationUnits*').Count | Should -Be 2
    }

    It 'reads no page when none is wanted' {
        Get-Dhis2Metadata organisationUnits -First 0 | Should -BeNullOrEmpty
        @(Get-SandboxRequest $sandbox '*organisationUnits*').Count | Should -Be 0
    }

    It 'matches names with wildcards, asking the server for the piece it cannot misread' -ForEach @(
        @{ Pattern = 'clinic*'; Filter = 'name:$ilike:clinic' }
        @{ Pattern = '*Clinic 1*'; Filter = 'name:ilike:Clinic 1' }
        @{ Pattern = 'Cl?nic 1'; Filter = 'name:ilike:nic 1' }
    ) {
        Add-SandboxAnswer $sandbox '/api/organisationUnits\?' @{ organisationUnits = @(New-Unit 10) + @(@{ id = 'Other000001'; name = 'Post 1' }) }
        $found = Get-Dhis2Metadata organisationUnits -Name $Pattern
        $found.name | Should -Be ((New-Unit 10).name | Where-Object { $_ -like $Pattern })
        [uri]::UnescapeDataString((Get-SandboxRequest $sandbox '*organisationUnits*').path) | Should -BeLike "*&filter=$Filter&*"
    }

    It 'never sends the piece of a name that a server bends' {
        Add-SandboxAnswer $sandbox '/api/organisationUnits\?' @{ organisationUnits = @(@{ id = 'Other000001'; name = 'Births, late 100%' }) }
        (Get-Dhis2Metadata organisationUnits -Name 'Births, late 100%').id | Should -Be 'Other000001'
        [uri]::UnescapeDataString((Get-SandboxRequest $sandbox '*organisationUnits*').path) | Should -BeLike '*&filter=name:ilike:late 100&*'
    }

    It 'reads by ids, from the pipeline by value and by property name, and reports those that are missing' {
        Add-SandboxAnswer $sandbox '/api/organisationUnits\?' @{ organisationUnits = @(New-Unit 2) }
        $units = 'Unit0000001', [pscustomobject]@{ id = 'Unit0000002'; name = 'x' }, 'Unit0000003', 'not-an-id' |
            Get-Dhis2Metadata organisationUnits -ErrorAction SilentlyContinue -ErrorVariable faults
        $units.id | Should -Be 'Unit0000001', 'Unit0000002'
        [uri]::UnescapeDataString((Get-SandboxRequest $sandbox '*filter=id*').path) | Should -BeLike '*filter=id:in:`[Unit0000001,Unit0000002,Unit0000003`]*'
        $faults.TargetObject | Should -Be 'not-an-id', 'Unit0000003'
        $faults[1].FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
        $faults[1].CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'reports ids that are not there, and reads those before and behind them, <How>' -ForEach @(
        @{ How = 'from the pipeline'; Call = { $good[0], 'abcdefghijk', 'not-an-id', $good[1] | Get-Dhis2Metadata dataElements } }
        @{ How = 'from an array'; Call = { Get-Dhis2Metadata dataElements -Id $good[0], 'abcdefghijk', 'not-an-id', $good[1] } }
    ) {
        $good = (Get-Dhis2Metadata dataElements -First 2 -Order id).id
        Clear-Sandbox $sandbox
        $outcome = Get-Outcome $Call
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Output.id | Should -Be $good
        $outcome.Errors.FullyQualifiedErrorId -replace ',.*' | Should -Be 'Dhis2.NotFound', 'Dhis2.NotFound'
        $outcome.Errors.TargetObject | Should -Be 'not-an-id', 'abcdefghijk'
        [uri]::UnescapeDataString((Get-SandboxRequest $sandbox '*filter=id*').path) | Should -BeLike "*filter=id:in:``[$($good[0]),abcdefghijk,$($good[1])``]*"
    }

    It 'tells whose id and whose name was asked for: <Fields>' -ForEach @(
        @{ Fields = 'id', 'parent[id,name,code]'; Names = 'id', 'parent', 'name' }
        @{ Fields = 'name', 'parent[code,id,name]'; Names = 'id', 'name', 'parent' }
        @{ Fields = 'code,ancestors[code,id,name]'; Names = 'id', 'code', 'ancestors', 'name' }
    ) {
        $all = Get-Dhis2Metadata organisationUnits -Fields id, name | Where-Object name -Like '*region*'
        $all.Count | Should -BeGreaterThan 1
        $found = Get-Dhis2Metadata organisationUnits -Name '*region*', '*REGION' -Fields $Fields
        $found.id | Sort-Object | Should -Be ($all.id | Sort-Object)
        $found[0].PSObject.Properties.Name | Should -Be $Names
        $outcome = Get-Outcome { Get-Dhis2Metadata organisationUnits -Id $all[0].id -Fields $Fields }
        $outcome.Errors | Should -BeNullOrEmpty
        @($outcome.Output.id) | Should -Be $all[0].id
    }

    It 'finds by several names each object once, whatever the fields, and counts -First and -Skip over all of them' {
        $all = @(Get-Dhis2Metadata organisationUnits -Fields id, name | Where-Object { $_.name -like '*region*' -or $_.name -like '*district*' })
        $found = Get-Dhis2Metadata organisationUnits -Name '*region*', '*district*', '*north*region*' -Fields name
        $found.id | Sort-Object | Should -Be ($all.id | Sort-Object)
        $part = Get-Dhis2Metadata organisationUnits -Name '*region*', '*district*' -Fields name -Skip 2 -First 3
        $part.id | Should -Be $found.id[2..4]
    }

    It 'reads nothing for an empty pipeline' {
        @() | Get-Dhis2Metadata organisationUnits | Should -BeNullOrEmpty
        @(Get-SandboxRequest $sandbox '*organisationUnits*').Count | Should -Be 0
    }

    It 'keeps numbers, nesting, order and dates as they came' {
        Add-SandboxAnswer $sandbox '/api/things\?' '{"things":[{"id":"Thing000001","b":1,"a":12345678901234567890,"c":1.10,"d":[1,[2,{}],[]],"e":{"f":null},"g":"2026-01-01T00:00:00.000","h":true}]}'
        $thing = Get-Dhis2Metadata things
        $thing.PSObject.Properties.Name | Should -Be 'id', 'b', 'a', 'c', 'd', 'e', 'g', 'h'
        $thing.b | Should -BeOfType [long]
        $thing.c.ToString([cultureinfo]::InvariantCulture) | Should -Be '1.10'
        $thing.d.Count | Should -Be 3
        $thing.e.f | Should -Be $null
        $thing.g | Should -BeOfType [string]
    }

    Context 'objects of which each property was asked for by name' {
        It 'have all of them in the order they were asked for, whatever the server sends' {
            Add-SandboxAnswer $sandbox '/api/things\?' '{"things":[{"name":"One","id":"Thing000001"},{"level":2,"id":"Thing000002","code":"C2","name":"Two"},{"code":null,"name":"Three","id":"Thing000003"}]}'
            $things = Get-Dhis2Metadata things -Fields id, code, name, level
            $things.ForEach({ $_.PSObject.Properties.Name -join ',' }) | Sort-Object -Unique | Should -Be 'id,code,name,level'
            $things.ForEach({ "$($_.id) $($_.code) $($_.name) $($_.level)" }) | Should -Be 'Thing000001  One ', 'Thing000002 C2 Two 2', 'Thing000003  Three '
            $things[1].level | Should -BeOfType [long]
        }

        It 'lose no column in a CSV because the first object has no value for it' {
            Add-SandboxAnswer $sandbox '/api/things\?' '{"things":[{"id":"Thing000001"},{"id":"Thing000002","code":"C2"}]}'
            $lines = Get-Dhis2Metadata things -Fields id, code | ConvertTo-Csv
            $lines | Should -Be '"id","code"', '"Thing000001",', '"Thing000002","C2"'
        }

        It 'have such objects inside them, and others where nobody said what is in there' {
            Add-SandboxAnswer $sandbox '/api/things\?' '{"things":[{"id":"Thing000001","parent":{"id":"Thing000009"},"groups":[{"id":"G1","name":"One"},{"id":"G2"}],"sharing":{"public":"rw","users":{"U1":{"access":"r"}}},"empty":[],"count":[1,"a",null]}]}'
            $thing = Get-Dhis2Metadata things -Fields id, 'parent[id,name]', 'groups[id,name]', sharing, empty, count
            "$($thing.parent)" | Should -Be '@{id=Thing000009; name=}'
            $thing.groups.id | Should -Be 'G1', 'G2'
            $thing.groups[1].PSObject.Properties.Name | Should -Be 'id', 'name'
            $thing.sharing.users.U1.access | Should -Be 'r'
            , $thing.empty | Should -BeOfType [object[]]
            $thing.count.Count | Should -Be 3
            $again = $thing | ConvertTo-Json -Depth 9 | ConvertFrom-Json
            $again.groups[0].name | Should -Be 'One'
            $again.sharing.users.U1.access | Should -Be 'r'
        }

        It 'can be set, extended, selected from, compared and sent through the pipeline again' {
            Add-SandboxAnswer $sandbox '/api/things\?' '{"things":[{"id":"Thing000001","name":"One"},{"id":"Thing000002","name":"Two"}]}'
            $things = Get-Dhis2Metadata things -Fields id, name
            $things[0].name = 'New'
            $things[0] | Add-Member -NotePropertyName note -NotePropertyValue 7
            "$($things[0])" | Should -Be '@{note=7; id=Thing000001; name=New}'
            ($things | Select-Object -ExcludeProperty name)[1].PSObject.Properties.Name | Should -Be 'id'
            ($things | Sort-Object name -Descending).id | Should -Be 'Thing000002', 'Thing000001'
            ($things | Where-Object name -EQ 'Two').PSTypeNames[0] | Should -Be 'Dhis2.Thing'
            $null = $things | Get-Dhis2Metadata things
            [uri]::UnescapeDataString((Get-SandboxRequest $sandbox '*things*' | Select-Object -Last 1).path) | Should -BeLike '*filter=id:in:`[Thing000001,Thing000002`]*'
        }

        It 'take what nobody asked for, all the same' {
            Add-SandboxAnswer $sandbox '/api/things\?' '{"things":[{"id":"Thing000001","name":"One"},{"id":"Thing000002","name":"Two","extra":{"a":1}},{"name":"Three","id":"Thing000003","extra":3}]}'
            $things = Get-Dhis2Metadata things -Fields id, name
            $things.id | Should -Be 'Thing000001', 'Thing000002', 'Thing000003'
            $things[1].extra.a | Should -Be 1
            $things[2].extra | Should -Be 3
            $things.ForEach({ $_.PSTypeNames -contains 'Dhis2.Thing' }) | Should -Be $true, $true, $true
        }

        It 'are read by ids without the id among the fields' {
            Add-SandboxAnswer $sandbox '/api/things\?' '{"things":[{"name":"One","id":"Thing000001"}]}'
            $thing = Get-Dhis2Metadata things -Id Thing000001 -Fields name
            $thing.PSObject.Properties.Name | Should -Be 'id', 'name'
        }
    }

    It 'leaves what was read whole open to any change: <Fields>' -ForEach @{ Fields = ':owner' }, @{ Fields = '*' }, @{ Fields = 'id,name,sharing,:nameable' }, @{ Fields = 'id,name~rename(title),sharing' } {
        Add-SandboxAnswer $sandbox '/api/things\?' '{"things":[{"name":"One","id":"Thing000001","sharing":{"public":"rw"}}]}'
        $thing = Get-Dhis2Metadata things -Fields $Fields
        $thing.PSObject.Properties.Name | Should -Be 'name', 'id', 'sharing'
        $thing.PSObject.Properties.Remove('sharing')
        $thing | ConvertTo-Json -Compress | Should -Be '{"name":"One","id":"Thing000001"}'
    }

    It 'loses nothing without a word where two names differ by case alone' {
        Add-SandboxAnswer $sandbox '/api/things\?' '{"things":[{"id":"Thing000001","map":{"ab":1,"AB":2}}]}'
        { Get-Dhis2Metadata things } | Should -Throw '*differ by case*'
    }

    It 'says that a server error is none of an object, and ends, when others went out before it' {
        Add-SandboxList $sandbox organisationUnits (New-Unit 6) 3
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox 'page=2&' @{ httpStatusCode = 500; status = 'ERROR'; message = 'Broken' } -Status 500
        Add-SandboxList $sandbox organisationUnits (New-Unit 6) 3
        $got = [Collections.Generic.List[object]]::new()
        { Get-Dhis2Metadata organisationUnits -PageSize 3 -ErrorAction Continue | ForEach-Object { $got.Add($_) } } | Should -Throw -ErrorId 'Dhis2.Server,*'
        $got.Count | Should -Be 3
    }

    It 'refuses a type that is not there before it is asked for, and says which one is near' {
        $outcome = Get-Outcome { Get-Dhis2Metadata dataSetz }
        $outcome.Output | Should -BeNullOrEmpty
        $outcome.End.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        $outcome.End.TargetObject | Should -Be 'dataSetz'
        $outcome.End.ErrorDetails.RecommendedAction | Should -BeLike '*dataSets*'
        @(Get-SandboxRequest $sandbox '/api/dataSetz*').Count | Should -Be 0
    }

    It 'refuses <Name> that the server would pass over, before anything is asked for' -ForEach @(
        @{ Name = 'a field'; Script = { Get-Dhis2Metadata dataElements -Fields id, valuType }; Item = 'valuType'; Advice = '*valueType*' }
        @{ Name = 'a preset'; Script = { Get-Dhis2Metadata dataElements -Fields ':ownr' }; Item = ':ownr'; Advice = '*:owner*' }
        @{ Name = 'a sort order'; Script = { Get-Dhis2Metadata dataElements -Order valueTyp }; Item = 'valueTyp'; Advice = '*valueType*' }
        @{ Name = 'a direction'; Script = { Get-Dhis2Metadata dataElements -Order name:down }; Item = 'name:down'; Advice = '*name:asc*' }
    ) {
        Add-SandboxRecording $sandbox metadata schema -Path '/api/schemas/dataElement\?'
        $outcome = Get-Outcome $Script
        $outcome.End.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        $outcome.End.TargetObject | Should -Be $Item
        $outcome.End.ErrorDetails.RecommendedAction | Should -BeLike $Advice
        @(Get-SandboxRequest $sandbox '/api/dataElements*').Count | Should -Be 0
    }

    It 'compares here what the server would misread, and keeps -First' {
        Add-SandboxAnswer $sandbox 'fields=id%2Cname&' @{ constants = @(@{ id = 'Constant001'; name = 'Births' }, @{ id = 'Constant002'; name = 'Births, late' }, @{ id = 'Constant003'; name = 'Births, late too' }) }
        Add-SandboxAnswer $sandbox 'id%3Ain' @{ constants = @(, @{ id = 'Constant002'; code = 'B2' }) }
        (Get-Dhis2Metadata constants -Fields code -Filter 'name:like:Births, late' -First 1).code | Should -Be 'B2'
        [uri]::UnescapeDataString((Get-SandboxRequest $sandbox '*id%3Ain*').path) | Should -BeLike '*filter=id:in:`[Constant002`]*'
    }

    It 'refuses a filter that the server would drop' {
        Get-Dhis2Metadata organisationUnits -Filter 'name:^like:x' -ErrorAction SilentlyContinue -ErrorVariable faults
        $faults[0].TargetObject | Should -Be 'name:^like:x'
        @(Get-SandboxRequest $sandbox '*organisationUnits*').Count | Should -Be 0
    }

    It 'stops at once on Ctrl+C while the server is silent' {
        Add-SandboxFault $sandbox @{ kind = 'stall'; path = 'organisationUnits' }
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($module, $session) Import-Module $module; Get-Dhis2Metadata organisationUnits -Session $session').
            AddArgument($env:DHIS2_MODULE).AddArgument((Get-Dhis2Session | Select-Object -First 1))
        $null = $shell.BeginInvoke()
        Wait-Until { @(Get-SandboxRequest $sandbox '*organisationUnits*').Count -eq 1 } | Should -BeTrue
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $clock.ElapsedMilliseconds | Should -BeLessThan 2000
        $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $shell.Dispose()
    }

    It 'serves eight runspaces with one session' {
        Add-SandboxList $sandbox organisationUnits (New-Unit 7) 3
        $session = Get-Dhis2Session | Select-Object -First 1
        $counts = 1..8 | ForEach-Object -ThrottleLimit 8 -Parallel {
            Import-Module $env:DHIS2_MODULE
            @(Get-Dhis2Metadata organisationUnits -PageSize 3 -Session $using:session).Count
        }
        $counts | Should -Be (@(7) * 8)
    }

    It 'completes types' {
        Clear-Sandbox $sandbox
        (TabExpansion2 ($typed = 'Get-Dhis2Metadata organisationUnitG') $typed.Length).CompletionMatches.CompletionText | Should -Be 'organisationUnitGroups', 'organisationUnitGroupSets'
    }
}
