BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"

    function Complete([string] $Line) {
        (TabExpansion2 $Line $Line.Length).CompletionMatches
    }
}

Describe 'Completion without a server' {
    It 'keeps the quote that was typed: <Line>' -ForEach @(
        @{ Line = 'Import-Dhis2DataValueSet -Encoding ut'; Words = 'utf32', 'utf8', 'utf8BOM' }
        @{ Line = "Import-Dhis2DataValueSet -Encoding 'utf8"; Words = "'utf8'", "'utf8BOM'" }
        @{ Line = 'Import-Dhis2DataValueSet -Encoding "utf8'; Words = '"utf8"', '"utf8BOM"' }
        @{ Line = "Get-Dhis2Metadata 'indicatorT"; Words = "'indicatorTypes'" }
        @{ Line = 'Get-Dhis2Metadata *IndicatorG*S'; Words = 'indicatorGroups', 'indicatorGroupSets', 'programIndicatorGroups' }
    ) {
        (Complete $Line).CompletionText | Should -BeExactly $Words
    }

    It 'offers id schemes, to -<_>' -ForEach 'IdScheme', 'DataElementIdScheme', 'OrgUnitIdScheme', 'CategoryOptionComboIdScheme' {
        (Complete "Get-Dhis2DataValueSet -$_ ").CompletionText | Should -BeExactly 'ATTRIBUTE:', 'CODE', 'NAME', 'UID'
        (Complete "Import-Dhis2DataValueSet -$_ c").CompletionText | Should -BeExactly 'CODE'
    }

    It 'offers what all types have, and never the files of the folder: <Line>' -ForEach @(
        @{ Line = 'Get-Dhis2Metadata dataElements -Order na'; Words = 'name:asc', 'name:desc' }
        @{ Line = 'Get-Dhis2OrgUnit -Fields :o'; Words = ':owner' }
        @{ Line = 'Get-Dhis2OrgUnit -Fields id,na'; Words = 'name' }
        @{ Line = "Get-Dhis2OrgUnit -Fields 'id,na"; Words = "'id,name'" }
        @{ Line = 'Get-Dhis2DataValueSet -DataSet '; Words = $null }
        @{ Line = 'Invoke-Dhis2SqlView '; Words = $null }
        @{ Line = 'Approve-Dhis2DataApproval -Workflow '; Words = $null }
        @{ Line = 'Get-Dhis2SystemSetting -Key '; Words = $null }
    ) {
        Push-Location (New-Item -ItemType Directory -Force (Join-Path $TestDrive 'folder'))
        Set-Content name.txt 'a file'
        (Complete $Line).CompletionText | Should -BeExactly $Words
        Pop-Location
    }
}

