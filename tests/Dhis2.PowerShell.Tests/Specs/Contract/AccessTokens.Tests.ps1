BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../Support/Contract.psm1" -Force
    $servers = Get-ContractServer
}

# Tokens that are made here are removed again, and none of the account's own is touched.
Describe 'The access tokens of <Server>' -Tag Contract -ForEach $servers {
    BeforeAll {
        . "$PSScriptRoot/../../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../../Support/Contract.psm1"
        $contract = Connect-ContractServer $Server
        $plain = $contract.Plain
        $before = @((Get-Dhis2AccessToken).Id)
    }

    AfterAll {
        @((Get-Dhis2AccessToken).Id) | Sort-Object | Should -Be ($before | Sort-Object)
        Disconnect-ContractServer $contract
    }

    BeforeEach {
        $token = New-Dhis2AccessToken -ExpiresIn 01:00:00 -AllowedMethod GET
    }

    AfterEach {
        Remove-Dhis2AccessToken $token.Id -Force -ErrorAction SilentlyContinue
    }

    Context 'New-Dhis2AccessToken' {
        It 'makes a token that proves who one is' {
            $made = New-Dhis2AccessToken -ExpiresIn 01:00:00 -AllowedMethod GET
            try {
                $session = Connect-Dhis2 $contract.Uri -Token $made.Key @plain -Name token -NoDefault -PassThru
                $session.UserName | Should -Be $contract.Credential.UserName
                Disconnect-Dhis2 token
            }
            finally {
                Remove-Dhis2AccessToken $made.Id -Force
            }
        }
    }

    Context 'Get-Dhis2AccessToken' {
        It 'lists the token among the others, and reads it by its id' {
            (Get-Dhis2AccessToken).Id | Should -Contain $token.Id
            $read = Get-Dhis2AccessToken $token.Id
            $read.AllowedMethods | Should -Be GET
            $read.IsExpired | Should -BeFalse
            $read.PSObject.Properties.Name | Should -Not -Contain Key
        }
    }

    Context 'Remove-Dhis2AccessToken' {
        It 'removes the token, and says that another is not there' {
            $outcome = Get-Outcome { Remove-Dhis2AccessToken zzzzzzzzzz9, $token.Id -Force }
            $outcome.Errors.TargetObject | Should -Be zzzzzzzzzz9
            (Get-Dhis2AccessToken).Id | Should -Not -Contain $token.Id
            # 2.40 does not say what is wrong with a token.
            $fault = { Connect-Dhis2 $contract.Uri -Token $token.Key @plain -Name token -NoDefault } | Should -Throw -PassThru
            $fault.CategoryInfo.Category | Should -Be AuthenticationError
        }
    }
}
