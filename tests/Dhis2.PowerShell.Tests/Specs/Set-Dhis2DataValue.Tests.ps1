Describe 'Set-Dhis2DataValue on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $version = $_
        $isLatest = $version -eq '2.43'
        $sandbox = Start-Sandbox -Version $version
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $place = @{ DataElement = 'wQnWB75rNpL'; OrgUnit = 'OspiCZXWiTj' }
        $june = $place + @{ Period = '201406' }

        function Get-Write {
            Get-SandboxRequest $sandbox '/api/dataValues*' | Where-Object method -NE GET
        }
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
        Set-Dhis2DataValue @june -Value 5 -Comment first -FollowUp $true
        Clear-Sandbox $sandbox
    }

    It 'stores a value, and what is not given stays' {
        Set-Dhis2DataValue @june -Value 6 | Should -BeNullOrEmpty
        $stored = Get-Dhis2DataValue @june
        $stored.Value, $stored.Comment, $stored.FollowUp | Should -Be '6', 'first', $true
        Set-Dhis2DataValue @june -Comment second
        Set-Dhis2DataValue @june -FollowUp:$false
        $stored = Get-Dhis2DataValue @june
        $stored.Value, $stored.Comment, $stored.FollowUp | Should -Be '6', 'second', $false
    }

    It 'marks what is marked, and the mark stays' {
        Set-Dhis2DataValue @june -FollowUp $true
        Set-Dhis2DataValue @june -Value 7 -FollowUp $true -PassThru | ForEach-Object { $_.FollowUp, $_.Value } | Should -Be $true, '7'
        Set-Dhis2DataValue @june -FollowUp $false
        Set-Dhis2DataValue @june -FollowUp $false -PassThru | ForEach-Object FollowUp | Should -BeFalse
    }

    It 'takes a comment away when an empty one is written out, and not when a row has none' {
        [pscustomobject]@{ dataElement = 'wQnWB75rNpL'; period = '201406'; orgUnit = 'OspiCZXWiTj'; value = '8'; comment = ''; followup = '' } | Set-Dhis2DataValue
        $stored = Get-Dhis2DataValue @june
        $stored.Value, $stored.Comment, $stored.FollowUp | Should -Be '8', 'first', $true
        Set-Dhis2DataValue @june -Comment ''
        (Get-Dhis2DataValue @june).Comment | Should -BeNullOrEmpty
    }

    It 'takes rows of the server, and sets what is added to them' {
        Set-Dhis2DataValue @place -Period 201407 -Value 9
        Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -OrgUnit OspiCZXWiTj -Period 201406, 201407 | Set-Dhis2DataValue -Comment checked
        $stored = @(Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -OrgUnit OspiCZXWiTj -Period 201406, 201407 | Sort-Object Period)
        $stored.Value | Should -Be '5', '9'
        $stored.Comment | Should -Be checked, checked
        $stored.FollowUp | Should -Be $true, $false
    }

    It 'takes rows of a CSV file, with either spelling of the mark' {
        "dataelement,period,orgunit,categoryoptioncombo,attributeoptioncombo,value,comment,followup`nwQnWB75rNpL,201406,OspiCZXWiTj,HllvX50cXC0,HllvX50cXC0,11,of a file,false" | ConvertFrom-Csv | Set-Dhis2DataValue
        $stored = Get-Dhis2DataValue @june
        $stored.Value, $stored.Comment, $stored.FollowUp | Should -Be '11', 'of a file', $false
        [pscustomobject]@{ dataElement = 'wQnWB75rNpL'; period = '201406'; orgUnit = 'OspiCZXWiTj'; followUp = 'true' } | Set-Dhis2DataValue
        (Get-Dhis2DataValue @june).FollowUp | Should -BeTrue
    }

    It 'writes numbers, booleans and dates as the server reads them, whatever the culture: <Text>' -ForEach @(
        @{ Element = 'wQnWB75rNpL'; Given = 1234; Text = '1234' }
        @{ Element = 'TlJ5lmi16Nq'; Given = 1.5; Text = '1.5' }
        @{ Element = 'va7KGyRedqS'; Given = $true; Text = 'true' }
        @{ Element = 'tqMs4690lkQ'; Given = [datetime]::new(2024, 1, 31); Text = '2024-01-31' }
    ) {
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            Set-Dhis2DataValue $Element 201406 OspiCZXWiTj $Given
        }
        finally {
            [cultureinfo]::CurrentCulture = $culture
        }
        (Get-Write)[0].body | ConvertFrom-Json | ForEach-Object value | Should -BeExactly $Text
    }

    It 'finds names and codes, asked for once' {
        $name = (Get-Dhis2OrgUnit -Id OspiCZXWiTj).name
        Clear-Sandbox $sandbox
        'OspiCZXWiTj', "code:$((Get-Dhis2OrgUnit -Id OspiCZXWiTj).code)", $name, $name | ForEach-Object { [pscustomobject]@{ OrgUnit = $_ } } | Set-Dhis2DataValue -DataElement wQnWB75rNpL -Period 201406 -Value 3
        @(Get-Write).body | ForEach-Object { ($_ | ConvertFrom-Json).orgUnit } | Should -Be (@('OspiCZXWiTj') * 4)
        @(Get-SandboxRequest $sandbox '/api/organisationUnits*' | Where-Object path -Like '*filter=name*') | Should -HaveCount 1
    }

    It 'tells an attribute option combo by its combo and options: <How>' -ForEach @(
        @{ How = 'from its id'; More = @{ AttributeOptionCombo = 'Wy87rYjlpSG' } }
        @{ How = 'as given'; More = @{ CategoryCombo = 'V5e40BenjAR'; CategoryOption = 'flq05GzJcWM' } }
    ) {
        $cell = @{ DataElement = 'WnOEEQwZgvA'; Period = '2015Q1'; OrgUnit = 'OspiCZXWiTj' } + $More
        $stored = Set-Dhis2DataValue @cell -Value 3.5 -PassThru
        $stored.Value | Should -Be '3.5'
        $stored.AttributeOptionCombo | Should -BeExactly 'Wy87rYjlpSG'
        $sent = (Get-Write).body | ConvertFrom-Json
        $sent.attribute.combo, $sent.attribute.options[0] | Should -Be 'V5e40BenjAR', 'flq05GzJcWM'
    }

    It 'refuses what is no place or nothing to set, and sends nothing: <Why>' -ForEach @(
        @{ Why = 'an empty value'; Call = { Set-Dhis2DataValue @june -Value ' ' }; Advice = '*Remove-Dhis2DataValue*' }
        @{ Why = 'null'; Call = { Set-Dhis2DataValue @june -Value $null }; Advice = '*Remove-Dhis2DataValue*' }
        @{ Why = 'nothing'; Call = { Set-Dhis2DataValue @june }; Advice = '*-Comment*' }
        @{ Why = 'two ways to tell an attribute'; Call = { Set-Dhis2DataValue @june -Value 1 -AttributeOptionCombo Wy87rYjlpSG -CategoryCombo V5e40BenjAR -CategoryOption flq05GzJcWM }; Advice = '*or the others*' }
        @{ Why = 'half of an attribute'; Call = { Set-Dhis2DataValue @june -Value 1 -CategoryCombo V5e40BenjAR }; Advice = '*both*' }
        @{ Why = 'no period'; Call = { [pscustomobject]@{ dataElement = 'wQnWB75rNpL'; period = ''; orgUnit = 'OspiCZXWiTj' } | Set-Dhis2DataValue -Value 1 }; Advice = '*-Period*' }
    ) {
        $outcome = Get-Outcome $Call
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        $outcome.Errors[0].ErrorDetails.RecommendedAction | Should -BeLike $Advice
        $outcome.Errors[0].TargetObject.OrgUnit | Should -Be OspiCZXWiTj
        Get-Write | Should -BeNullOrEmpty
    }

    It 'sets nothing beside a value that is not there' {
        $outcome = Get-Outcome { Set-Dhis2DataValue @place -Period 201301 -Comment lost }
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
        $outcome.Errors[0].Exception.Message | Should -BeLike '*wQnWB75rNpL 201301 OspiCZXWiTj*'
        Get-Write | Should -BeNullOrEmpty
    }

    It 'tells a refusal in the words of the server, with the place' {
        $outcome = Get-Outcome { Set-Dhis2DataValue @june -Value many }
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.Conflict,*'
        $outcome.Errors[0].Exception.Message | Should -BeLike '*INTEGER_ZERO_OR_POSITIVE*'
        $outcome.Errors[0].TargetObject.Period | Should -Be 201406
        (Get-Dhis2DataValue @june).Value | Should -Be 5
    }

    It 'warns where the server keeps no zeros' {
        Set-Dhis2DataValue SgcilVDz1X3 201406 OspiCZXWiTj 5
        $outcome = Get-Outcome { Set-Dhis2DataValue SgcilVDz1X3 201406 OspiCZXWiTj 0 -PassThru -WarningVariable warnings -WarningAction SilentlyContinue; $warnings }
        $outcome.Errors | Should -BeNullOrEmpty
        $outcome.Output | Should -HaveCount 1
        if ($isLatest) {
            $outcome.Output[0].Value | Should -BeExactly '0'
        }
        else {
            "$($outcome.Output[0])" | Should -BeLike '*keeps no zeros*SgcilVDz1X3 201406 OspiCZXWiTj*'
        }
    }

    It 'asks for the data set of an element of several, and overrides locks' {
        $cell = @{ DataElement = 'gua36KsU3y2'; Period = '201406'; OrgUnit = 'OspiCZXWiTj'; Value = 4 }
        $outcome = Get-Outcome { Set-Dhis2DataValue @cell }
        @($outcome.Errors).Count | Should -Be ([int] $isLatest)
        if ($isLatest) {
            $outcome.Errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*-DataSet*'
        }
        Clear-Sandbox $sandbox
        Set-Dhis2DataValue @cell -DataSet J33aMjt3IoU -OverrideLock
        $sent = (Get-Write).body | ConvertFrom-Json
        $sent.dataSet, $sent.force | Should -Be J33aMjt3IoU, $true
    }

    It 'sends no write with -WhatIf' {
        Set-Dhis2DataValue @june -Value 9 -Comment other -FollowUp $false -WhatIf
        Get-Write | Should -BeNullOrEmpty
    }

    It 'sets all places that arrays make' {
        Set-Dhis2DataValue wQnWB75rNpL, YZmIVeMBhum 201401, 201402 OspiCZXWiTj 2
        @(Get-Dhis2DataValue wQnWB75rNpL, YZmIVeMBhum 201401, 201402 OspiCZXWiTj).Value | Should -Be 2, 2, 2, 2
    }
}
