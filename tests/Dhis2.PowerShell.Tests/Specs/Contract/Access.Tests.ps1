BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../Support/Contract.psm1" -Force
    $servers = Get-ContractServer
}

# Makes a data element group of its own and removes it with all that is done to it.
Describe 'The access to objects of <Server>' -Tag Contract -ForEach $servers {
    BeforeAll {
        . "$PSScriptRoot/../../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../../Support/Contract.psm1"
        Import-Module "$PSScriptRoot/../../Support/ServedAccess.psm1"
        $contract = Connect-ContractServer $Server
        $me = Get-Dhis2CurrentUser -Fields 'id', 'username'
        $group = New-Dhis2Uid
        if ($contract.Sandbox) {
            $states = (Get-ServedSharing -Owner $me.id), (Get-ServedSharing -Owner $me.id -Public r------- -User @{ $me.id = 'rw------' })
            Add-ServedSharing $contract.Sandbox $states -Id $group -Type dataElementGroups
        }
        else {
            $name = "Contract $group"
            $null = Invoke-Dhis2Request dataElementGroups -Method POST -Body @{ id = $group; name = $name; shortName = $group; code = $group }
        }
    }

    AfterAll {
        if (-not $contract.Sandbox) {
            $null = Invoke-Dhis2Request "dataElementGroups/$group" -Method DELETE
        }
        Disconnect-ContractServer $contract
    }

    It 'sets the sharing of an object, and keeps its owner' {
        $set = Set-Dhis2Sharing dataElementGroups $group -PublicAccess r -User @{ $me.username = 'rw' } -PassThru
        $set.Owner, $set.Public | Should -Be $me.id, r-------
        ($set.Users | Where-Object Id -EQ $me.id).Access | Should -Be rw------
        # There is nothing to change any more.
        (Set-Dhis2Sharing dataElementGroups $group -PublicAccess r------- -PassThru).Public | Should -Be r-------
        (Get-Outcome { Set-Dhis2Sharing dataElementGroups $group -User @{ zzzzzzzzzz9 = 'r' } }).End.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
    }

    It 'sets a translation, keeps another, and removes it' {
        if ($contract.Sandbox) {
            Clear-Sandbox $contract.Sandbox
            $lists = @(), @('NAME fr un'), @('NAME fr un'), @('NAME fr un', 'NAME pt_BR um'), @('NAME fr un', 'NAME pt_BR um'), @('NAME pt_BR um') | ForEach-Object { Get-ServedTranslation $_ }
            Add-ServedTranslation $contract.Sandbox $lists -Id $group -Type dataElementGroups
        }
        Set-Dhis2Translation dataElementGroups $group name fr un
        Set-Dhis2Translation dataElementGroups $group NAME pt-BR um
        $left = Set-Dhis2Translation dataElementGroups $group NAME fr '' -PassThru
        "$left" | Should -Be "$group NAME pt_BR: um"
    }

    It 'reads sharing, translations and accounts of ids that are not there as errors, and sends no mail to them' {
        foreach ($call in { Get-Dhis2Sharing dataElementGroups zzzzzzzzzz9 }, { Get-Dhis2Translation dataElementGroups zzzzzzzzzz9 }, { Reset-Dhis2UserPassword zzzzzzzzzz9 -Confirm:$false }, { Send-Dhis2UserInvitation zzzzzzzzzz9 -Confirm:$false }) {
            $outcome = Get-Outcome $call
            $outcome.Output | Should -BeNullOrEmpty
            @($outcome.Errors) + $outcome.End | Where-Object { $_ } | Should -Not -BeNullOrEmpty
        }
    }

    It 'makes an account, changes it, and removes it' {
        $id = New-Dhis2Uid
        $name = "contract_$id".ToLowerInvariant()
        if ($contract.Sandbox) {
            Clear-Sandbox $contract.Sandbox
            Add-ServedUser $contract.Sandbox @{ roles = 'b6uyKyW8GVj' }, @{ roles = 'b6uyKyW8GVj' }, @{ roles = 'b6uyKyW8GVj'; disabled = $true } -Id $id
            $role = 'b6uyKyW8GVj'
        }
        else {
            if (-not (Test-Authority F_USER_ADD)) {
                Set-ItResult -Skipped -Because 'the account may make no users'
                return
            }
            $role = (Get-Dhis2CurrentUser -Fields 'userRoles[id]').userRoles[0].id
        }
        $password = ConvertTo-SecureString "Xy1!$(New-Dhis2Uid)" -AsPlainText -Force
        $made = New-Dhis2User $name -FirstName Contract -Surname Test -Role $role -Password $password -UserId $id
        try {
            $made.id | Should -BeExactly $id
            Set-Dhis2User $id -Disable
            # It is disabled already.
            Set-Dhis2User $id -Disable
            (Get-Outcome { Set-Dhis2User zzzzzzzzzz9 -Disable }).Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
        }
        finally {
            if (-not $contract.Sandbox) {
                $null = Invoke-Dhis2Request "users/$id" -Method DELETE
            }
        }
    }
}