Describe 'Completion on <_>' -ForEach '2.40', '2.43' {
    BeforeAll {
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Dhis2Cache
        Clear-Sandbox $sandbox
    }

    It 'offers the types of the server, with one request' {
        Add-SandboxAnswer $sandbox '/api/schemas\?' @{ schemas = @(@{ singular = 'dataThing'; plural = 'dataThings'; relativeApiEndpoint = '/dataThings' }, @{ singular = 'dataPart'; plural = 'dataParts' }) }
        (Complete 'Get-Dhis2Metadata data').CompletionText | Should -BeExactly 'dataThings'
        (Complete 'Get-Dhis2Metadata -Type dataT').CompletionText | Should -BeExactly 'dataThings'
        @(Get-SandboxRequest $sandbox).Count | Should -Be 1
    }

    It 'offers the properties of the type, in lists as objects have them, and sorts by those of one value' {
        Add-SandboxRecording $sandbox metadata schema -Path '/api/schemas/dataElement\?'
        (Complete 'Get-Dhis2Metadata dataElements -Order valueType').CompletionText | Should -BeExactly 'valueType:asc', 'valueType:desc'
        (Complete 'Get-Dhis2Metadata dataElements -Order dataElementG').CompletionText | Should -BeNullOrEmpty
        (Complete 'Get-Dhis2Metadata dataElements -Fields id, dataElementG').CompletionText | Should -BeExactly 'dataElementGroups'
        (Complete 'Get-Dhis2Metadata -Type dataElement -Property "id,categoryC').CompletionText | Should -BeExactly '"id,categoryCombo"'
        @(Get-SandboxRequest $sandbox).Count | Should -Be 1
    }

    It 'offers in brackets and behind dots what the object there has: <Line>' -ForEach @(
        @{ Line = "Get-Dhis2DataElement -Fields 'id,categoryCombo[id,dataD"; Words = "'id,categoryCombo[id,dataDimensionType'" }
        @{ Line = 'Get-Dhis2DataElement -Fields id, categoryCombo[dataD'; Words = "'categoryCombo[dataDimensionType'" }
        @{ Line = "Get-Dhis2DataElement -Fields 'categoryCombo[id],categoryCombo[categories[dataD"; Words = $null }
        @{ Line = "Get-Dhis2DataElement -Fields 'categoryCombo[id],domainT"; Words = "'categoryCombo[id],domainType'" }
        @{ Line = "Get-Dhis2DataElement -Fields 'access[re"; Words = $null }
        @{ Line = 'Get-Dhis2DataElement -Filter categoryCombo.dataD'; Words = 'categoryCombo.dataDimensionType:' }
        @{ Line = 'Get-Dhis2DataElement -Filter categoryCombo.dataDimensionType:eq:D'; Words = 'categoryCombo.dataDimensionType:eq:DISAGGREGATION' }
    ) {
        Add-SandboxRecording $sandbox metadata schema -Path '/api/schemas/dataElement\?'
        $combo = @{ singular = 'categoryCombo'; plural = 'categoryCombos'; relativeApiEndpoint = '/categoryCombos'; klass = 'org.hisp.dhis.category.CategoryCombo' }
        $kind = @{ name = 'dataDimensionType'; propertyType = 'CONSTANT'; persisted = $true; constants = @('DISAGGREGATION', 'ATTRIBUTE') }
        Add-SandboxAnswer $sandbox '/api/schemas\?' @{ schemas = @($combo) }
        Add-SandboxAnswer $sandbox '/api/schemas/categoryCombo\?' ($combo + @{ properties = @($kind) })
        (Complete $Line).CompletionText | Should -BeExactly $Words
    }

    It 'offers filters: properties that can be filtered, then operators of the version, then words of the server' {
        Add-SandboxRecording $sandbox metadata schema -Path '/api/schemas/dataElement\?'
        (Complete 'Get-Dhis2Metadata dataElements -Filter domainT').CompletionText | Should -BeExactly 'domainType:'
        (Complete 'Get-Dhis2DataElement -Filter categoryC').CompletionText | Should -BeExactly 'categoryCombo.', 'categoryCombo:'
        (Complete 'Get-Dhis2DataElement -Filter hre').CompletionText | Should -BeNullOrEmpty
        (Complete 'Get-Dhis2DataElement -Filter name:ilike').CompletionText | Should -BeExactly "'name:ilike`$:'", 'name:ilike:'
        (Complete "Get-Dhis2DataElement -Filter 'name:`$il").CompletionText | Should -BeExactly "'name:`$ilike:'"
        (Complete 'Get-Dhis2DataElement -Filter code:nul').CompletionText | Should -BeExactly 'code:null'
        $version = [version] "$((Get-Dhis2Session).Version)"
        @((Complete 'Get-Dhis2DataElement -Filter name:ieq').CompletionText).Where{ $_ }.Count | Should -Be ([int] ($version -ge [version] '2.41'))
        (Complete 'Get-Dhis2DataElement -Filter domainType:eq:').CompletionText | Should -BeExactly 'domainType:eq:AGGREGATE', 'domainType:eq:TRACKER'
        (Complete 'Get-Dhis2DataElement -DomainType T').CompletionText | Should -BeExactly 'TRACKER'
        @(Get-SandboxRequest $sandbox).Count | Should -Be 1
    }

    It 'offers ids by a part of the name, of what is read and of what a parameter names: <Line>' -ForEach @(
        @{ Line = 'Get-Dhis2Indicator cover'; List = 'indicators' }
        @{ Line = 'Get-Dhis2Metadata indicators -Id "ANC 1'; List = 'indicators' }
        @{ Line = 'Get-Dhis2Indicator -Group cover'; List = 'indicatorGroups' }
        @{ Line = 'Get-Dhis2OrgUnit -Parent *cover'; List = 'organisationUnits' }
        @{ Line = 'Get-Dhis2OrgUnitGroup -GroupSet cover'; List = 'organisationUnitGroupSets' }
        @{ Line = 'Get-Dhis2User -Role cover'; List = 'userRoles' }
    ) {
        Add-SandboxAnswer $sandbox "/api/$List\?" @{ $List = @(@{ id = 'bbbbbbbbbb1'; name = 'ANC 1 coverage' }, @{ id = 'bbbbbbbbbb2'; name = 'Deaths' }) }
        $found = @(Complete $Line)
        $found.CompletionText -replace '"' | Should -BeExactly 'bbbbbbbbbb1'
        $found.ToolTip | Should -BeExactly 'ANC 1 coverage (bbbbbbbbbb1)'
        @(Get-SandboxRequest $sandbox).Count | Should -Be 1
    }

    It 'asks for those that are called so where a list is long' {
        Add-SandboxAnswer $sandbox '/api/indicators\?.*filter=' @{ indicators = @(@{ id = 'bbbbbbbbbb1'; name = 'Zinc, 100% of cases' }) }
        Add-SandboxAnswer $sandbox '/api/indicators\?' @{ indicators = @(1..1000 | ForEach-Object { @{ id = 'a{0:D10}' -f $_; name = "Indicator $_" } }) }
        (Complete 'Get-Dhis2Indicator "inc, 100%').CompletionText | Should -BeExactly '"bbbbbbbbbb1"'
        Get-SandboxFilter $sandbox indicators | Should -BeExactly 'name:ilike:inc', 'name:ilike:100'
    }

    It 'offers ids by the names of what they are of, in the quotes that names need' {
        $sets = @{ id = 'aaaaaaaaaa1'; code = 'DS 1'; name = "Côte d'Ivoire" }, @{ id = 'aaaaaaaaaa2'; name = 'Stock [old] of $5' }, @{ id = 'aaaaaaaaaa3'; code = 'DS3'; name = "L$([char] 0x2019)an" }
        Add-SandboxAnswer $sandbox '/api/dataSets\?' @{ dataSets = $sets }
        Add-SandboxAnswer $sandbox '/api/sqlViews\?' @{ sqlViews = @(@{ id = 'bbbbbbbbbb1'; name = 'Org units' }) }
        $found = @(Complete "Get-Dhis2DataValueSet -DataSet 'Côte d''i")
        $found.CompletionText | Should -BeExactly "'aaaaaaaaaa1'"
        $found.ListItemText | Should -BeExactly "Côte d'Ivoire"
        $found.ToolTip | Should -BeExactly "Côte d'Ivoire (aaaaaaaaaa1)"
        (Complete 'Get-Dhis2DataValueSet "Stock [').CompletionText | Should -BeExactly '"aaaaaaaaaa2"'
        (Complete 'Import-Dhis2DataValueSet -IdScheme CODE -DataSet ').CompletionText | Should -BeExactly "'DS 1'", 'DS3'
        (Complete 'Get-Dhis2DataValueSet -IdScheme CODE -DataSet L').CompletionText | Should -BeExactly 'aaaaaaaaaa3'
        (Complete 'Import-Dhis2DataValueSet -IdScheme NAME -DataSet "Stock').CompletionText | Should -BeExactly '"Stock [old] of `$5"'
        $quoted = (Complete 'Import-Dhis2DataValueSet -IdScheme NAME -DataSet L').CompletionText
        [scriptblock]::Create($quoted).InvokeReturnAsIs() | Should -BeExactly $sets[2].name
        (Complete 'Invoke-Dhis2SqlView Org').CompletionText | Should -BeExactly 'bbbbbbbbbb1'
        Add-SandboxAnswer $sandbox '/api/dataApprovalWorkflows\?' @{ dataApprovalWorkflows = @(@{ id = 'dddddddddd1'; name = 'Monthly' }) }
        foreach ($name in 'Get-Dhis2DataApproval', 'Approve-Dhis2DataApproval', 'Undo-Dhis2DataApproval') {
            (Complete "$name -Workflow Mon").CompletionText | Should -BeExactly 'dddddddddd1'
        }
        @(Get-SandboxRequest $sandbox '/api/dataSets*').Count | Should -Be 1
    }

    It 'offers the attributes of the server after ATTRIBUTE:' {
        Add-SandboxAnswer $sandbox '/api/attributes\?' @{ attributes = @(@{ id = 'ccccccccccc'; name = 'Old id' }) }
        (Complete 'Get-Dhis2DataValueSet -IdScheme ATTRIBUTE:').CompletionText | Should -BeExactly 'ATTRIBUTE:ccccccccccc'
        (Complete "Get-Dhis2DataValueSet -IdScheme 'attribute:old").CompletionText | Should -BeExactly "'ATTRIBUTE:ccccccccccc'"
    }

    It 'blocks no longer than a second where the server is silent, and offers what it knows without it' {
        Add-SandboxFault $sandbox @{ kind = 'stall'; path = '/api/(schemas|systemSettings)'; milliseconds = 4000; count = 0 }
        $line = 'Get-Dhis2Metadata indicatorT'
        $taken = Measure-Command { $script:words = (Complete $line).CompletionText }
        $words | Should -BeExactly 'indicatorTypes'
        $taken.TotalSeconds | Should -BeLessThan 2.5
        $taken = Measure-Command { $script:words = (Complete 'Get-Dhis2SystemSetting -Key keyUi').CompletionText }
        $words | Should -BeNullOrEmpty
        $taken.TotalSeconds | Should -BeLessThan 2.5
        # What comes later is offered then, and was asked for once.
        Wait-Until { (Complete 'Get-Dhis2SystemSetting -Key keyUi').CompletionText -contains 'keyUiLocale' } | Should -BeTrue
        @(Get-SandboxRequest $sandbox '/api/systemSettings*').Count | Should -Be 1
    }

    It 'is silent where the server refuses, and leaves it alone for a while' {
        Add-SandboxFault $sandbox @{ kind = 'status'; status = 500; path = '/api/sqlViews'; count = 0 }
        $Error.Clear()
        $streams = & { Complete 'Invoke-Dhis2SqlView Org'; Complete 'Invoke-Dhis2SqlView Org' } *>&1
        $streams | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
        @(Get-SandboxRequest $sandbox '/api/sqlViews*').Count | Should -Be 1
    }
}
