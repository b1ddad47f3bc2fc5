Describe 'Remove-Dhis2DataValue on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $cell = @{ DataElement = 'wQnWB75rNpL'; Period = '201406'; OrgUnit = 'OspiCZXWiTj' }

        function Get-Deletion {
            Get-SandboxRequest $sandbox '/api/dataValues*' | Where-Object method -EQ DELETE
        }
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Set-Dhis2DataValue @cell -Value 5 -Comment hello
        Clear-Sandbox $sandbox
    }

    It 'deletes a value with its comment' {
        Remove-Dhis2DataValue @cell -Force -DataSet J33aMjt3IoU -OverrideLock | Should -BeNullOrEmpty
        (Get-Deletion).path | Should -Be '/api/dataValues?de=wQnWB75rNpL&pe=201406&ou=OspiCZXWiTj&ds=J33aMjt3IoU&force=true'
        (Get-Outcome { Get-Dhis2DataValue @cell }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
        Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201406 -OrgUnit OspiCZXWiTj | Should -BeNullOrEmpty
    }

    It 'takes what is read' {
        Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201406 -OrgUnit OspiCZXWiTj | Remove-Dhis2DataValue -Confirm:$false
        Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201406 -OrgUnit OspiCZXWiTj | Should -BeNullOrEmpty
    }

    It 'tells on every version that there was nothing' {
        Remove-Dhis2DataValue @cell -Force
        Clear-Sandbox $sandbox
        $outcome = Get-Outcome { Remove-Dhis2DataValue @cell -Force }
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
        $outcome.Errors[0].TargetObject.DataElement | Should -Be wQnWB75rNpL
        Get-Deletion | Should -BeNullOrEmpty
    }

    It 'removes nothing with -WhatIf, -Force or not, and where nobody can answer' {
        Remove-Dhis2DataValue @cell -WhatIf
        Remove-Dhis2DataValue @cell -WhatIf -Force
        { $ConfirmPreference = 'High'; Remove-Dhis2DataValue @cell } | Should -Throw '*NonInteractive*'
        Get-Deletion | Should -BeNullOrEmpty
    }
}
