BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox -Option '--org-units', '200', '--data-values', '5000'
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
    $dataSet = (Get-Dhis2Metadata dataSets -First 1).id
    $root = (Get-Dhis2OrgUnit -Root).id
    $all = @{ DataSet = $dataSet; OrgUnit = $root; Children = $true; StartDate = '2000-01-01'; EndDate = '2030-12-31' }
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'A stream of five thousand data values' {
    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'reads all values, each a data value with its key' {
        $values = Get-Dhis2DataValueSet @all
        $values.Count | Should -Be 5000
        $values[0] | Should -BeOfType ([Dhis2.DataValue])
        @($values | ForEach-Object { $_.DataElement, $_.Period, $_.OrgUnit, $_.CategoryOptionCombo, $_.AttributeOptionCombo -join '/' } | Sort-Object -Unique).Count | Should -Be 5000
        @(Get-SandboxRequest $sandbox '*dataValueSets*').Count | Should -Be 1
    }

    It 'counts -First and -Skip over the whole pipeline' {
        $values = Get-Dhis2DataValueSet @all
        $part = Get-Dhis2DataValueSet @all -Skip 1500 -First 3
        $part.Count | Should -Be 3
        $part[0].Value | Should -Be $values[1500].Value
        $part[2].OrgUnit | Should -Be $values[1502].OrgUnit
    }

    It 'ends the request when the first value is enough' {
        Add-SandboxFault $sandbox @{ kind = 'stall-body'; path = 'dataValueSets'; afterBytes = 200000 }
        $clock = [Diagnostics.Stopwatch]::StartNew()
        Get-Dhis2DataValueSet @all | Select-Object -First 1 | Should -Not -BeNullOrEmpty
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
    }

    It 'says how many values had come when the answer broke off, and ends' {
        Add-SandboxFault $sandbox @{ kind = 'cut-short'; path = 'dataValueSets'; afterBytes = 600000; count = 0 }
        $got = [Collections.Generic.List[object]]::new()
        $record = { Get-Dhis2DataValueSet @all -ErrorAction Continue | ForEach-Object { $got.Add($_) } } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Client,*'
        $got.Count | Should -BeGreaterOrEqual 1000
        "$record" | Should -Match "$($got.Count) values had been read"
    }

    It 'stops at once on Ctrl+C while the server is silent inside its answer' {
        Add-SandboxFault $sandbox @{ kind = 'stall-body'; path = 'dataValueSets'; afterBytes = 1000 }
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($module, $session, $all) Import-Module $module; Get-Dhis2DataValueSet @all -Session $session').
            AddArgument($env:DHIS2_MODULE).AddArgument((Get-Dhis2Session | Select-Object -First 1)).AddArgument($all)
        $null = $shell.BeginInvoke()
        Wait-Until { @(Get-SandboxRequest $sandbox '*dataValueSets*').Count -eq 1 } | Should -BeTrue
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $clock.ElapsedMilliseconds | Should -BeLessThan 2000
        $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $shell.Dispose()
    }

    It 'asks for nothing without a period' {
        Get-Dhis2DataValueSet $dataSet -OrgUnit $root -ErrorAction SilentlyContinue -ErrorVariable faults
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        @(Get-SandboxRequest $sandbox).Count | Should -Be 0
    }

    It 'takes org units from the pipeline, and reads the values below each of them' {
        $units = Get-Dhis2OrgUnit -Level 2
        $values = $units | Get-Dhis2DataValueSet -DataSet $dataSet -Period 202512 -Children
        # However many of them one request asks for.
        $asked = @(Get-SandboxRequest $sandbox '*dataValueSets*').path | ForEach-Object { [regex]::Matches($_, '[?&]orgUnit=(\w+)').ForEach({ $_.Groups[1].Value }) }
        $asked | Sort-Object | Should -Be ($units.id | Sort-Object)
        @(Get-SandboxRequest $sandbox '*dataValueSets*').Count | Should -Be 1
        $values.Count | Should -BeGreaterThan 0
        $values.Count | Should -Be @(Get-Dhis2DataValueSet $dataSet -Period 202512 -OrgUnit $root -Children | Where-Object OrgUnit -NE $root).Count
    }

    It 'shows five columns' {
        Get-Dhis2DataValueSet @all -First 1 | Out-String -Width 120 | Should -Match '(?m)^DataElement\s+Period\s+OrgUnit\s+CategoryOptionCombo\s+Value\s*$'
    }
}
