BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../Support/Contract.psm1" -Force
    $servers = Get-ContractServer
}

# Registers a completion that was not there and removes it; makes a lock exception that was not there and removes it; reads approvals and changes none.
Describe 'The completions, approvals and lock exceptions of <Server>' -Tag Contract -ForEach $servers {
    BeforeAll {
        . "$PSScriptRoot/../../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../../Support/Contract.psm1"
        Import-Module "$PSScriptRoot/../../Support/Served.psm1"
        $contract = Connect-ContractServer $Server
        $free = Find-FreeDataValue
    }

    AfterAll {
        Disconnect-ContractServer $contract
    }

    It 'registers a completion, changes it, and removes it' {
        if (-not $free -or (Get-Dhis2DataSetCompletion $free.DataSet $free.Period $free.OrgUnit)) {
            Set-ItResult -Skipped -Because 'the account may write into no monthly data set without deadlines, approvals and categories'
            return
        }
        try {
            (Set-Dhis2DataSetCompletion $free.DataSet $free.Period $free.OrgUnit).Status | Should -Be SUCCESS
            $found = Get-Dhis2DataSetCompletion $free.DataSet $free.Period $free.OrgUnit
            $found.Completed, $found.StoredBy | Should -Be $true, $contract.Credential.UserName
            ($found | Set-Dhis2DataSetCompletion -Completed:$false).Status | Should -Be SUCCESS
            (Get-Dhis2DataSetCompletion $free.DataSet $free.Period $free.OrgUnit).Completed | Should -BeFalse
            $outcome = Get-Outcome { Set-Dhis2DataSetCompletion $free.DataSet $free.Period $free.OrgUnit, 'zzzzzzzzzz9' }
            $outcome.Output.Total, $outcome.Output.Rejected | Should -Be 2, 1
            $outcome.Errors.TargetObject.OrgUnit | Should -Be 'zzzzzzzzzz9'
        }
        finally {
            Remove-Dhis2DataSetCompletion $free.DataSet $free.Period $free.OrgUnit -Force
        }
        Get-Dhis2DataSetCompletion $free.DataSet $free.Period $free.OrgUnit | Should -BeNullOrEmpty
    }

    It 'makes a lock exception and removes it' {
        $set, $period, $unit = 'pvU2Y8JVGXh', '201601', 'aIv4qaIOQ2k'
        if ($contract.Sandbox) {
            Add-ServedLock $contract.Sandbox -List lock-exceptions-none, lock-exceptions, lock-exceptions, lock-exceptions-none
        }
        elseif ($free) {
            $set, $period, $unit = $free.DataSet, $free.Period, $free.OrgUnit
        }
        else {
            Set-ItResult -Skipped -Because 'there is no data set that the account may write into'
            return
        }
        (New-Dhis2LockException $set $period $unit).OrgUnit | Should -Be $unit
        try {
            (Get-Dhis2LockException $set $period $unit).OrgUnit | Should -Be $unit
        }
        finally {
            Remove-Dhis2LockException $set $period $unit -Force
        }
        Get-Dhis2LockException $set $period $unit | Should -BeNullOrEmpty
    }

    It 'reads how far data is approved' {
        if ($contract.Sandbox) {
            Add-ServedApproval $contract.Sandbox -Ready 1
            $workflow = 'YUbWhsfNfPW'
        }
        else {
            $workflow = (Get-Dhis2Metadata dataApprovalWorkflows -Filter 'periodType:eq:Monthly' -First 1 -ErrorAction SilentlyContinue).id
        }
        if (-not $workflow) {
            Set-ItResult -Skipped -Because 'the server has no workflow of months'
            return
        }
        $selection = @{ Workflow = $workflow; Period = '201601'; OrgUnit = if ($contract.Sandbox) { 'aIv4qaIOQ2k' } else { (Get-Dhis2CurrentUser).organisationUnits[0].id } }
        $found = Get-Dhis2DataApproval @selection
        $found.State | Should -Match '^(UN)?APPROV|^ACCEPTED'
        # Somebody else's approvals are not for a test to give or take.
        Approve-Dhis2DataApproval @selection -WhatIf | Should -BeNullOrEmpty
        Undo-Dhis2DataApproval @selection -WhatIf | Should -BeNullOrEmpty
    }
}
