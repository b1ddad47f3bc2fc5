BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
    $rows = @(
        @{ dataElement = 'wQnWB75rNpL'; period = '202401'; orgUnit = 'KFiYEZCK1ek'; value = 5 }
        @{ dataElement = 'wQnWB75rNpL'; period = '202401'; orgUnit = 'Kai0TQObhiK'; value = -5 }
    )
    $summary = $rows | Import-Dhis2DataValueSet -ErrorAction SilentlyContinue
    $task = $rows | Import-Dhis2DataValueSet -Async
    $result = $task | Wait-Dhis2Task -ErrorAction SilentlyContinue
    $null = Set-Dhis2DataSetCompletion J33aMjt3IoU 202401 KFiYEZCK1ek
    $completion = Get-Dhis2DataSetCompletion J33aMjt3IoU 202401 KFiYEZCK1ek
    Import-Module "$PSScriptRoot/../Support/Served.psm1"
    Add-ServedApproval $sandbox
    Add-ServedLock $sandbox
    Import-Module "$PSScriptRoot/../Support/Profiles.psm1" -Force
    $null = Enter-ProfileHome $TestDrive
    $made = New-Dhis2Profile training https://training.dhis2.example.org/hmis -SecretName none -Default -PassThru
    $tested = Test-Dhis2Profile training
    Exit-ProfileHome
    $samples = @{
        Profile    = $made
        Tested     = $tested
        Session    = Get-Dhis2Session
        SystemInfo = Get-Dhis2SystemInfo
        Setting    = Get-Dhis2SystemSetting keyUiLocale, keyAnalyticsMaxLimit
        Metadata   = Get-Dhis2Metadata dataSets -First 1
        OrgUnit    = Get-Dhis2OrgUnit -Id nEOCGROdzZM
        DataValue  = Get-Dhis2DataValueSet J33aMjt3IoU -Period 202401 -OrgUnit KFiYEZCK1ek | Select-Object -First 1
        Completion = $completion
        Approval   = Get-Dhis2DataApproval OSO3mmayIk3 201601 aIv4qaIOQ2k
        Lock       = Get-Dhis2LockException
        Summary    = $summary
        Conflict   = $summary.Conflicts[0]
        Task       = $task
        Result     = $result
        Message    = $result.Notifications[0]
    }
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'The view of <Sample>' -ForEach @(
    @{ Sample = 'Session'; Columns = 'Name', 'Uri', 'UserName', 'Version', 'Authentication'; Shows = 'admin' }
    @{ Sample = 'Profile'; Columns = 'Name', 'Scope', 'Default', 'Uri', 'Authentication', 'Secret'; Shows = 'training\s+User\s+yes' }
    @{ Sample = 'Tested'; Columns = 'Name', 'Success', 'Version', 'UserName', 'Message'; Shows = 'False' }
    @{ Sample = 'Setting'; Columns = 'Key', 'Value'; Shows = '100000' }
    @{ Sample = 'Metadata'; Columns = 'Id', 'Code', 'Name'; Shows = 'J33aMjt3IoU' }
    @{ Sample = 'OrgUnit'; Columns = 'Id', 'Level', 'Code', 'Name', 'Parent'; Shows = 'Sandland' }
    @{ Sample = 'DataValue'; Columns = 'DataElement', 'Period', 'OrgUnit', 'CategoryOptionCombo', 'Value'; Shows = 'wQnWB75rNpL' }
    @{ Sample = 'Completion'; Columns = 'DataSet', 'Period', 'OrgUnit', 'Completed', 'Date', 'StoredBy'; Shows = 'KFiYEZCK1ek\s+True' }
    @{ Sample = 'Approval'; Columns = 'DataSet', 'Period', 'OrgUnit', 'State', 'MayApprove', 'MayUnapprove'; Shows = 'APPROVED_HERE' }
    @{ Sample = 'Lock'; Columns = 'DataSet', 'Period', 'OrgUnit', 'Created', 'Name'; Shows = 'DVR_SET_LATE' }
    @{ Sample = 'Conflict'; Columns = 'Place', 'Outcome', 'ErrorCode', 'Message'; Shows = 'Rejected' }
    @{ Sample = 'Task'; Columns = 'Id', 'JobType', 'Rows'; Shows = 'DATAVALUE_IMPORT' }
    @{ Sample = 'Result'; Columns = 'Id', 'JobType', 'Status', 'Success', 'Message'; Shows = 'COMPLETED' }
    @{ Sample = 'Message'; Columns = 'Time', 'Level', 'Message'; Shows = 'INFO' }
) {
    It 'is a table that cuts nothing off at <_> columns' -ForEach 80, 120 {
        $lines = ($samples[$Sample] | Out-String -Width $_) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines[0].Trim() -split '\s+' | Should -Be $Columns
        $lines | Where-Object { $_.Contains([char] 0x2026) } | Should -BeNullOrEmpty
        ($lines | Select-Object -Skip 2) -join "`n" | Should -Match $Shows
    }
}

Describe 'The lists' {
    It 'show the account of an import, each count by its name' {
        $text = $samples.Summary | Out-String
        [regex]::Matches($text, '(?m)^(\w+)\s+:') | ForEach-Object { $_.Groups[1].Value } |
            Should -Be 'Status', 'Total', 'Imported', 'Updated', 'Deleted', 'Unchanged', 'Skipped', 'Rejected', 'NotSent', 'Unknown', 'Conflicts', 'DryRun', 'Stopped', 'Requests', 'Elapsed'
        $text | Should -Match '(?m)^Rejected\s+: 1\s*$'
        $text | Should -Match '(?m)^Conflicts\s+: 1\s*$'
    }

    It 'show the essentials of a server, and keep the rest' {
        $text = $samples.SystemInfo | Out-String
        $text | Should -Match '(?m)^Version\s+: 2\.42'
        $text | Should -Match '(?m)^Database\s+: PostgreSQL'
        $samples.SystemInfo.javaVendor | Should -Not -BeNullOrEmpty
    }

    It 'show the key of a data value, and not its dates' {
        $text = $samples.DataValue | Format-List | Out-String
        $text | Should -Match '(?m)^AttributeOptionCombo\s+:'
        $text | Should -Not -Match 'LastUpdated'
    }
}

Describe 'Chosen fields' {
    It 'are shown as they are, and in no view' {
        $text = Get-Dhis2Metadata dataElements -Fields id, valueType -First 1 | Out-String
        $text | Should -Match '(?m)^id\s+valueType\s*$'
    }
}
