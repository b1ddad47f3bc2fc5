BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2User' {
    BeforeEach {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '/api/users\?' @{ users = @(@{ id = 'iiiiiiiiii1'; username = 'mary'; name = 'Mary Mu'; email = 'm@example.org'; disabled = $false; lastLogin = '2024-06-01T00:00:00.000'; userRoles = @(@{ id = 'rrrrrrrrrr1'; name = 'Clerk' }) }, @{ id = 'iiiiiiiiii2'; username = 'ann_mary'; name = 'Ann Other' }) }
    }

    It 'asks for <Expected> with <Parameters.Keys>' -ForEach @(
        @{ Parameters = @{ Disabled = $true }; Expected = 'disabled:eq:true' }
        @{ Parameters = @{ Disabled = $false }; Expected = 'disabled:eq:false' }
        @{ Parameters = @{ NeverLoggedIn = $true }; Expected = 'lastLogin:null' }
        @{ Parameters = @{ Group = 'aaaaaaaaaa1' }; Expected = 'userGroups.id:eq:aaaaaaaaaa1' }
        @{ Parameters = @{ Group = 'aaaaaaaaaa1', 'aaaaaaaaaa2' }; Expected = 'userGroups.id:in:[aaaaaaaaaa1,aaaaaaaaaa2]' }
        @{ Parameters = @{ Role = 'aaaaaaaaaa1' }; Expected = 'userRoles.id:eq:aaaaaaaaaa1' }
        @{ Parameters = @{ Role = 'aaaaaaaaaa1', 'aaaaaaaaaa2' }; Expected = 'userRoles.id:in:[aaaaaaaaaa1,aaaaaaaaaa2]' }
        @{ Parameters = @{ OrgUnit = 'aaaaaaaaaa1' }; Expected = 'organisationUnits.id:eq:aaaaaaaaaa1' }
        @{ Parameters = @{ OrgUnit = 'aaaaaaaaaa1', 'aaaaaaaaaa2' }; Expected = 'organisationUnits.id:in:[aaaaaaaaaa1,aaaaaaaaaa2]' }
    ) {
        $null = Get-Dhis2User @Parameters
        Get-SandboxFilter $sandbox users | Should -BeExactly $Expected
    }

    It 'goes on behind a -<Parameter> that is none, and reads nothing where there is no other' -ForEach @(
        @{ Parameter = 'Group'; List = 'userGroups'; Property = 'userGroups.id' }
        @{ Parameter = 'Role'; List = 'userRoles'; Property = 'userRoles.id' }
        @{ Parameter = 'OrgUnit'; List = 'organisationUnits'; Property = 'organisationUnits.id' }
    ) {
        Assert-GoesOnBehindUnknown $sandbox Get-Dhis2User users $_ -Id iiiiiiiiii1, iiiiiiiiii2
    }

    It 'searches with a text, and sends other parameters as they are: <Parameters.Values>' -ForEach @(
        @{ Parameters = @{ Query = 'mary mu' }; Expected = '*&query=mary mu&*' }
        @{ Parameters = @{ Query = 'selfRegistered=true' }; Expected = '*&selfRegistered=true&*' }
        @{ Parameters = @{ Query = @{ ou = 'aaaaaaaaaa1' } }; Expected = '*&ou=aaaaaaaaaa1&*' }
        @{ Parameters = @{ InactiveMonths = 6 }; Expected = '*&inactiveMonths=6&*' }
    ) {
        (Get-Dhis2User @Parameters).id | Should -HaveCount 2
        [uri]::UnescapeDataString((Get-SandboxRequest $sandbox '/api/users*').path) | Should -BeLike $Expected
        Get-SandboxFilter $sandbox users | Should -BeNullOrEmpty
    }

    It 'takes a user name for a name: <Name>' -ForEach @(
        @{ Name = 'MARY'; Sent = 'MARY'; Expected = , 'iiiiiiiiii1' }
        @{ Name = '*mary*'; Sent = 'mary'; Expected = 'iiiiiiiiii1', 'iiiiiiiiii2' }
        @{ Name = 'Ann O*'; Sent = 'Ann O'; Expected = , 'iiiiiiiiii2' }
    ) {
        (Get-Dhis2User $Name).id | Should -Be $Expected
        (Get-Dhis2User -Name $Name -Fields id).id | Should -Be $Expected
        [uri]::UnescapeDataString((Get-SandboxRequest $sandbox '/api/users*' | Select-Object -Last 1).path) | Should -BeLike "*``?fields=id,name,username&order=id:asc&query=$Sent&*"
    }

    It 'finds ids, names and user names behind -Id, and reports what is none of them' {
        $outcome = Get-Outcome { Get-Dhis2User -Id 'iiiiiiiiii2', 'mary', 'nobody', 'Ann Other' }
        $outcome.Errors.TargetObject | Should -BeExactly 'nobody'
        $outcome.Output.id | Should -Be 'iiiiiiiiii2', 'iiiiiiiiii1'
        $filters = (Get-SandboxRequest $sandbox '/api/users*').path | ForEach-Object { [uri]::UnescapeDataString($_) -replace '.*filter=([^&]*).*', '$1' }
        $filters | Should -Be 'name:in:[mary,nobody,Ann Other]', 'username:in:[mary,nobody,Ann Other]', 'id:in:[iiiiiiiiii2,iiiiiiiiii1]'
    }

    It 'is a table of what identifies and tells apart' {
        $lines = (Get-Dhis2User | Out-String -Width 100) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines[0].Trim() -split '\s+' | Should -Be 'Id', 'UserName', 'Name', 'Disabled', 'LastLogin', 'Roles'
        $lines[2] | Should -Match 'iiiiiiiiii1\s+mary\s+Mary Mu\s+False\s+2024-06-01\s+Clerk'
    }
}

Describe 'Get-Dhis2User on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        $server = Start-Sandbox -Version $_
        $session = Connect-Dhis2 $server.Uri (Get-AdminCredential) -NoDefault -PassThru
    }

    AfterAll {
        Disconnect-Dhis2 $session
        Stop-Sandbox $server
    }

    It 'reads what a real server answers to <Recording>' -ForEach @(
        @{ Recording = 'list-disabled'; Parameters = @{ Disabled = $true }; Expected = , 'former' }
        @{ Recording = 'list-query'; Parameters = @{ Query = 'mu_one' }; Expected = , 'mu_one' }
        @{ Recording = 'list-inactive'; Parameters = @{ InactiveMonths = 1 }; Expected = $null }
    ) {
        Add-SandboxRecording $server metadata-users $Recording -Path '/api/users\?'
        (Get-Dhis2User @Parameters -Fields username -Session $session).username | Should -BeExactly $Expected
    }

    It 'says that the account may not read users' {
        Add-SandboxRecording $server metadata-users list-reader -Path '/api/users\?'
        $outcome = Get-Outcome { Get-Dhis2User -Session $session }
        $outcome.Output | Should -BeNullOrEmpty
        @($outcome.Errors) + $outcome.End | Where-Object { $_ } | ForEach-Object { "$_" } | Should -BeLike '*proper permissions*'
    }
}
