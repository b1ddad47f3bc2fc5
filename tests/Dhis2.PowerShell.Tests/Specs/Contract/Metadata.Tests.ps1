BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../Support/Contract.psm1" -Force
    $servers = Get-ContractServer
}

Describe 'The metadata of <Server>' -Tag Contract -ForEach $servers {
    BeforeAll {
        . "$PSScriptRoot/../../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../../Support/Contract.psm1"
        $contract = Connect-ContractServer $Server
    }

    AfterAll {
        Disconnect-ContractServer $contract
    }

    Context 'Get-Dhis2Metadata' {
        It 'gives every object once, however small the pages' {
            $large = @(Get-Dhis2Metadata dataElements -Fields id, name -First 60)
            $large.Count | Should -BeGreaterThan 0
            @($large.id | Sort-Object -Unique -CaseSensitive).Count | Should -Be $large.Count
            @(Get-Dhis2Metadata dataElements -Fields id, name -First 60 -PageSize 7).id | Should -Be $large.id
        }

        It 'finds by id and by name, and says which id is not there' {
            $known = Get-Dhis2Metadata dataElements -Fields id, name -First 1
            (Get-Dhis2Metadata dataElements -Name $known.name -Fields id).id | Should -Contain $known.id
            $outcome = Get-Outcome { Get-Dhis2Metadata dataElements -Id $known.id, zzzzzzzzzz9 -Fields id }
            $outcome.Output.id | Should -BeExactly $known.id
            $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
            $outcome.Errors.TargetObject | Should -Be zzzzzzzzzz9
        }
    }

    Context 'Get-Dhis2OrgUnit' {
        It 'goes down from the roots and up again' {
            $root = Get-Dhis2OrgUnit -Root -First 1
            $root.level | Should -Be 1
            $child = Get-Dhis2OrgUnit -Id $root.id -Children -First 1
            if (-not $child) {
                Set-ItResult -Skipped -Because 'the server has one level of org units'
            }
            $child.level | Should -Be 2
            ($child.id | Get-Dhis2OrgUnit -Ancestors).id | Should -BeExactly $root.id
            (Get-Dhis2OrgUnit -Level 2).id | Should -Contain $child.id
            (Get-Dhis2OrgUnit -Id $root.id -Descendants -Fields id, path -First 30).path | Should -BeLike "/$($root.id)/*"
        }
    }

    Context 'The cmdlets for one type' {
        It 'read the list of their type, and one of it by its id: <Type>' -ForEach @(
            @{ Type = 'dataElements'; Read = { Get-Dhis2DataElement @args } }
            @{ Type = 'dataSets'; Read = { Get-Dhis2DataSet @args } }
            @{ Type = 'indicators'; Read = { Get-Dhis2Indicator @args } }
            @{ Type = 'categoryCombos'; Read = { Get-Dhis2CategoryCombo @args } }
            @{ Type = 'categoryOptionCombos'; Read = { Get-Dhis2CategoryOptionCombo @args } }
            @{ Type = 'optionSets'; Read = { Get-Dhis2OptionSet @args } }
            @{ Type = 'organisationUnitGroups'; Read = { Get-Dhis2OrgUnitGroup @args } }
            @{ Type = 'programs'; Read = { Get-Dhis2Program @args } }
            @{ Type = 'programStages'; Read = { Get-Dhis2ProgramStage @args } }
            @{ Type = 'programIndicators'; Read = { Get-Dhis2ProgramIndicator @args } }
            @{ Type = 'trackedEntityAttributes'; Read = { Get-Dhis2TrackedEntityAttribute @args } }
            @{ Type = 'users'; Read = { Get-Dhis2User @args } }
            @{ Type = 'userGroups'; Read = { Get-Dhis2UserGroup @args } }
            @{ Type = 'userRoles'; Read = { Get-Dhis2UserRole @args } }
            @{ Type = 'dashboards'; Read = { Get-Dhis2Dashboard @args } }
            @{ Type = 'visualizations'; Read = { Get-Dhis2Visualization @args } }
            @{ Type = 'validationRules'; Read = { Get-Dhis2ValidationRule @args } }
        ) {
            if ($contract.Sandbox -and $Type -in 'dashboards', 'programIndicators', 'userRoles', 'validationRules', 'visualizations') {
                # Of these the sandbox has none.
                Add-SandboxAnswer $contract.Sandbox "/api/$Type\?" @{ $Type = @(@{ id = 'iiiiiiiiii1'; name = 'One' }, @{ id = 'iiiiiiiiii2'; name = 'Two' }) }
            }
            $some = @(& $Read -First 2)
            $some.id | Should -BeExactly (Get-Dhis2Metadata $Type -First 2 -Fields id).id
            foreach ($one in $some) {
                (& $Read -Id $one.id).id | Should -BeExactly $one.id
            }
            $outcome = Get-Outcome { & $Read -Id zzzzzzzzzz9 }
            $outcome.Output | Should -BeNullOrEmpty
            $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
        }

        It 'ask with filters that the server has' {
            if ($contract.Sandbox) {
                Set-ItResult -Skipped -Because 'the sandbox has not all of these types'
                return
            }
            $calls = @(
                { Get-Dhis2DataElement -DataSet zzzzzzzzzz9 }
                { Get-Dhis2DataElement -Group zzzzzzzzzz9 }
                { Get-Dhis2DataSet -OrgUnit zzzzzzzzzz9 }
                { Get-Dhis2Indicator -Group zzzzzzzzzz9 }
                { Get-Dhis2Indicator -IndicatorType zzzzzzzzzz9 }
                { Get-Dhis2CategoryOptionCombo -CategoryCombo zzzzzzzzzz9 }
                { Get-Dhis2OrgUnitGroup -GroupSet zzzzzzzzzz9 }
                { Get-Dhis2OrgUnitGroup -OrgUnit zzzzzzzzzz9 }
                { Get-Dhis2Program -OrgUnit zzzzzzzzzz9 }
                { Get-Dhis2ProgramStage -Program zzzzzzzzzz9 }
                { Get-Dhis2ProgramIndicator -Program zzzzzzzzzz9 }
                { Get-Dhis2User -Group zzzzzzzzzz9 }
                { Get-Dhis2User -Role zzzzzzzzzz9 }
                { Get-Dhis2User -OrgUnit zzzzzzzzzz9 }
                { Get-Dhis2ValidationRule -Group zzzzzzzzzz9 }
                { Get-Dhis2User -Disabled -NeverLoggedIn }
                { Get-Dhis2User -InactiveMonths 1200 -Query zzzzzzzzzz9 }
            )
            foreach ($call in $calls) {
                $outcome = Get-Outcome $call
                $outcome.Errors | Should -BeNullOrEmpty -Because $call
            }
        }
    }

    Context 'Get-Dhis2Schema' {
        It 'tells the types that there are, and says which there is not' {
            $type = Get-Dhis2Schema dataElement
            $type.Plural, $type.Endpoint, $type.Klass | Should -BeExactly 'dataElements', '/dataElements', 'org.hisp.dhis.dataelement.DataElement'
            (Get-Dhis2Schema 'dataElement*').Plural | Should -Contain 'dataElementGroups'
            (Get-Outcome { Get-Dhis2Schema dataElementz }).Errors.TargetObject | Should -BeExactly 'dataElementz'
        }
    }

    Context 'New-Dhis2Uid' {
        It 'makes ids that are free on the server' {
            $made = New-Dhis2Uid -Count 3
            $outcome = Get-Outcome { Get-Dhis2Metadata dataElements -Id $made }
            $outcome.Output | Should -BeNullOrEmpty
            $outcome.Errors.TargetObject | Should -Be $made
        }
    }

    Context 'Test-Dhis2Uid' {
        It 'is true of the ids of the server' {
            $ids = @((Invoke-Dhis2Request system/id -Query @{ limit = 5 }).codes) + (Get-Dhis2OrgUnit -First 5).id
            $ids | Test-Dhis2Uid | Should -Not -Contain $false
            $ids[0] + 'x' | Test-Dhis2Uid | Should -BeFalse
        }
    }

    Context 'Invoke-Dhis2SqlView' {
        It 'gives as many rows as the server''s own list has' {
            # A view may be broken, or read what the account may not see: one of several has to answer.
            $views = @(Get-Dhis2Metadata sqlViews -Filter 'type:eq:QUERY' -Fields id, sqlQuery -First 100 | Where-Object sqlQuery -NotMatch '\$\{' | Select-Object -First 5)
            if ($views.Count -eq 0) {
                Set-ItResult -Skipped -Because 'the server has no SQL view that is a query without variables'
            }
            $answers = foreach ($view in $views) {
                $grid = Invoke-Dhis2Request "sqlViews/$($view.id)/data" -Query @{ page = 1; pageSize = 20 } -SkipHttpErrorCheck -WarningAction SilentlyContinue
                if ($grid.listGrid) { [pscustomobject]@{ Id = $view.id; Grid = $grid.listGrid } }
            }
            foreach ($answer in $answers | Select-Object -First 2) {
                $rows = @(Invoke-Dhis2SqlView $answer.Id -First 20)
                $rows.Count | Should -Be @($answer.Grid.rows).Count
                if ($rows) { $rows[0].PSObject.Properties.Name | Should -Be $answer.Grid.headers.name }
            }
            @($answers).Count | Should -BeGreaterThan 0
        }
    }
}
