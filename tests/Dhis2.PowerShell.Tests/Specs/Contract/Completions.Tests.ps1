BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../Support/Contract.psm1" -Force
    $servers = Get-ContractServer
}

# Registers a completion that was not there and removes it.
Describe 'The completions of <Server>' -Tag Contract -ForEach $servers {
    BeforeAll {
        . "$PSScriptRoot/../../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../../Support/Contract.psm1"
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
}
