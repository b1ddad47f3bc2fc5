BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../Support/Contract.psm1" -Force
    $servers = Get-ContractServer
}

# Data elements and a group that are made here are deleted again, and nothing else is changed.
Describe 'The metadata that are written on <Server>' -Tag Contract -ForEach $servers {
    BeforeAll {
        . "$PSScriptRoot/../../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../../Support/Contract.psm1"
        $contract = Connect-ContractServer $Server
        $mayWrite = (Test-Authority F_DATAELEMENT_PUBLIC_ADD) -and (Test-Authority F_DATAELEMENT_DELETE) -and (Test-Authority F_DATAELEMENTGROUP_PUBLIC_ADD) -and (Test-Authority F_DATAELEMENTGROUP_DELETE)

        function New-ContractObject([string] $Type, [hashtable] $Object) {
            $null = Invoke-Dhis2Request $Type -Method POST -Body $Object
            $Object.id
        }
    }

    AfterAll {
        Disconnect-ContractServer $contract
    }

    BeforeEach {
        if (-not $mayWrite) {
            Set-ItResult -Skipped -Because 'the account may not make and delete data elements and groups of them'
            return
        }
        $combo = (Get-Dhis2Metadata categoryCombos -Name default).id
        $elements = 1..3 | ForEach-Object {
            $id = New-Dhis2Uid
            New-ContractObject dataElements @{ id = $id; code = "CT_$id"; name = "Contract $id"; shortName = "CT $id"; valueType = 'NUMBER'; domainType = 'AGGREGATE'; aggregationType = 'SUM'; categoryCombo = @{ id = $combo } }
        }
        $group = New-Dhis2Uid
        $group = New-ContractObject dataElementGroups @{ id = $group; name = "Contract $group"; shortName = "CT $group"; dataElements = @(@{ id = $elements[0] }) }
    }

    AfterEach {
        Remove-Dhis2Metadata dataElementGroups $group -Force -ErrorAction SilentlyContinue
        $elements | Remove-Dhis2Metadata dataElements -Force -ErrorAction SilentlyContinue
    }

    It 'New-, Export- and Import-Dhis2Metadata make an object, write it to a file, and take the file back' {
        if (-not (Test-Authority F_METADATA_IMPORT)) {
            Set-ItResult -Skipped -Because 'the account may not import metadata'
            return
        }
        $id = New-Dhis2Uid
        $elements += $id
        $made = New-Dhis2Metadata dataElements @{ id = $id; code = "CT_$id"; name = "Contract $id"; shortName = "CT $id"; description = 'before'; valueType = 'NUMBER'; domainType = 'AGGREGATE'; aggregationType = 'SUM'; categoryCombo = @{ id = $combo } }
        $made.id | Should -Be $id
        Export-Dhis2Metadata dataElements -Filter "id:eq:$id" -Path TestDrive:/made.json
        $text = Get-Content TestDrive:/made.json -Raw
        ($text | ConvertFrom-Json).dataElements.id | Should -Be $id
        $text -replace '"before"', '"after"' | Set-Content TestDrive:/made.json
        $report = Import-Dhis2Metadata TestDrive:/made.json
        $report.Updated, $report.Total | Should -Be 1, 1
        $after = Get-Dhis2Metadata dataElements -Id $id -Fields id, code, description
        $after.description, $after.code | Should -Be 'after', "CT_$id"
        Remove-Dhis2Metadata dataElements $id -Force
        Get-Dhis2Metadata dataElements -Filter "id:eq:$id" | Should -BeNullOrEmpty
    }

    It 'Set-Dhis2Metadata loses nothing of what it does not change' {
        $before = Get-Dhis2Metadata dataElements -Id $elements[0] -Fields :owner
        $after = $before | Set-Dhis2Metadata -PassThru
        foreach ($name in $before.PSObject.Properties.Name -notmatch '^lastUpdated') {
            ConvertTo-Json -InputObject $after.$name -Depth 10 -Compress | Should -BeExactly (ConvertTo-Json -InputObject $before.$name -Depth 10 -Compress) -Because $name
        }
        $after | Add-Member description whole -Force
        ($after | Set-Dhis2Metadata -PassThru).description | Should -Be whole
    }

    It 'Update-Dhis2Metadata sends what was changed in a row' {
        $row = Get-Dhis2Metadata dataElements -Id $elements[0] -Fields id, description
        $row.description = 'changed'
        $after = $row | Update-Dhis2Metadata -PassThru
        $after.description, $after.code | Should -Be 'changed', "CT_$($elements[0])"
        Update-Dhis2Metadata dataElements $elements[0] -Remove description
        (Get-Dhis2Metadata dataElements -Id $elements[0] -Fields id, description).description | Should -BeNullOrEmpty
    }

    It 'Add- and Remove-Dhis2MetadataItem change a list, and name what does not exist' {
        $outcome = Get-Outcome { $elements[0], 'zzzzzzzzzz9', $elements[1], $elements[2] | Add-Dhis2MetadataItem dataElementGroups $group dataElements }
        $outcome.Output.Imported, $outcome.Output.Unchanged, $outcome.Output.Rejected | Should -Be 2, 1, 1
        $outcome.Errors[0].TargetObject.Row.Item | Should -Be zzzzzzzzzz9
        (Get-Dhis2Metadata dataElementGroups -Id $group -Fields id, 'dataElements[id]').dataElements.id | Sort-Object | Should -Be ($elements | Sort-Object)
        $report = $elements[0], $elements[1] | Remove-Dhis2MetadataItem dataElementGroups $group dataElements -Force
        $report.Deleted | Should -Be 2
        (Get-Dhis2Metadata dataElementGroups -Id $group -Fields id, 'dataElements[id]').dataElements.id | Should -Be $elements[2]
    }

    It 'Remove-Dhis2Metadata deletes, and says that another is not there' {
        $outcome = Get-Outcome { 'zzzzzzzzzz9', $elements[1] | Remove-Dhis2Metadata dataElements -Force }
        $outcome.Errors.TargetObject | Should -Be zzzzzzzzzz9
        Get-Dhis2Metadata dataElements -Filter "id:eq:$($elements[1])" | Should -BeNullOrEmpty
    }

    It 'Remove-Dhis2Metadata tells that the default category combo stays' {
        $outcome = Get-Outcome { Remove-Dhis2Metadata categoryCombos $combo -Force }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.*,*'
        (Get-Dhis2Metadata categoryCombos -Id $combo).id | Should -Be $combo
    }

    It 'Add- and Remove-Dhis2DataSetOrgUnit say that there is no such org unit' {
        $set = Get-Dhis2Metadata dataSets -First 1
        if (-not $set) {
            Set-ItResult -Skipped -Because 'there is no data set'
            return
        }
        foreach ($change in { Add-Dhis2DataSetOrgUnit $set zzzzzzzzzz9 }, { Remove-Dhis2DataSetOrgUnit $set zzzzzzzzzz9 -Force }) {
            $outcome = Get-Outcome $change
            $outcome.Output.Rejected | Should -Be 1
            $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.RowRejected,*'
        }
    }
}
