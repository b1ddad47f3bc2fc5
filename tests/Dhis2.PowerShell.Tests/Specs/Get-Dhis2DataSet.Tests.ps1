BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2DataSet' {
    BeforeEach {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '/api/dataSets\?' @{ dataSets = @(@{ id = 'iiiiiiiiii1'; code = 'DS_1'; name = 'Monthly report'; periodType = 'Monthly'; categoryCombo = @{ id = 'cccccccccc1'; name = 'default' } }, @{ id = 'iiiiiiiiii2'; name = 'Yearly report'; periodType = 'Yearly' }, @{ id = 'iiiiiiiiii3'; name = 'Stock'; periodType = 'Monthly' }) }
    }

    It 'asks for <Expected> with <Parameters.Keys>' -ForEach @(
        @{ Parameters = @{ OrgUnit = 'aaaaaaaaaa1' }; Expected = 'organisationUnits.id:eq:aaaaaaaaaa1' }
        @{ Parameters = @{ OrgUnit = 'aaaaaaaaaa1', 'aaaaaaaaaa2' }; Expected = 'organisationUnits.id:in:[aaaaaaaaaa1,aaaaaaaaaa2]' }
    ) {
        $null = Get-Dhis2DataSet @Parameters
        Get-SandboxFilter $sandbox dataSets | Should -BeExactly $Expected
    }

    It 'goes on behind a -<Parameter> that is none, and reads nothing where there is no other' -ForEach @(
        @{ Parameter = 'OrgUnit'; List = 'organisationUnits'; Property = 'organisationUnits.id' }
    ) {
        Assert-GoesOnBehindUnknown $sandbox Get-Dhis2DataSet dataSets $_ -Id iiiiiiiiii1, iiiiiiiiii2, iiiiiiiiii3
    }

    It 'compares the type of periods here, whatever the fields, and counts -First and -Skip over what is left' {
        (Get-Dhis2DataSet -PeriodType monthly).id | Should -Be 'iiiiiiiiii1', 'iiiiiiiiii3'
        (Get-Dhis2DataSet -PeriodType Monthly, Yearly -Fields id).id | Should -HaveCount 3
        (Get-Dhis2DataSet -PeriodType Monthly -Fields ':identifiable').id | Should -HaveCount 2
        (Get-SandboxRequest $sandbox | Select-Object -Last 1).path | Should -Match 'fields=%3Aidentifiable%2CperiodType&'
        Get-SandboxFilter $sandbox dataSets | Should -BeNullOrEmpty
        (Get-Dhis2DataSet -PeriodType Monthly -Skip 1 -First 1).id | Should -Be 'iiiiiiiiii3'
        (Get-SandboxRequest $sandbox | Select-Object -Last 1).path | Should -Match 'page=1&pageSize=1000$'
        (Get-Dhis2DataSet *report -PeriodType Monthly).id | Should -Be 'iiiiiiiiii1'
    }

    It 'refuses what is no type of periods, and what OR cannot join' {
        { Get-Dhis2DataSet -PeriodType Montly } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        { Get-Dhis2DataSet -PeriodType Monthly -RootJunction OR -Filter 'code:eq:a', 'code:eq:b' -ErrorAction Stop } | Should -Throw -ErrorId 'Dhis2.Input,*'
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'is a table of what identifies and tells apart' {
        $lines = (Get-Dhis2DataSet | Out-String -Width 100) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines[0].Trim() -split '\s+' | Should -Be 'Id', 'Code', 'Name', 'PeriodType', 'CategoryCombo'
        $lines[2] | Should -Match 'iiiiiiiiii1\s+DS_1\s+Monthly report\s+Monthly\s+default'
    }
}
