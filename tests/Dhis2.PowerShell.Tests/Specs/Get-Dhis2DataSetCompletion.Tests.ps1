BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
    $units = (Get-Dhis2OrgUnit -Id nEOCGROdzZM -Descendants -Level 4 -First 5).id
    $null = Set-Dhis2DataSetCompletion J33aMjt3IoU 202401, 202402 $units -StoredBy someone -Date 2024-03-01
    $null = Set-Dhis2DataSetCompletion J33aMjt3IoU 202403 $units[0] -Completed:$false
}

AfterAll {
    Get-Dhis2Session | Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2DataSetCompletion' {
    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'gives each registration whole' {
        $found = Get-Dhis2DataSetCompletion J33aMjt3IoU 202401 $units[0]
        $found.PSObject.TypeNames[0] | Should -Be 'Dhis2.DataSetCompletion'
        $found.DataSet, $found.Period, $found.OrgUnit, $found.OrganisationUnit | Should -Be 'J33aMjt3IoU', '202401', $units[0], $units[0]
        $found.AttributeOptionCombo, $found.Completed, $found.StoredBy | Should -Be 'HllvX50cXC0', $true, 'someone'
        $found.Date | Should -Be ([datetime] '2024-03-01')
        (Get-Dhis2DataSetCompletion J33aMjt3IoU 202403 $units[0]).Completed | Should -BeFalse
        Get-Dhis2DataSetCompletion J33aMjt3IoU 201901 $units[0] | Should -BeNullOrEmpty
    }

    It 'asks as the server takes it: <Query>' -ForEach @(
        @{ Query = 'period=202401&period=202402&'; Count = 10; Call = { Get-Dhis2DataSetCompletion J33aMjt3IoU 202401, 202402 $units } }
        @{ Query = 'startDate=2024-02-01&endDate=2024-03-31&'; Count = 6; Call = { Get-Dhis2DataSetCompletion J33aMjt3IoU -StartDate 2024-02-01 -EndDate 2024-03-31 -OrgUnit $units } }
        @{ Query = 'children=true'; Count = 5; Call = { Get-Dhis2DataSetCompletion J33aMjt3IoU 202401 nEOCGROdzZM -Children } }
        @{ Query = 'created=2024-02-01T00%3A00%3A00.000'; Count = 5; Call = { Get-Dhis2DataSetCompletion J33aMjt3IoU -Created 2024-02-01 -Period 202401 -OrgUnit $units } }
        @{ Query = 'createdDuration=10d'; Count = 5; Call = { Get-Dhis2DataSetCompletion J33aMjt3IoU -CreatedDuration 10d -Period 202401 -OrgUnit $units } }
        @{ Query = 'limit=3'; Count = 3; Call = { Get-Dhis2DataSetCompletion J33aMjt3IoU 202401 $units -Limit 3 } }
        @{ Query = 'idScheme=CODE'; Count = 1; Call = { Get-Dhis2DataSetCompletion J33aMjt3IoU 202401 $units[0] -IdScheme CODE | Where-Object DataSet -EQ DS_ROUTINE } }
        @{ Query = 'dataSet=J33aMjt3IoU'; Count = 1; Call = { Get-Dhis2DataSetCompletion 'code:DS_ROUTINE' 202401 $units[0] } }
    ) {
        @(& $Call).Count | Should -Be $Count
        (Get-SandboxRequest $sandbox '*completeDataSetRegistrations*').path | Should -BeLike "*$Query*"
    }

    It 'asks for many org units of the pipeline in one request, and for the set and period of each object' {
        ($units | Get-Dhis2DataSetCompletion -DataSet J33aMjt3IoU -Period 202401).OrgUnit | Should -Be $units
        @(Get-SandboxRequest $sandbox '*completeDataSetRegistrations*').Count | Should -Be 1
        (Get-Dhis2OrgUnit -Id $units[0] | Get-Dhis2DataSetCompletion -DataSet J33aMjt3IoU -Period 202401).OrgUnit | Should -Be $units[0]
        (Get-Dhis2DataSetCompletion J33aMjt3IoU 202402 $units[1] | Get-Dhis2DataSetCompletion).Period | Should -Be 202402
        ([pscustomobject]@{ dataSet = 'J33aMjt3IoU'; period = '202401'; organisationUnit = $units[2] } | Get-Dhis2DataSetCompletion).OrgUnit | Should -Be $units[2]
    }

    It 'leaves out org units that do not exist or are out of sight, and tells them' {
        Connect-Dhis2 $sandbox.Uri ([pscredential]::new('clerk', (ConvertTo-SecureString 'Str0ng-Pass!word' -AsPlainText -Force))) -Name clerk -NoDefault
        $outcome = Get-Outcome { Get-Dhis2DataSetCompletion J33aMjt3IoU 202401 $units[0], 'abcdefghijk', 'NqjesZ8CbQ3', $units[1] -Session clerk }
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Errors.TargetObject | Sort-Object | Should -Be 'abcdefghijk', 'NqjesZ8CbQ3'
        $outcome.Output.OrgUnit | Where-Object { $_ -notin $units } | Should -BeNullOrEmpty
    }

    It 'leaves out data sets that do not exist, and tells them: <How>' -ForEach @(
        @{ How = 'from an array'; Call = { Get-Dhis2DataSetCompletion J33aMjt3IoU, abcdefghijk, uvQkystpVbY 202401 $units[0] } }
        @{ How = 'from the pipeline'; Call = { 'J33aMjt3IoU', 'abcdefghijk', 'uvQkystpVbY' | ForEach-Object { [pscustomobject]@{ DataSet = $_ } } | Get-Dhis2DataSetCompletion -Period 202401 -OrgUnit $units[0] } }
    ) {
        $outcome = Get-Outcome $Call
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].TargetObject | Should -BeExactly abcdefghijk
        $outcome.Output.DataSet | Should -Be J33aMjt3IoU
    }

    It 'refuses what says nothing, and sends nothing: <Why>' -ForEach @(
        @{ Why = 'a period that is none'; Call = { Get-Dhis2DataSetCompletion J33aMjt3IoU LAST_MONTH $units[0] } }
        @{ Why = 'no period'; Call = { Get-Dhis2DataSetCompletion J33aMjt3IoU -OrgUnit $units[0] } }
        @{ Why = 'no org unit'; Call = { Get-Dhis2DataSetCompletion J33aMjt3IoU 202401 } }
        @{ Why = 'no data set'; Call = { Get-Dhis2DataSetCompletion -Period 202401 -OrgUnit $units[0] } }
        @{ Why = 'periods and dates'; Call = { Get-Dhis2DataSetCompletion J33aMjt3IoU 202401 $units[0] -StartDate 2024-01-01 -EndDate 2024-02-01 } }
    ) {
        (Get-Outcome $Call).Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        Get-SandboxRequest $sandbox '*completeDataSetRegistrations*' | Should -BeNullOrEmpty
    }

    It 'counts and cuts' {
        @(Get-Dhis2DataSetCompletion J33aMjt3IoU 202401 $units -First 2 -Skip 1).OrgUnit | Should -Be $units[1, 2]
    }
}
