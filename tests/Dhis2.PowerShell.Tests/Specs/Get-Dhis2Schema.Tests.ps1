BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
    $element = @{
        singular = 'dataElement'; plural = 'dataElements'; klass = 'org.hisp.dhis.dataelement.DataElement'; relativeApiEndpoint = '/dataElements'; metadata = $true; shareable = $true
        properties = @(
            @{ name = 'name'; propertyType = 'TEXT'; persisted = $true; owner = $true; required = $true; unique = $true; length = 230 }
            @{ name = 'domainType'; propertyType = 'CONSTANT'; persisted = $true; owner = $true; required = $true; length = 255; constants = @('AGGREGATE', 'TRACKER') }
            @{ name = 'dataElementGroup'; collectionName = 'dataElementGroups'; propertyType = 'COLLECTION'; itemPropertyType = 'REFERENCE'; persisted = $true }
            @{ name = 'href'; propertyType = 'URL' }
        )
    }
    $part = @{ singular = 'dataSetElement'; plural = 'dataSetElements'; klass = 'org.hisp.dhis.dataset.DataSetElement'; properties = @(@{ name = 'dataSet'; propertyType = 'REFERENCE'; persisted = $true }) }
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2Schema' {
    BeforeEach {
        Clear-Sandbox $sandbox
        Clear-Dhis2Cache
        Add-SandboxAnswer $sandbox '/api/schemas\?' @{ schemas = @($part, $element) }
    }

    It 'tells the types by either name, with wildcards, in the order of their names: <Type>' -ForEach @(
        @{ Type = 'DATAELEMENT'; Expected = 'dataElements' }
        @{ Type = 'dataSetElements'; Expected = 'dataSetElements' }
        @{ Type = '*elements'; Expected = 'dataElements', 'dataSetElements' }
        @{ Type = 'nothing*'; Expected = $null }
        @{ Type = $null; Expected = 'dataElements', 'dataSetElements' }
    ) {
        $given = if ($Type) { @{ Type = $Type } } else { @{} }
        (Get-Dhis2Schema @given).Plural | Should -BeExactly $Expected
    }

    It 'tells of a type how it is called, where it is, and whether it is shared, with one request for all' {
        $type = Get-Dhis2Schema dataElement
        $type | Should -BeOfType ([Dhis2.Schema])
        $type.Singular, $type.Plural, $type.Klass, $type.Endpoint | Should -BeExactly 'dataElement', 'dataElements', 'org.hisp.dhis.dataelement.DataElement', '/dataElements'
        $type.IsMetadata, $type.IsShareable, $type.IsDataShareable, $type.HasList | Should -Be $true, $true, $false, $true
        $type.Properties | Should -HaveCount 4
        (Get-Dhis2Schema dataSetElement).HasList | Should -BeFalse
        @(Get-SandboxRequest $sandbox).Count | Should -Be 1
    }

    It 'tells of properties what they hold, and what lists can do with them' {
        $found = Get-Dhis2Schema dataElement -Property 'd*', NAME
        $found | Should -BeOfType ([Dhis2.SchemaProperty])
        $found.Name | Should -BeExactly 'dataElementGroups', 'domainType', 'name'
        $found.Kind | Should -BeExactly 'COLLECTION', 'CONSTANT', 'TEXT'
        $found.IsRequired | Should -Be $false, $true, $true
        $found.IsUnique | Should -Be $false, $false, $true
        $found.MaximumLength | Should -Be $null, 255, 230
        $found.IsFilterable | Should -Be $true, $true, $true
        $found.IsSortable | Should -Be $false, $true, $true
        $found[1].Constants | Should -BeExactly 'AGGREGATE', 'TRACKER'
        (Get-Dhis2Schema * -Property *).ForEach{ "$($_.Type).$($_.Name)" } | Should -BeExactly 'dataElements.dataElementGroups', 'dataElements.domainType', 'dataElements.href', 'dataElements.name', 'dataSetElements.dataSet'
    }

    It 'says of a type and of a property that there is none, and goes on' {
        $outcome = Get-Outcome { Get-Dhis2Schema dataElement, dataElementz, dataSetElement -Property name, dataSet }
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Output.Name | Should -BeExactly 'name', 'dataSet'
        $outcome.Errors.TargetObject | Should -BeExactly 'dataSet', 'dataElementz', 'name'
        "$($outcome.Errors[1].ErrorDetails.RecommendedAction)" | Should -BeLike 'Did you mean dataElements*'
    }

    It 'reads nothing for an empty pipeline, and pages' {
        @() | Get-Dhis2Schema | Should -BeNullOrEmpty
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        (Get-Dhis2Schema -Skip 1 -First 1).Plural | Should -BeExactly 'dataSetElements'
    }

    It 'is a table' {
        Get-Dhis2Schema dataElement | Out-String -Width 120 | Should -Match '(?m)^dataElements\s+/dataElements\s+True\s+org\.hisp\.dhis\.dataelement\.DataElement\s*$'
        Get-Dhis2Schema dataElement -Property domainType | Out-String -Width 120 | Should -Match '(?m)^dataElements\s+domainType\s+CONSTANT\s+True\s+False\s+255\s+True\s+True\s+AGGREGATE, TRACKER\s*$'
    }
}
