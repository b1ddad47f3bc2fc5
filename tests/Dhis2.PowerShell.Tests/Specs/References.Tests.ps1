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

Describe 'References to what data values are of, on <_>' -ForEach '2.40', '2.43' {
    BeforeAll {
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $null = @{ dataElement = 'wQnWB75rNpL'; period = '201401'; orgUnit = 'aIv4qaIOQ2k'; value = 1 } | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'takes what people have of data sets, elements and org units: <What>' -ForEach @(
        @{ What = 'names'; Call = { Get-Dhis2DataValueSet $names.set -DataElement $names.element -OrgUnit $names.unit -Period 201401 } }
        @{ What = 'codes'; Call = { Get-Dhis2DataValueSet code:DS_ROUTINE -DataElement $codes.element -OrgUnit $codes.unit -Period 201401 } }
        @{ What = 'objects'; Call = { Get-Dhis2DataValueSet (Get-Dhis2Metadata dataSets J33aMjt3IoU) -DataElement @{ id = 'wQnWB75rNpL' } -OrgUnit (Get-Dhis2OrgUnit aIv4qaIOQ2k) -Period 201401 } }
        @{ What = 'names of org units from the pipeline'; Call = { $names.unit | Get-Dhis2DataValueSet $names.set -DataElement $names.element -Period 201401 } }
        @{ What = 'rows of names'; Call = { [pscustomobject]@{ OrgUnit = $names.unit; DataSet = $names.set; Period = 201401 } | Get-Dhis2DataValueSet -DataElement wQnWB75rNpL } }
    ) {
        $set, $element, $unit = (Get-Dhis2Metadata dataSets J33aMjt3IoU), (Get-Dhis2Metadata dataElements wQnWB75rNpL), (Get-Dhis2OrgUnit aIv4qaIOQ2k)
        $names = @{ set = $set.name; element = $element.name; unit = $unit.name }
        $codes = @{ element = "code:$($element.code)"; unit = "code:$($unit.code)" }
        Clear-Sandbox $sandbox
        $outcome = Get-Outcome $Call
        $outcome.Errors | Should -BeNullOrEmpty
        $path = @(Get-SandboxRequest $sandbox '*dataValueSets*').path
        $path | Should -HaveCount 1
        $path | Should -BeLike '*dataSet=J33aMjt3IoU&dataElement=wQnWB75rNpL&*&orgUnit=aIv4qaIOQ2k*'
        $outcome.Output.DataElement | Should -Contain 'wQnWB75rNpL'
    }

    It 'looks a name up once, and tells once that there is none of it' {
        $name = (Get-Dhis2Metadata dataSets J33aMjt3IoU).name
        Clear-Sandbox $sandbox
        $outcome = Get-Outcome { 'aIv4qaIOQ2k', 'KwRtWpWGrgR', 'aIv4qaIOQ2k' | Get-Dhis2DataValueSet -DataSet $name, 'No such set' -Period 201401 }
        $outcome.Output.OrgUnit | Should -Contain 'aIv4qaIOQ2k'
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].TargetObject | Should -BeExactly 'No such set'
        @(Get-SandboxRequest $sandbox '/api/dataSets*') | Should -HaveCount 1
        Clear-Sandbox $sandbox
        $outcome = Get-Outcome { 'aIv4qaIOQ2k', 'KwRtWpWGrgR' | Get-Dhis2DataValueSet -DataSet 'No such set' -Period 201401 }
        $outcome.Output | Should -BeNullOrEmpty
        $outcome.Errors | Should -HaveCount 1
        @(Get-SandboxRequest $sandbox '*dataValueSets*') | Should -BeNullOrEmpty
    }

    It 'leaves texts of another scheme as they are' {
        $null = Get-Dhis2DataValueSet DS_ROUTINE -OrgUnit OU_X -Period 201401 -Query inputIdScheme=CODE -ErrorAction SilentlyContinue
        (Get-SandboxRequest $sandbox).path | Should -BeLike '/api/dataValueSets*dataSet=DS_ROUTINE&*&orgUnit=OU_X&*inputIdScheme=CODE*'
    }

    It 'fills imported rows with the data set and org unit that <What> stand for' -ForEach @(
        @{ What = 'names'; Call = { $row | Import-Dhis2DataValueSet -DataSet $set.name -OrgUnit $unit.name -AttributeOptionCombo default } }
        @{ What = 'codes'; Call = { $row | Import-Dhis2DataValueSet -DataSet code:DS_ROUTINE -OrgUnit "code:$($unit.code)" } }
        @{ What = 'objects'; Call = { $row | Import-Dhis2DataValueSet -DataSet $set -OrgUnit $unit } }
        @{ What = 'texts of the id scheme of the rows'; Call = { $row | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU -OrgUnit $unit.code -OrgUnitIdScheme CODE } }
    ) {
        $set, $unit = (Get-Dhis2Metadata dataSets J33aMjt3IoU), (Get-Dhis2OrgUnit aIv4qaIOQ2k)
        $value = Get-Random -Minimum 1 -Maximum 100000
        $row = [pscustomobject]@{ dataElement = 'wQnWB75rNpL'; period = '201807'; value = $value }
        (& $Call).Status | Should -Be 'SUCCESS'
        (Get-Dhis2DataValueSet J33aMjt3IoU -Period 201807 -OrgUnit aIv4qaIOQ2k).Value | Should -Be $value
    }

    It 'imports nothing where -DataSet is the name of none, or an object among rows of another scheme' {
        $row = [pscustomobject]@{ dataElement = 'wQnWB75rNpL'; period = '201807'; orgUnit = 'aIv4qaIOQ2k'; value = 1 }
        $set = Get-Dhis2Metadata dataSets J33aMjt3IoU
        Clear-Sandbox $sandbox
        foreach ($way in { $row | Import-Dhis2DataValueSet -DataSet 'No such set' }, { $row | Import-Dhis2DataValueSet -DataSet $set -IdScheme CODE }) {
            (Get-Outcome $way).End | Should -Not -BeNullOrEmpty
        }
        @(Get-SandboxRequest $sandbox '*dataValueSets*') | Should -BeNullOrEmpty
    }
}
