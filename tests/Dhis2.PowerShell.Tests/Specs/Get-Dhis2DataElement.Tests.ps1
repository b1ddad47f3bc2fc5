BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2DataElement' {
    BeforeEach {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '/api/dataElements\?' @{ dataElements = @(@{ id = 'iiiiiiiiii1'; code = 'DE_1'; name = 'Visits'; displayName = 'Visits'; valueType = 'NUMBER'; domainType = 'AGGREGATE'; categoryCombo = @{ id = 'cccccccccc1'; name = 'Sex' } }) }
    }

    It 'asks for <Expected> with <Parameters.Keys>' -ForEach @(
        @{ Parameters = @{ ValueType = 'NUMBER' }; Expected = 'valueType:eq:NUMBER' }
        @{ Parameters = @{ ValueType = 'number', 'PERCENTAGE' }; Expected = 'valueType:in:[NUMBER,PERCENTAGE]' }
        @{ Parameters = @{ DomainType = 'TRACKER' }; Expected = 'domainType:eq:TRACKER' }
        @{ Parameters = @{ DataSet = 'aaaaaaaaaa1' }; Expected = 'dataSetElements.dataSet.id:eq:aaaaaaaaaa1' }
        @{ Parameters = @{ DataSet = 'aaaaaaaaaa1', 'aaaaaaaaaa2' }; Expected = 'dataSetElements.dataSet.id:in:[aaaaaaaaaa1,aaaaaaaaaa2]' }
        @{ Parameters = @{ Group = 'aaaaaaaaaa1' }; Expected = 'dataElementGroups.id:eq:aaaaaaaaaa1' }
        @{ Parameters = @{ Group = 'aaaaaaaaaa1', 'aaaaaaaaaa2' }; Expected = 'dataElementGroups.id:in:[aaaaaaaaaa1,aaaaaaaaaa2]' }
    ) {
        $null = Get-Dhis2DataElement @Parameters
        Get-SandboxFilter $sandbox dataElements | Should -BeExactly $Expected
    }

    It 'goes on behind a -<Parameter> that is none, and reads nothing where there is no other' -ForEach @(
        @{ Parameter = 'DataSet'; List = 'dataSets'; Property = 'dataSetElements.dataSet.id' }
        @{ Parameter = 'Group'; List = 'dataElementGroups'; Property = 'dataElementGroups.id' }
    ) {
        Assert-GoesOnBehindUnknown $sandbox Get-Dhis2DataElement dataElements $_
    }

    It 'writes an element that is in two of more data sets than fit into one address once' {
        $sets = 1..700 | ForEach-Object { 's{0:D10}' -f $_ }
        (Get-Dhis2DataElement -DataSet $sets).id | Should -Be 'iiiiiiiiii1'
        @(Get-SandboxRequest $sandbox '/api/dataElements*').Count | Should -BeGreaterThan 1
    }

    It 'is a table of what identifies and tells apart' {
        $lines = (Get-Dhis2DataElement | Out-String -Width 100) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines[0].Trim() -split '\s+' | Should -Be 'Id', 'Code', 'Name', 'ValueType', 'CategoryCombo'
        $lines[2] | Should -Match 'iiiiiiiiii1\s+DE_1\s+Visits\s+NUMBER\s+Sex'
    }
}
