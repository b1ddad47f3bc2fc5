Describe 'Add-Dhis2DataSetOrgUnit on <_>' -ForEach '2.40', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../Support/Served.psm1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
    }

    AfterAll {
        Get-Dhis2Session | Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
        Add-ServedDataSetSchema $sandbox
    }

    It 'sends the org units of each data set in one request' {
        Add-ServedCount $sandbox -Updated 2 -Count 0 -Path '^/api/dataSets/\w+/organisationUnits$'
        $report = Get-Dhis2OrgUnit -Id aIv4qaIOQ2k, KwRtWpWGrgR | Add-Dhis2DataSetOrgUnit 'Routine monthly', code:DS_NORTH
        $report.Status, $report.Imported, $report.Requests | Should -Be 'SUCCESS', 4, 2
        $sent = @(Get-SandboxRequest $sandbox | Where-Object method -EQ POST)
        $sent.path | Should -Be '/api/dataSets/J33aMjt3IoU/organisationUnits', "/api/dataSets/$((Get-Dhis2Metadata dataSets -Id code:DS_NORTH).id)/organisationUnits"
        $sent[0].body | Should -BeExactly '{"additions":[{"id":"aIv4qaIOQ2k"},{"id":"KwRtWpWGrgR"}],"deletions":[]}'
    }

    It 'sends nothing with -WhatIf' {
        'aIv4qaIOQ2k' | Add-Dhis2DataSetOrgUnit J33aMjt3IoU -WhatIf | Should -BeNullOrEmpty
        Get-SandboxRequest $sandbox | Where-Object method -NE GET | Should -BeNullOrEmpty
    }
}
