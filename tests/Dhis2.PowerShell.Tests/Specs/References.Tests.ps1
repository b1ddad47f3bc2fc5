# What people have of an object, and what a cmdlet makes of it.

BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
    $units = Get-Dhis2OrgUnit -Level 2 -Fields id, name, code
}

AfterAll {
    Get-Dhis2Session | Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'A reference to an object' {
    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'may be <What>' -ForEach @(
        @{ What = 'an id'; Give = { $units[0].id }; Requests = 1 }
        @{ What = 'a code'; Give = { "code:$($units[0].code)" }; Requests = 2 }
        @{ What = 'a name'; Give = { $units[0].name }; Requests = 2 }
        @{ What = 'what a cmdlet gave'; Give = { $units[0] }; Requests = 1 }
        @{ What = 'what a cmdlet gave in a job'; Give = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($units[0])) }; Requests = 1 }
        @{ What = 'an object with an id'; Give = { [pscustomobject]@{ ID = $units[0].id; Other = 1 } }; Requests = 1 }
        @{ What = 'an object with a uid'; Give = { [pscustomobject]@{ Uid = $units[0].id } }; Requests = 1 }
        @{ What = 'a hashtable with an id'; Give = { @{ id = $units[0].id } }; Requests = 1 }
        @{ What = 'an object whose id is a code'; Give = { [pscustomobject]@{ id = "code:$($units[0].code)" } }; Requests = 2 }
    ) {
        $given = & $Give
        (Get-Dhis2OrgUnit -Id $given -Fields id).id | Should -BeExactly $units[0].id
        Get-SandboxRequest $sandbox | Should -HaveCount $Requests
        (, $given | Get-Dhis2OrgUnit -Fields id).id | Should -BeExactly $units[0].id
        (Get-Dhis2OrgUnit -Parent $given -Fields 'parent[id]').parent.id | Select-Object -Unique | Should -BeExactly $units[0].id
    }

    It 'that is <What> is an error of its own, and the others are read, <How>' -ForEach @(
        foreach ($wrong in @(
                @{ What = 'a name that nothing has'; Wrong = { 'Nowhere, at all' }; Id = 'Dhis2.NotFound'; Says = "*the name 'Nowhere, at all'*" }
                @{ What = 'a name in another letter case'; Wrong = { $units[1].name.ToUpperInvariant() }; Id = 'Dhis2.NotFound'; Says = '*the name*' }
                @{ What = 'a code that nothing has'; Wrong = { 'code:none' }; Id = 'Dhis2.NotFound'; Says = "*the code 'none'*" }
                @{ What = 'an object of another type'; Wrong = { Get-Dhis2Metadata dataSets -First 1 }; Id = 'Dhis2.Input'; Says = '*dataSets*organisationUnits*' }
                @{ What = 'an object without an id'; Wrong = { [pscustomobject]@{ name = 'x' } }; Id = 'Dhis2.Input'; Says = '*no id*' }
            )) {
            $wrong + @{ How = 'from an array'; Call = { Get-Dhis2OrgUnit -Id $units[0].name, $given, $units[2].id -Fields id } }
            $wrong + @{ How = 'from the pipeline'; Call = { $units[0].name, $given, $units[2].id | Get-Dhis2OrgUnit -Fields id } }
        }
    ) {
        $given = & $Wrong
        $outcome = Get-Outcome $Call
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Output.id | Sort-Object | Should -Be ($units[0, 2].id | Sort-Object)
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$($outcome.Errors[0])" | Should -BeLike $Says
        $outcome.Errors[0].TargetObject | Should -Be $given
        $outcome.Errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'that several have is an error that names them' {
        $two = @{ id = 'Aaaaaaaaaa1'; code = 'A'; name = 'Twin' }, @{ id = 'Aaaaaaaaaa2'; name = 'Twin' }
        Add-SandboxAnswer $sandbox '/api/organisationUnits\?.*name%3Ain' @{ organisationUnits = $two }
        $outcome = Get-Outcome { Get-Dhis2OrgUnit -Id Twin, $units[1].id -Fields id }
        $outcome.Output.id | Should -Be $units[1].id
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.Ambiguous,*'
        "$($outcome.Errors[0])" | Should -BeLike '*Aaaaaaaaaa1 (code A), Aaaaaaaaaa2*'
    }

    It 'of a parent or group that does not exist reads nothing, and not everything' {
        $outcome = Get-Outcome { Get-Dhis2OrgUnit -Parent nowhere; Get-Dhis2OrgUnit -Group code:none; Get-Dhis2OrgUnit -Id $units[0].id -Parent nowhere }
        $outcome.Output | Should -BeNullOrEmpty
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
        $outcome.Errors.TargetObject | Should -Be 'nowhere', 'code:none', 'nowhere'
    }

    It 'is looked up together with others: one request for names, one for codes' {
        $names = $units.name
        $codes = $units.code | ForEach-Object { "code:$_" }
        @($names + $codes | Get-Dhis2OrgUnit -Fields id).Count | Should -Be $units.Count
        Get-SandboxRequest $sandbox | Should -HaveCount 3
    }

    It 'by position is an id, a code or a name, and a name of one object where others are found from it' {
        (Get-Dhis2OrgUnit "code:$($units[0].code)", $units[1].id -Fields id).id | Sort-Object | Should -Be ($units[0, 1].id | Sort-Object)
        $below = Get-Dhis2OrgUnit $units[0].name -Children -Fields 'parent[id]'
        $below.parent.id | Select-Object -Unique | Should -Be $units[0].id
    }

    It 'names a SQL view, too' {
        $view = Get-Dhis2Metadata sqlViews | Where-Object id -EQ (Get-Dhis2Metadata sqlViews -First 1).id
        $rows = @(Invoke-Dhis2SqlView $view.id -First 2)
        @(Invoke-Dhis2SqlView $view.name -First 2).Count | Should -Be $rows.Count
        @($view | Invoke-Dhis2SqlView -First 2).Count | Should -Be $rows.Count
    }
}
