BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $targets = @{}
    foreach ($version in '2.40', '2.41', '2.42', '2.43') { $targets[$version] = Start-Sandbox -Version $version }
}

AfterAll {
    $targets.Values | ForEach-Object { Stop-Sandbox $_ }
}

Describe 'Import-Dhis2DataValueSet of what Get-Dhis2DataValueSet reads from a session of <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        $from = Start-Sandbox -Version $_
        $source = Connect-Dhis2 $from.Uri (Get-AdminCredential) -Name source -PassThru -RetryIntervalSec 0
        $all = @{ DataSet = 'J33aMjt3IoU', 'uvQkystpVbY'; StartDate = '2015-01-01'; EndDate = '2015-12-31'; OrgUnit = 'KwRtWpWGrgR' }
        $one = @{ DataSet = 'J33aMjt3IoU'; Period = '201501'; OrgUnit = 'KwRtWpWGrgR' }
        $rows = @(
            @{ dataElement = 'wQnWB75rNpL'; period = '201501'; value = '0'; comment = "say `"hi`", ok;`n<b>"; followUp = $true }
            @{ dataElement = 'SgcilVDz1X3'; period = '201501'; value = '2'; followUp = $true }
            @{ dataElement = 'va7KGyRedqS'; period = '201501'; value = 'false'; comment = 'no' }
            @{ dataElement = 'tqMs4690lkQ'; period = '201501'; value = "line 1`nline 2 `"q`", <&>;`t$([char] 0xe4)" }
            @{ dataElement = 'tqMs4690lkQ'; period = '201502'; value = '007'; comment = 'true' }
            @{ dataElement = 'OqYjd00phS6'; period = '201501'; value = '5'; categoryOptionCombo = 'T263yzuGhlX' }
            @{ dataElement = 'OqYjd00phS6'; period = '201501'; value = '6'; categoryOptionCombo = 'JoNjdaDMJzx'; comment = 'of two' }
            @{ dataElement = 'WnOEEQwZgvA'; period = '2015Q1'; value = '12.50'; attributeOptionCombo = 'Wy87rYjlpSG' }
            @{ dataElement = 'WnOEEQwZgvA'; period = '2015Q1'; value = '13'; attributeOptionCombo = 'HD626wlcDQ0'; followUp = $true }
        ) | ForEach-Object { [pscustomobject] ($_ + @{ orgUnit = 'KwRtWpWGrgR' }) }

        function Get-Text($Session, $Selection) {
            @(Get-Dhis2DataValueSet @Selection -Session $Session | ForEach-Object {
                $_.DataElement, $_.Period, $_.OrgUnit, $_.CategoryOptionCombo, $_.AttributeOptionCombo, $_.Value, $_.Comment, $_.FollowUp -join '|'
            } | Sort-Object)
        }

        $null = $rows | Import-Dhis2DataValueSet -Session $source
        $written = Get-Text $source $all
    }

    AfterAll {
        Get-Dhis2Session | Disconnect-Dhis2
        Stop-Sandbox $from
    }

    It 'brings every value with its comment and mark to a session of <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
        $written | Should -HaveCount 9
        @($written -like '*|True') | Should -HaveCount 3
        $null = Invoke-RestMethod -Uri "$($targets[$_].Uri)_sandbox/state" -Method Delete -Verbose:$false
        $target = Connect-Dhis2 $targets[$_].Uri (Get-AdminCredential) -Name target -PassThru -RetryIntervalSec 0
        Get-Dhis2DataValueSet @all -Session $target | Should -BeNullOrEmpty
        # Of one selection 2.43 names period and org unit once, beside the values.
        $report = Get-Dhis2DataValueSet @one -Session $source | Import-Dhis2DataValueSet -Session $target
        $report.Total, ($report.Imported + $report.Updated), $report.Status | Should -Be 6, 6, 'SUCCESS'
        Get-Text $target $one | Should -Be (Get-Text $source $one)
        $report = Get-Dhis2DataValueSet @all -Session $source | Import-Dhis2DataValueSet -Session $target
        $report.Total, $report.Status | Should -Be 9, 'SUCCESS'
        Get-Text $target $all | Should -Be $written
    }
}
