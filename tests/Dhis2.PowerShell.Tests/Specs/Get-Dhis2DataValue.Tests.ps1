Describe 'Get-Dhis2DataValue on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        Set-Dhis2DataValue wQnWB75rNpL 201406 OspiCZXWiTj 5 -Comment hello -FollowUp $true
        Set-Dhis2DataValue OqYjd00phS6 201406 OspiCZXWiTj 7 -CategoryOptionCombo T263yzuGhlX
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'gives a value whole' {
        $value = Get-Dhis2DataValue wQnWB75rNpL 201406 OspiCZXWiTj
        $value.PSTypeNames[0] | Should -Be 'Dhis2.DataValue'
        $value.DataElement, $value.Period, $value.OrgUnit, $value.CategoryOptionCombo, $value.AttributeOptionCombo | Should -Be 'wQnWB75rNpL', '201406', 'OspiCZXWiTj', 'HllvX50cXC0', 'HllvX50cXC0'
        $value.Value, $value.Comment, $value.FollowUp, $value.StoredBy | Should -Be '5', 'hello', $true, 'admin'
        $value.LastUpdated | Should -BeOfType [DateTimeOffset]
        (Get-SandboxRequest $sandbox '/api/dataValues[?]*').path | Should -Be '/api/dataValues?de=wQnWB75rNpL&pe=201406&ou=OspiCZXWiTj'
    }

    It 'reads one of several option combos' {
        (Get-Dhis2DataValue OqYjd00phS6 201406 OspiCZXWiTj -CategoryOptionCombo T263yzuGhlX).Value | Should -BeExactly '7'
    }

    It 'makes of a missing value one error that names the place, and goes on' {
        $outcome = Get-Outcome { Get-Dhis2DataValue SgcilVDz1X3, wQnWB75rNpL 201406 OspiCZXWiTj }
        $outcome.Output.Value | Should -BeExactly '5'
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
        $outcome.Errors[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $outcome.Errors[0].Exception.Message | Should -BeLike '*SgcilVDz1X3 201406 OspiCZXWiTj*'
        $outcome.Errors[0].TargetObject.DataElement | Should -Be SgcilVDz1X3
    }

    It 'gives objects that the others take' {
        Get-Dhis2DataValue wQnWB75rNpL 201406 OspiCZXWiTj | Get-Dhis2DataValue | ForEach-Object Value | Should -BeExactly '5'
    }

    It 'warns where the export shows nothing of the value' {
        Add-SandboxAnswer $sandbox '/api/dataValueSets' @{ dataValues = @() }
        $value = Get-Dhis2DataValue wQnWB75rNpL 201406 OspiCZXWiTj -WarningVariable warnings -WarningAction SilentlyContinue
        $value.Value | Should -BeExactly '5'
        "$warnings" | Should -BeLike '*value alone*'
    }
}
