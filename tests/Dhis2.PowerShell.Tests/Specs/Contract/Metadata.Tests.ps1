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
