Describe 'Import-Dhis2DataValueSet on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $version = $_
        $sandbox = Start-Sandbox -Version $version
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -RetryIntervalSec 0

        function Get-Stored {
            param([string] $Period)
            @(Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period $Period -OrgUnit aIv4qaIOQ2k)
        }

        function New-Row {
            param([string] $Value, [string] $Period = '201404', [string] $DataElement = 'wQnWB75rNpL', [string] $OrgUnit = 'aIv4qaIOQ2k')
            [pscustomobject]@{ dataElement = $DataElement; period = $Period; orgUnit = $OrgUnit; value = $Value }
        }

        # Every count but the total adds up to the total.
        function Get-Sum {
            param($Summary)
            $Summary.Imported + $Summary.Updated + $Summary.Deleted + $Summary.Unchanged + $Summary.Skipped + $Summary.Rejected + $Summary.NotSent + $Summary.Unknown
        }
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'imports CSV with columns in any order, and tells of a bad row with its line' {
        @(
            'VALUE;Org Unit;period;DataElement'
            '7;aIv4qaIOQ2k;201405;wQnWB75rNpL'
            'many;aIv4qaIOQ2k;201405;SgcilVDz1X3'
            '"1;5";aIv4qaIOQ2k;201405;tqMs4690lkQ'
        ) | Set-Content TestDrive:/rows.csv
        $summary = Import-Dhis2DataValueSet TestDrive:/rows.csv -Delimiter ';' -DataSet J33aMjt3IoU -ErrorAction SilentlyContinue -ErrorVariable faults
        $summary.Status | Should -Be 'WARNING'
        $summary.Total | Should -Be 3
        Get-Sum $summary | Should -Be 3
        $summary.Rejected | Should -Be 1
        $summary.Conflicts | Should -HaveCount 1
        $summary.Conflicts[0].Line | Should -Be 3
        $summary.Conflicts[0].Value | Should -Be 'many'
        $summary.Conflicts[0].File | Should -BeLike '*rows.csv'
        $summary.Conflicts[0].ErrorCode | Should -Match '^E\d{4}$'
        $faults | Should -HaveCount 1
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.RowRejected,*'
        $faults[0].CategoryInfo.Category | Should -Be 'InvalidData'
        $faults[0].TargetObject.DataElement | Should -Be 'SgcilVDz1X3'
        (Get-Stored 201405).Value | Sort-Object | Should -Be '1;5', '7'
    }

    It 'has told what became of all rows when -ErrorAction Stop ends it' {
        $rows = @(
            @{ dataElement = 'wQnWB75rNpL'; period = '201411'; orgUnit = 'aIv4qaIOQ2k'; value = '7' }
            @{ dataElement = 'SgcilVDz1X3'; period = '201411'; orgUnit = 'aIv4qaIOQ2k'; value = 'many' }
            @{ dataElement = 'SgcilVDz1X3'; period = '201412'; orgUnit = 'aIv4qaIOQ2k'; value = 'more' }
        )
        $out = [Collections.Generic.List[object]]::new()
        $caught = $null
        try {
            $rows | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU -ErrorAction Stop | ForEach-Object { $out.Add($_) }
        }
        catch [Dhis2.Dhis2RowRejectedException] {
            $caught = $_
        }
        $caught.Exception.Conflict.Value | Should -Be 'many'
        $caught.TargetObject | Should -Be $caught.Exception.Conflict
        # 2.43 counts new values as updated ones.
        $caught.Exception.Summary.Imported + $caught.Exception.Summary.Updated | Should -Be 1
        $caught.Exception.Summary.Rejected | Should -Be 2
        $out | Should -HaveCount 1
        $out[0] | Should -Be $caught.Exception.Summary
        & {
            $ErrorActionPreference = 'Stop'
            { $rows | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU -OutVariable script:told } | Should -Throw -ExceptionType ([Dhis2.Dhis2RowRejectedException])
        }
        $told.Rejected | Should -Be 2
        (Get-Stored 201411).Value | Should -Be '7'
    }

    It 'imports JSON with the envelope handed down, and XML' {
        '{ "dataSet": "J33aMjt3IoU", "period": "201406", "orgUnit": "aIv4qaIOQ2k", "dataValues": [ { "dataElement": "wQnWB75rNpL", "value": "1" } ] }' | Set-Content TestDrive:/values.json
        (Import-Dhis2DataValueSet TestDrive:/values.json).Status | Should -Be 'SUCCESS'
        '<dataValueSet xmlns="http://dhis2.org/schema/dxf/2.0" dataSet="J33aMjt3IoU"><dataValue dataElement="SgcilVDz1X3" period="201406" orgUnit="aIv4qaIOQ2k" value="2"/></dataValueSet>' | Set-Content TestDrive:/values.xml
        (Import-Dhis2DataValueSet TestDrive:/values.xml).Status | Should -Be 'SUCCESS'
        (Get-Stored 201406).Value | Sort-Object | Should -Be '1', '2'
    }

    It 'imports rows of Import-Csv, hashtables and files from the pipeline' {
        'dataElement,period,orgUnit,value', 'wQnWB75rNpL,201407,aIv4qaIOQ2k,5' | Set-Content TestDrive:/one.csv
        (Import-Csv TestDrive:/one.csv | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU).Total | Should -Be 1
        (@{ dataElement = 'SgcilVDz1X3'; period = 201407; orgUnit = 'aIv4qaIOQ2k'; value = 6 } | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU).Status | Should -Be 'SUCCESS'
        (Get-ChildItem TestDrive:/one.csv | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU).Total | Should -Be 1
        (Get-Stored 201407).Value | Sort-Object | Should -Be '5', '6'
    }

    It 'sends batches, and gives one summary for all' {
        $rows = foreach ($month in 1..9) { New-Row $month "20150$month" }
        $summary = $rows | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU -BatchSize 4
        $summary | Should -HaveCount 1
        $summary.Total | Should -Be 9
        $summary.Status | Should -Be 'SUCCESS'
        @(Get-SandboxRequest $sandbox '*dataValueSets*' | Where-Object method -EQ POST) | Should -HaveCount 3
    }

    It 'asks the server under -WhatIf, and stores nothing' {
        $summary = New-Row 4 201408 | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU -WhatIf
        $summary.DryRun | Should -BeTrue
        $summary.Total | Should -Be 1
        (Get-SandboxRequest $sandbox '*dataValueSets*').path | Should -BeLike '*dryRun=true*'
        Get-Stored 201408 | Should -BeNullOrEmpty
    }

    It 'lets the last of two rows for one value count' {
        $summary = (New-Row 1 201409), (New-Row 2 201409) | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU
        $summary.Skipped | Should -Be 1
        $summary.Total | Should -Be 2
        (Get-Stored 201409).Value | Should -Be '2'
    }

    It 'holds back <What>, and sends the rest' -ForEach @(
        @{ What = 'a malformed uid'; Row = @{ dataElement = 'wQnWB75rNpL'; period = '201410'; orgUnit = 'aIv4qaIOQ2'; value = '1' }; Says = '*aIv4qaIOQ2*uid*' }
        @{ What = 'a row without a value'; Row = @{ dataElement = 'SgcilVDz1X3'; period = '201410'; orgUnit = 'aIv4qaIOQ2k'; value = ' ' }; Says = '*no value*' }
        @{ What = 'a row without a period'; Row = @{ dataElement = 'SgcilVDz1X3'; orgUnit = 'aIv4qaIOQ2k'; value = '3' }; Says = '*no period*' }
    ) {
        $summary = $Row, (New-Row 9 201410) | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU -ErrorAction SilentlyContinue -ErrorVariable faults
        $summary.Rejected | Should -Be 1
        $summary.Total | Should -Be 2
        $faults[0].Exception.Message | Should -BeLike $Says
        $faults[0].TargetObject.Line | Should -Be 1
        (Get-Stored 201410).Value | Should -Be '9'
    }

    It 'finds the one row that a whole request is refused for' {
        $rows = foreach ($n in 1..40) { New-Row $n ('{0}{1:00}' -f (2016 + [Math]::Floor($n / 12)), ($n % 12 + 1)) }
        $rows[17].orgUnit = 'abcdefghijk'
        $summary = $rows | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU -ErrorAction SilentlyContinue
        $summary.Total | Should -Be 40
        $summary.Rejected | Should -Be 1
        $summary.Unknown | Should -Be 0
        $summary.Conflicts[0].Line | Should -Be 18
    }

    It 'sends again after <Kind>, and counts each row once' -ForEach @(
        @{ Kind = 'reset'; Fault = @{ kind = 'reset' } }
        @{ Kind = 'a 503'; Fault = @{ kind = 'status'; status = 503 } }
    ) {
        Add-SandboxFault $sandbox ($Fault + @{ path = 'dataValueSets'; method = 'POST'; count = 1 })
        $summary = (New-Row 3 201411), (New-Row 4 201411 SgcilVDz1X3) | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU
        $summary.Status | Should -Be 'SUCCESS'
        $summary.Total | Should -Be 2
        (Get-Stored 201411).Value | Sort-Object | Should -Be '3', '4'
    }

    It 'tells what it knows when the server is gone for good' {
        $other = Start-Sandbox -Version $version -Own
        $lost = Connect-Dhis2 $other.Uri (Get-AdminCredential) -MaximumRetryCount 0 -NoDefault -PassThru
        Stop-Sandbox $other
        $outcome = Get-Outcome { New-Row 1 201412 | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU -Session $lost }
        $lost.Dispose()
        "$($outcome.End)" | Should -BeLike '*cannot be reached*'
        $outcome.Output | Should -HaveCount 1
        $outcome.Output[0].Status | Should -Be 'ERROR'
        $outcome.Output[0].Total | Should -Be 1
        # Nobody was there to take it.
        $outcome.Output[0].NotSent | Should -Be 1
        $outcome.Output[0].Unknown | Should -Be 0
    }

    It 'ends with one error for <What>' -ForEach @(
        @{ What = 'a file that is not there'; Call = { Import-Dhis2DataValueSet TestDrive:/none.csv -ErrorAction Stop }; Says = '*none.csv*' }
        @{ What = 'a column nobody knows'; Call = { 'dataElement,period,orgUnit,value,colour' | Set-Content TestDrive:/bad.csv; Import-Dhis2DataValueSet TestDrive:/bad.csv -ErrorAction Stop }; Says = "*'colour'*" }
        @{ What = 'a property nobody knows'; Call = { [pscustomobject]@{ dataElement = 'a'; colour = 'red' } | Import-Dhis2DataValueSet -ErrorAction Stop }; Says = "*'colour'*" }
        @{ What = 'an empty pipeline'; Call = { @() | Import-Dhis2DataValueSet -ErrorAction Stop }; Says = '*no row*' }
        @{ What = 'a file that holds no data values'; Call = { 'x' | Set-Content TestDrive:/some.dat; Import-Dhis2DataValueSet TestDrive:/some.dat -ErrorAction Stop }; Says = "*some.dat*no column 'dataElement'*" }
        @{ What = 'broken JSON'; Call = { '{"dataValues":[{"dataElement":' | Set-Content TestDrive:/cut.json; Import-Dhis2DataValueSet TestDrive:/cut.json -ErrorAction Stop }; Says = '*cut.json*' }
    ) {
        $Call | Should -Throw $Says
        @(Get-SandboxRequest $sandbox '*dataValueSets*' | Where-Object method -EQ POST) | Should -HaveCount 0
    }

    It 'refuses a -Query that holds <Name>, and names what to use' -ForEach @(
        @{ Name = 'async'; Use = '*-Async*' }
        @{ Name = 'dryRun'; Use = '*-WhatIf*' }
        @{ Name = 'importStrategy'; Use = '*-ImportStrategy*' }
        @{ Name = 'idScheme'; Use = '*-IdScheme*' }
        @{ Name = 'format'; Use = '*JSON*' }
    ) {
        $fault = { New-Row 1 | Import-Dhis2DataValueSet -Query @{ $Name = 'true' } } | Should -Throw -PassThru
        $fault.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        $fault.TargetObject | Should -BeExactly $Name
        $fault.ErrorDetails.RecommendedAction | Should -BeLike $Use
        Get-SandboxRequest $sandbox '*dataValueSets*' | Should -BeNullOrEmpty
    }

    It 'sends rows once and reads them back where a success does not say what became of them' {
        Add-SandboxFault $sandbox @{ kind = 'status'; status = 200; method = 'POST'; path = 'dataValueSets'; handled = $true; count = 0; body = @{ status = 'OK'; message = 'Import was successful.' } }
        $summary = 1..5 | ForEach-Object { New-Row $_ "20170$_" } | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU -ErrorVariable faults
        $faults | Should -BeNullOrEmpty
        $summary.Status | Should -Be 'SUCCESS'
        $summary.Imported + $summary.Updated | Should -Be 5
        @(Get-SandboxRequest $sandbox '*dataValueSets*' | Where-Object method -EQ POST) | Should -HaveCount 1
    }

    It 'tells of a conflict that names no row at the rows that the store does not hold' {
        $conflict = @{ value = 'Data set is locked' }
        $counts = @{ imported = 0; updated = 0; ignored = 2; deleted = 0 }
        Add-SandboxFault $sandbox @{ kind = 'status'; status = 409; method = 'POST'; path = 'dataValueSets'; count = 0; body = @{ status = 'ERROR'; response = @{ status = 'ERROR'; importCount = $counts; conflicts = @($conflict); rejectedIndexes = @() } } }
        $summary = (New-Row 1 201801), (New-Row 2 201802) | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU -ErrorAction SilentlyContinue -ErrorVariable faults
        $summary.Status | Should -Be 'ERROR'
        $summary.Rejected | Should -Be 2
        $faults.Exception.Message | Should -BeLike '*Data set is locked*'
        @(Get-SandboxRequest $sandbox '*dataValueSets*' | Where-Object method -EQ POST) | Should -HaveCount 1
    }

    It 'leaves what is there under Create, and creates nothing under Update, though 2.43 heeds neither' {
        $null = New-Row 1 200901 | Import-Dhis2DataValueSet
        $summary = (New-Row 2 200901), (New-Row 2 200902) | Import-Dhis2DataValueSet -ImportStrategy Create -ErrorAction SilentlyContinue
        $summary.Imported, $summary.Rejected | Should -Be 1, 1
        (Get-Stored 200901).Value, (Get-Stored 200902).Value | Should -Be '1', '2'
        $summary = (New-Row 3 200901), (New-Row 3 200903) | Import-Dhis2DataValueSet -ImportStrategy Update -ErrorAction SilentlyContinue
        $summary.Updated, $summary.Rejected | Should -Be 1, 1
        (Get-Stored 200901).Value | Should -Be '3'
        Get-Stored 200903 | Should -BeNullOrEmpty
    }

    It 'reports bad rows, and sends those before, between and behind them, <How>' -ForEach @(
        @{ How = 'from the pipeline'; Call = { $rows | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU }; Lines = 2, 4 }
        @{ How = 'from several files'; Call = { Import-Dhis2DataValueSet TestDrive:/first.csv, TestDrive:/bad.csv, TestDrive:/last.csv -DataSet J33aMjt3IoU }; Lines = 2, 4 }
    ) {
        $rows = @((New-Row 1 201502), (New-Row many 201503), (New-Row 2 201504), (New-Row 3 201505 -OrgUnit none), (New-Row 4 201506))
        $rows[0] | Export-Csv TestDrive:/first.csv
        $rows[1..3] | Export-Csv TestDrive:/bad.csv
        $rows[4] | Export-Csv TestDrive:/last.csv
        $outcome = Get-Outcome $Call
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Output | Should -HaveCount 1
        $outcome.Output[0].Total | Should -Be 5
        $outcome.Output[0].Rejected | Should -Be 2
        $outcome.Errors.FullyQualifiedErrorId -replace ',.*' | Should -Be 'Dhis2.RowRejected', 'Dhis2.RowRejected'
        $outcome.Errors.TargetObject.Line | Sort-Object | Should -Be $Lines
        (Get-Stored 201502).Value, (Get-Stored 201504).Value, (Get-Stored 201506).Value | Should -Be '1', '2', '4'
        # Those of the other call may be there already.
        $null = $rows[0, 2, 4] | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU -ImportStrategy Delete
    }

    It 'refuses rows of <Name> whose members are none, and sends those before and behind them with what stands beside the rows' -ForEach @(
        @{ Name = 'first.json'; Text = '{"dataValues":[{"dataElement":"wQnWB75rNpL","value":"1"},{"dataElement":"SgcilVDz1X3","catOptComboo":"x","value":"2"},{"data_element":"YZmIVeMBhum","value":3}],"dataSet":"J33aMjt3IoU","period":201802,"orgUnit":"aIv4qaIOQ2k"}' }
        @{ Name = 'first.xml'; Text = '<dataValueSet dataSet="J33aMjt3IoU" period="201802" orgUnit="aIv4qaIOQ2k"><dataValue dataElement="wQnWB75rNpL" value="1"/><dataValue dataElement="SgcilVDz1X3" catOptComboo="x" value="2"/><dataValue data_element="YZmIVeMBhum" value="3"/></dataValueSet>' }
    ) {
        $Text | Set-Content TestDrive:/$Name
        $outcome = Get-Outcome { Import-Dhis2DataValueSet TestDrive:/$Name -Period 201803 }
        $outcome.Errors | Should -HaveCount 1
        "$($outcome.Errors[0])" | Should -BeLike "$($Name):1: *'catOptComboo'*categoryOptionCombo*"
        $outcome.Output[0].Rejected | Should -Be 1
        $outcome.Output[0].Total | Should -Be 3
        $sent = (Get-SandboxRequest $sandbox '*dataValueSets*' | Where-Object method -EQ POST).body | ConvertFrom-Json
        # 2.43 takes one data set a request.
        if ($version -eq '2.43') {
            $sent.dataSet | Should -Be 'J33aMjt3IoU'
        }
        $sent.dataValues.dataElement | Sort-Object | Should -Be 'wQnWB75rNpL', 'YZmIVeMBhum'
        $sent.dataValues.period | Should -Be '201802', '201802'
        (Get-Stored 201802).Value | Sort-Object | Should -Be '1', '3'
    }

    It 'sends nothing of a set that says <Says>, and names what to do' -ForEach @(
        @{ Says = 'completeDate'; Text = '"completeDate":"1.5.2018"'; Use = '*2024-02-01*' }
        @{ Says = 'deletion'; Text = '"deletion":{}'; Use = '*deleted*' }
        @{ Says = 'dataElementIdScheme'; Text = '"dataElementIdScheme":"KEY"'; Use = '*CODE*' }
    ) {
        "{`"dataValues`":[{`"dataElement`":`"wQnWB75rNpL`",`"period`":`"201804`",`"orgUnit`":`"aIv4qaIOQ2k`",`"value`":`"1`"}],$Text}" | Set-Content TestDrive:/said.json
        $outcome = Get-Outcome { Import-Dhis2DataValueSet TestDrive:/said.json -DataSet J33aMjt3IoU }
        $outcome.Errors | Should -HaveCount 1
        "$($outcome.Errors[0])" | Should -BeLike "*said.json*'$Says'*"
        $outcome.Errors[0].ErrorDetails.RecommendedAction | Should -BeLike $Use
        @(Get-SandboxRequest $sandbox '*dataValueSets*' | Where-Object method -EQ POST) | Should -HaveCount 0
    }

    It 'takes a set by the id schemes it says, before those of the import' {
        '{"dataElementIdScheme":"CODE","dataValues":[{"dataElement":"DE_BIRTHS","period":"201805","orgUnit":"aIv4qaIOQ2k","value":"1"}]}' | Set-Content TestDrive:/codes.json
        (Import-Dhis2DataValueSet TestDrive:/codes.json -DataSet J33aMjt3IoU -DataElementIdScheme NAME).Status | Should -Be 'SUCCESS'
        (Get-SandboxRequest $sandbox '*dataValueSets*' | Where-Object method -EQ POST).path | Should -BeLike '*dataElementIdScheme=CODE*'
    }

    It 'marks a data set as complete when the rows of the file that says so are in, and says so, or tells why not' {
        '{"completeDate":"2018-05-01","period":"201805","orgUnit":"aIv4qaIOQ2k","dataValues":[{"dataElement":"wQnWB75rNpL","value":"1"}]}' | Set-Content TestDrive:/complete.json
        Add-SandboxRecording $sandbox -Area data-values -Name registration-post
        $report = Import-Dhis2DataValueSet TestDrive:/complete.json -DataSet J33aMjt3IoU -WarningVariable warnings -ErrorVariable faults
        $report.Status | Should -Be 'SUCCESS'
        $report.Completions.IsRegistered | Should -BeTrue
        @($warnings) + @($faults) | Should -BeNullOrEmpty
        ((Get-SandboxRequest $sandbox '*completeDataSetRegistrations*').body | ConvertFrom-Json).completeDataSetRegistrations.organisationUnit | Should -Be 'aIv4qaIOQ2k'

        Add-SandboxRecording $sandbox -Area data-values -Name registration-clerk-outside
        $outcome = Get-Outcome { Import-Dhis2DataValueSet TestDrive:/complete.json -DataSet J33aMjt3IoU }
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Errors | Should -HaveCount 1
        "$($outcome.Errors[0])" | Should -BeLike '*complete.json*not in hierarchy*'
        $outcome.Output[0].Status | Should -Be 'WARNING'

        Clear-Sandbox $sandbox
        (Get-Content TestDrive:/complete.json) -replace '"1"', '"many"' | Set-Content TestDrive:/complete.json
        $report = Import-Dhis2DataValueSet TestDrive:/complete.json -DataSet J33aMjt3IoU -WarningVariable warnings -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        $report.Rejected | Should -Be 1
        "$warnings" | Should -BeLike '*not marked as complete*did not go in*'
        Get-SandboxRequest $sandbox '*completeDataSetRegistrations*' | Should -BeNullOrEmpty
    }

    It 'rejects <What>, as it does in JSON, and sends the objects around it, <How>' -ForEach @(
        foreach ($how in 'piped', 'of JSON') {
            @{ What = 'two properties for one'; Odd = @{ org_unit = 'BqNcgiWAlgv' }; Says = "*'orgUnit' and 'org_unit' are one property, orgUnit.*"; How = $how }
            @{ What = 'a property nobody knows'; Odd = @{ colour = 'red' }; Says = "*A data value has no 'colour'.*"; How = $how }
        }
    ) {
        $rows = (New-Row 1 201106), (New-Row 2 201107 | Add-Member -PassThru -NotePropertyMembers $Odd), (New-Row 3 201108)
        if ($How -eq 'piped') {
            $outcome = Get-Outcome { $rows | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU }
        }
        else {
            @{ dataValues = $rows } | ConvertTo-Json -Depth 3 | Set-Content TestDrive:/odd.json
            $outcome = Get-Outcome { Import-Dhis2DataValueSet TestDrive:/odd.json -DataSet J33aMjt3IoU }
        }
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.RowRejected,*'
        "$($outcome.Errors[0])" | Should -BeLike $Says
        $outcome.Output[0].Total | Should -Be 3
        $outcome.Output[0].Rejected | Should -Be 1
        (Get-Stored 201106).Value, (Get-Stored 201108).Value | Should -Be '1', '3'
        Get-Stored 201107 | Should -BeNullOrEmpty
        $null = $rows[0, 2] | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU -ImportStrategy Delete
    }

    It 'sends nothing when one of several paths is wrong and -ErrorAction is Stop' -ForEach @(
        @{ Bad = 'TestDrive:/missing.csv' }
        @{ Bad = 'nodrive:/bad.csv' }
        @{ Bad = 'TestDrive:/[' }
    ) {
        New-Row 1 201601 | Export-Csv TestDrive:/good.csv
        $outcome = Get-Outcome { Import-Dhis2DataValueSet TestDrive:/good.csv, $Bad -DataSet J33aMjt3IoU -ErrorAction Stop }
        $outcome.End.Exception | Should -BeOfType ([Dhis2.Dhis2InputException])
        $outcome.Output | Should -BeNullOrEmpty
        @(Get-SandboxRequest $sandbox '*dataValueSets*' | Where-Object method -EQ POST) | Should -HaveCount 0
        # And by default the good one is imported, and the report says that something is missing.
        $outcome = Get-Outcome { Import-Dhis2DataValueSet TestDrive:/good.csv, $Bad -DataSet J33aMjt3IoU }
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Errors | Should -HaveCount 1
        $outcome.Output | Should -HaveCount 1
        $outcome.Output[0].Total | Should -Be 1
        $outcome.Output[0].Status | Should -Be 'ERROR'
    }

    It 'writes its report before the error of a bad file ends it' {
        1..3 | ForEach-Object { New-Row $_ "20130$_" } | Export-Csv TestDrive:/good.csv
        'dataElement,period,orgUnit,value,colour', 'wQnWB75rNpL,201301,aIv4qaIOQ2k,1,red' | Set-Content TestDrive:/colour.csv
        4..5 | ForEach-Object { New-Row $_ "20130$_" } | Export-Csv TestDrive:/last.csv
        $outcome = Get-Outcome { Import-Dhis2DataValueSet TestDrive:/good.csv, TestDrive:/colour.csv, TestDrive:/last.csv -DataSet J33aMjt3IoU -BatchSize 2 -ErrorAction Stop }
        "$($outcome.End)" | Should -BeLike "*'colour'*"
        $outcome.Output | Should -HaveCount 1
        $report = $outcome.Output[0]
        $outcome.End.Exception.Outcome | Should -Be $report
        $report.Total | Should -Be 5
        Get-Sum $report | Should -Be 5
        $report.Imported + $report.Updated | Should -Be 2
        $report.NotSent | Should -Be 3
        @($report.Conflicts | Where-Object Outcome -EQ NotSent).Line | Should -Be 4, 2, 3
    }

    It 'rejects a row with bytes that are no text, and names the line and -Encoding' {
        $bytes = [Text.Encoding]::UTF8.GetBytes("dataElement,period,orgUnit,value`nwQnWB75rNpL,201607,aIv4qaIOQ2k,1`nSgcilVDz1X3,201607,aIv4qaIOQ2k,2`n") + [byte[]] (0xE9, 0x0A)
        [IO.File]::WriteAllBytes("$((Get-Item TestDrive:/).FullName)/latin.csv", $bytes)
        $outcome = Get-Outcome { Import-Dhis2DataValueSet TestDrive:/latin.csv -DataSet J33aMjt3IoU }
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].Exception.Message | Should -BeLike '*line 4*-Encoding*'
        $outcome.Output[0].Total, $outcome.Output[0].Rejected | Should -Be 3, 1
        $outcome.Output[0].Status | Should -Be 'WARNING'
        (Get-Stored 201607).Value | Sort-Object | Should -Be '1', '2'
    }

    It 'tells of a row whose property throws, and sends those around it' {
        $bad = New-Row 2 201609 | Add-Member -PassThru -Force -MemberType ScriptProperty -Name value -Value { throw 'no such value' }
        $outcome = Get-Outcome { (New-Row 1 201608), $bad, (New-Row 3 201610) | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU }
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Output[0].Total | Should -Be 3
        $outcome.Output[0].Rejected | Should -Be 1
        $outcome.Errors[0].Exception.Message | Should -BeLike '*no such value*'
        $outcome.Errors[0].TargetObject.Line | Should -Be 2
    }

    It 'refuses a wrong option before anything is read or sent' {
        New-Row 1 201611 | Export-Csv TestDrive:/good.csv
        $outcome = Get-Outcome { Import-Dhis2DataValueSet TestDrive:/good.csv, TestDrive:/missing.csv -IdScheme FOO }
        $outcome.End.Exception.Message | Should -BeLike "*'FOO'*"
        $outcome.Errors | Should -BeNullOrEmpty
        Get-SandboxRequest $sandbox '*dataValueSets*' | Should -BeNullOrEmpty
    }

    It 'carries its report on the error that ends it, and counts what it has not read' {
        $rows = 1..6 | ForEach-Object { New-Row $_ "20161$($_ % 3)" -DataElement (('wQnWB75rNpL', 'SgcilVDz1X3')[$_ % 2]) }
        $rows | Export-Csv TestDrive:/six.csv
        Add-SandboxFault $sandbox @{ kind = 'status'; status = 403; path = 'dataValueSets'; method = 'POST'; count = 0 }
        $outcome = Get-Outcome { Import-Dhis2DataValueSet TestDrive:/six.csv, TestDrive:/six.csv -DataSet J33aMjt3IoU -BatchSize 2 }
        $outcome.Output | Should -HaveCount 1
        $outcome.End.Exception.Outcome | Should -Be $outcome.Output[0]
        $outcome.Output[0].Total | Should -Be 12
        $outcome.Output[0].Rejected | Should -Be 2
        $outcome.Output[0].NotSent | Should -Be 10
    }

    It 'warns of two rows for one value, and names both' {
        $rows = (New-Row 1 201701), (New-Row 2 201702), (New-Row 3 201701)
        $null = $rows | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU -BatchSize 2 -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike 'row 3: *row 1*'
        (Get-Stored 201701).Value | Should -Be '3'
        $null = $rows | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU -ImportStrategy Delete -WarningAction SilentlyContinue
    }

    It 'returns the tasks that run when a later one cannot be started' -Skip:($_ -ne '2.43') {
        Add-SandboxFault $sandbox @{ kind = 'status'; status = 500; path = 'dataValueSets'; method = 'POST'; after = 1 }
        $rows = (New-Row 1 201703), (New-Row 2 2018W5 -DataElement yeVtOBiAdGb)
        $outcome = Get-Outcome { $rows | Import-Dhis2DataValueSet -Async }
        $outcome.Output[0] | Should -BeOfType ([Dhis2.ServerTask])
        $outcome.Output[1].Total | Should -Be 1
        $outcome.Output[1].NotSent | Should -Be 1
        $outcome.End | Should -Not -BeNullOrEmpty
        $null = $outcome.Output[0] | Wait-Dhis2Task
    }

    It 'deletes' {
        $null = New-Row 1 201501 | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU
        (New-Row 1 201501 | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU -ImportStrategy Delete).Deleted | Should -Be 1
        Get-Stored 201501 | Should -BeNullOrEmpty
    }
}
