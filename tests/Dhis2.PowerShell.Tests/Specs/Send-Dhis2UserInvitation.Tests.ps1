Describe 'Send-Dhis2UserInvitation on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../Support/ServedAccess.psm1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $four = @{ UserId = 'L05s254TThP'; UserName = 'mu_four'; FirstName = 'Four'; Surname = 'Mu'; Role = 'Reader'; Email = 'four@example.org' }

        function Get-Post {
            Get-SandboxRequest $sandbox | Where-Object method -EQ POST
        }
    }

    AfterAll {
        Get-Dhis2Session | Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
        Add-ServedRole $sandbox
    }

    It 'invites somebody to a new account, and writes it' {
        Add-ServedUser $sandbox @{ roles = 'b6uyKyW8GVj' }
        $made = Send-Dhis2UserInvitation @four
        (Get-Post).path | Should -Be /api/users/invite
        $body = (Get-Post).body | ConvertFrom-Json
        $body.username, $body.email, $body.userRoles.id | Should -Be mu_four, four@example.org, b6uyKyW8GVj
        $body.PSObject.Properties.Name | Should -Not -Contain password
        $made.id | Should -BeExactly $body.id
    }

    It 'tells that a server sends no mail, and what to do' {
        Add-SandboxRecording $sandbox -Area metadata-users -Name invite -Path '/invite$'
        $outcome = Get-Outcome { Send-Dhis2UserInvitation @four }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Conflict,*'
        $outcome.Errors.Exception.Message | Should -BeLike '*E6203*'
        $outcome.Errors.ErrorDetails.RecommendedAction | Should -BeLike '*mail server*'
        $outcome.Errors.TargetObject | Should -Be mu_four
    }

    It 'refuses an invitation without an address, before anything is sent' {
        $four.Remove('Email')
        $outcome = Get-Outcome { Send-Dhis2UserInvitation @four }
        $four.Email = 'four@example.org'
        $outcome.Errors.Exception.Message | Should -BeLike '*no email address*'
        Get-Post | Should -BeNullOrEmpty
    }

    It 'invites again: rows are new accounts, and texts and users are those that are there' {
        Add-ServedUser $sandbox @{} -Id z1tRD1nXEcz
        Add-SandboxFault $sandbox @{ kind = 'empty'; path = '/z1tRD1nXEcz/invite$'; method = 'POST'; status = 204; count = 0 }
        (Send-Dhis2UserInvitation -Id clerk).username | Should -Be clerk
        $null = 'clerk' | Send-Dhis2UserInvitation
        $null = Get-Dhis2Metadata users -Id z1tRD1nXEcz -Fields id, username | Send-Dhis2UserInvitation
        (Get-Post).path | Should -Be (@('/api/users/z1tRD1nXEcz/invite') * 3)
        Clear-Sandbox $sandbox
        Add-SandboxRecording $sandbox -Area metadata-users -Name invite-again -Path '/invite$'
        Add-ServedUser $sandbox @{} -Id z1tRD1nXEcz
        (Get-Outcome { Send-Dhis2UserInvitation -Id clerk }).Errors.Exception.Message | Should -BeLike '*not an invitation*'
    }
}
