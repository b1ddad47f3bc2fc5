Describe 'Set-Dhis2User on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../Support/ServedAccess.psm1"
        $version = $_
        $sandbox = Start-Sandbox -Version $version
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $clerk = 'z1tRD1nXEcz'

        function Get-Write {
            Get-SandboxRequest $sandbox | Where-Object method -In POST, PATCH, PUT, DELETE
        }
    }

    AfterAll {
        Get-Dhis2Session | Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'disables and enables, and sends nothing where it is so already' {
        Add-ServedUser $sandbox @{}, @{ disabled = $true } -Id $clerk
        Set-Dhis2User clerk -Disable | Should -BeNullOrEmpty
        (Get-Write).path | Should -Be "/api/users/$clerk/disabled"
        Set-Dhis2User clerk -Disable
        @(Get-Write) | Should -HaveCount 1
        Clear-Sandbox $sandbox
        Add-ServedUser $sandbox @{ disabled = $true }, @{} -Id $clerk
        Set-Dhis2User $clerk -Enable
        (Get-Write).path | Should -Be "/api/users/$clerk/enabled"
    }

    It 'lets accounts end, and not end' {
        Add-ServedUser $sandbox @{}, @{ accountExpiry = '2030-12-31T00:00:00.000' } -Id $clerk
        Set-Dhis2User clerk -Expires 2030-12-31
        (Get-Write).path | Should -Be "/api/users/$clerk/expired?date=2030-12-31"
        Clear-Sandbox $sandbox
        Add-ServedUser $sandbox @{ accountExpiry = '2030-12-31T00:00:00.000' }, @{} -Id $clerk
        Set-Dhis2User clerk -NeverExpires
        (Get-Write).path | Should -Be "/api/users/$clerk/unexpired"
    }

    It 'adds and takes away roles and groups, and replaces org units' {
        Add-ServedUser $sandbox @{ roles = 'aaaaaaaaaaa'; groups = 'YMZUBcZGr3P'; orgUnits = 'nEOCGROdzZM' }, @{ roles = 'aaaaaaaaaaa', 'b6uyKyW8GVj'; orgUnits = 'nEqAk5IOAIj' } -Id $clerk
        Set-Dhis2User clerk -AddRole Reader -RemoveGroup Clerks -OrgUnit nEqAk5IOAIj
        $sent = @(Get-Write)
        $sent.path | Should -Be "/api/users/$clerk/userRoles", "/api/users/$clerk/userGroups", "/api/users/$clerk/organisationUnits"
        $bodies = $sent.body | ConvertFrom-Json
        $bodies[0].additions.id, @($bodies[0].deletions).Count | Should -Be b6uyKyW8GVj, 0
        @($bodies[1].additions).Count, $bodies[1].deletions.id | Should -Be 0, YMZUBcZGr3P
        $bodies[2].additions.id, $bodies[2].deletions.id | Should -Be nEqAk5IOAIj, nEOCGROdzZM
    }

    It 'sets a password, and never shows it' {
        Add-ServedUser $sandbox @{ passwordLastUpdated = '2026-01-01T00:00:00.000' }, @{ passwordLastUpdated = '2026-01-02T00:00:00.000' } -Id $clerk
        $said = Set-Dhis2User clerk -Password (ConvertTo-SecureString 'N3w-Pass!word' -AsPlainText -Force) -Verbose -Debug *>&1 | Out-String
        $said | Should -Not -BeLike '*N3w-Pass*'
        $patch = Get-Write
        $patch.method, $patch.path | Should -Be PATCH, "/api/users/$clerk"
        $patch.headers.'Content-Type' | Should -Be application/json-patch+json
        ($patch.body | ConvertFrom-Json).value | Should -Be 'N3w-Pass!word'
        Clear-Sandbox $sandbox
        Add-SandboxRecording $sandbox -Area metadata-users -Name patch-password-weak -Path '^/api/users/\w{11}$'
        Add-SandboxRecording $sandbox -Area metadata-users -Name validate-password -Count 0
        Add-ServedUser $sandbox @{} -Id $clerk
        $outcome = Get-Outcome { Set-Dhis2User clerk -Password weak }
        $outcome.Errors.Exception.Message | Should -BeLike '*Password must have*'
        "$($outcome.Errors.Exception.Message)$($outcome.Errors.Exception.Report.Body)" | Should -Not -MatchExactly '\bweak\b'
    }

    It 'goes on after one that is not there, and asks no server to change it' {
        Add-ServedUser $sandbox @{}, @{ disabled = $true } -Id $clerk
        Add-ServedUser $sandbox @{}, @{ disabled = $true } -Id L05s254TThP
        $outcome = Get-Outcome { $clerk, 'zzzzzzzzzz9', 'nobody', 'L05s254TThP' | Set-Dhis2User -Disable -PassThru }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
        $outcome.Errors.TargetObject | Should -Be zzzzzzzzzz9, nobody
        (Get-Write).path | Should -Be "/api/users/$clerk/disabled", '/api/users/L05s254TThP/disabled'
        $outcome.Output[0].username | Should -Be clerk
    }

    It 'changes nothing with -WhatIf, or where a role is not there' {
        Add-ServedUser $sandbox @{} -Id $clerk
        Set-Dhis2User clerk -Disable -WhatIf
        (Get-Outcome { Set-Dhis2User clerk -AddRole zzzzzzzzzz9 }).End.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
        (Get-Outcome { Set-Dhis2User clerk -Enable -Disable }).End.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        (Get-Outcome { Set-Dhis2User clerk -Expires 2030-01-01 -NeverExpires }).End.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        (Get-Outcome { Set-Dhis2User clerk }).End.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        Get-Write | Should -BeNullOrEmpty
    }

    It 'says what a server did not do, and what it did before it refused' {
        Add-ServedUser $sandbox @{ roles = 'aaaaaaaaaaa' } -Id $clerk
        $outcome = Get-Outcome { Set-Dhis2User clerk -AddRole Reader }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotDone,*'
        $outcome.Errors.Exception.Message | Should -BeLike '*add the role b6uyKyW8GVj*'
        Clear-Sandbox $sandbox
        Add-SandboxRecording $sandbox -Area metadata-users -Name disable-reader -Path '/disabled$'
        Add-ServedUser $sandbox @{} -Id $clerk
        $outcome = Get-Outcome { Set-Dhis2User clerk -AddRole Reader -Disable }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Forbidden,*'
        $outcome.Errors.Exception.Message | Should -BeLike '*changed in part: add the role b6uyKyW8GVj*'
    }

    It 'settles a lost answer by what the server holds, and sends nothing twice: <Case>' -ForEach @(
        @{ Case = 'it was done'; After = @{ disabled = $true; passwordLastUpdated = '2' }; More = @{ Disable = $true } }
        @{ Case = 'it was not'; After = @{}; More = @{ Disable = $true }; Expected = 'Dhis2.NotDone,*' }
        @{ Case = 'a password was set'; After = @{ passwordLastUpdated = '2' }; More = @{ Password = 'N3w-Pass!word' } }
        @{ Case = 'nothing tells of a password'; After = @{}; More = @{ Password = 'N3w-Pass!word' }; Expected = 'Dhis2.UnknownOutcome,*' }
    ) {
        Add-SandboxFault $sandbox @{ kind = 'reset'; method = $(if ($More.Disable) { 'POST' } else { 'PATCH' }); path = "^/api/users/$clerk"; count = 1 }
        Add-ServedUser $sandbox @{}, $After -Id $clerk
        $outcome = Get-Outcome { Set-Dhis2User $clerk @More }
        @($outcome.Errors.FullyQualifiedErrorId) | Should -BeLike "$Expected"
        @(Get-Write) | Should -HaveCount 1
    }
}
