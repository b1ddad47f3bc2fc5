Describe 'New-Dhis2User on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../Support/ServedAccess.psm1"
        $version = $_
        $sandbox = Start-Sandbox -Version $version
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $mary = @{ UserId = 'L05s254TThP'; UserName = 'mary'; FirstName = 'Mary'; Surname = 'Banda'; Role = 'Reader' }

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

    It 'makes an account in the flat form, and writes it with its id' {
        Add-ServedUser $sandbox @{ roles = 'b6uyKyW8GVj'; orgUnits = 'nEqAk5IOAIj'; groups = 'YMZUBcZGr3P' }
        $password = ConvertTo-SecureString 'Str0ng-Pass!word' -AsPlainText -Force
        $made = New-Dhis2User @mary -Password $password -Email mary@example.org -OrgUnit nEqAk5IOAIj -Group Clerks
        $made.PSObject.TypeNames | Should -Contain Dhis2.User
        $posts = @(Get-Post)
        $posts[0].path | Should -Be /api/users
        $body = $posts[0].body | ConvertFrom-Json
        $body.id | Should -Match '^[A-Za-z][A-Za-z0-9]{10}$'
        $made.id | Should -BeExactly $body.id
        $body.username, $body.firstName, $body.surname, $body.email, $body.password | Should -Be mary, Mary, Banda, mary@example.org, 'Str0ng-Pass!word'
        $body.userRoles.id, $body.organisationUnits.id | Should -Be b6uyKyW8GVj, nEqAk5IOAIj
        $body.PSObject.Properties.Name | Should -Not -Contain userCredentials
        # Groups are their own: they get a member more.
        $posts[1].path | Should -Be "/api/users/$($body.id)/userGroups"
        ($posts[1].body | ConvertFrom-Json).additions.id | Should -Be YMZUBcZGr3P
        $posts | Should -HaveCount 2
    }

    It 'takes rows of a file, and tells the bad ones by their user names' {
        @'
userId,userName,firstName,surname,password,role,orgUnit,disabled
L05s254TThP,mu_one,One,Mu,Str0ng-Pass!word,Reader,North District 1; nEOCGROdzZM,
,mu_two,Two,,Str0ng-Pass!word,Reader,,
,mu_three,Three,Mu,Str0ng-Pass!word,No such role,,
,mu_four,Four,Mu,Str0ng-Pass!word,b6uyKyW8GVj,zzzzzzzzzz9,
,mu_five,Five,Mu,Str0ng-Pass!word,code:R,,
C2QAnBT9uTc,mu_six,Six,Mu,Str0ng-Pass!word,Reader,,yes
'@ | Set-Content TestDrive:/users.csv
        Add-ServedUser $sandbox @{ roles = 'b6uyKyW8GVj'; orgUnits = 'nEqAk5IOAIj', 'nEOCGROdzZM' }
        Add-ServedUser $sandbox @{ roles = 'b6uyKyW8GVj'; disabled = $true } -Id C2QAnBT9uTc
        $outcome = Get-Outcome { Import-Csv TestDrive:/users.csv | New-Dhis2User }
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Output | Should -HaveCount 2
        $outcome.Errors | Should -HaveCount 4
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.*,*'
        $outcome.Errors.TargetObject | Should -Be mu_two, 'No such role', zzzzzzzzzz9, code:R
        $outcome.Errors[1, 2, 3].Exception.Message | Should -BeLike "The user 'mu_*' was not made.*"
        ($outcome.Errors | Out-String -Width 400) | Should -Not -BeLike '*Str0ng*'
        $bodies = @(Get-Post).body | ConvertFrom-Json
        $bodies.username | Should -Be mu_one, mu_six
        $bodies[0].organisationUnits.id | Should -Be nEqAk5IOAIj, nEOCGROdzZM
        $bodies[0].disabled, $bodies[1].disabled | Should -Be $null, $true
        # Each role is looked up once.
        @(Get-SandboxRequest $sandbox '/api/userRoles*name*Reader*') | Should -HaveCount 1
    }

    It 'never shows the password that a server refuses and repeats' {
        Add-SandboxRecording $sandbox -Area metadata-users -Name create-no-digit -Path '^/api/users$'
        Add-SandboxRecording $sandbox -Area metadata-users -Name validate-password -Count 0
        $outcome = Get-Outcome { New-Dhis2User @mary -Password 'Strong-Pass!word' }
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.Conflict,*'
        $outcome.Errors[0].TargetObject | Should -Be mary
        $outcome.Errors[0].Exception.Message | Should -BeLike '*E4005*'
        $outcome.Errors[0].Exception.Message | Should -BeLike '*Password must have*'
        $all = ($outcome.Errors[0] | Format-List * -Force | Out-String -Width 400) + ($outcome.Errors[0].Exception.ToString()) + ($outcome.Errors[0].Exception.Report | Format-List * -Force | Out-String -Width 400) + ($outcome.Errors[0].Exception.Report.Details.Items | Format-List * | Out-String -Width 400)
        $all | Should -Not -BeLike '*Strong-Pass!word*'
    }

    It 'tells what a server refuses, in its own words: <Name>' -ForEach @(
        @{ Name = 'create-same-username'; Code = 'E4054' }, @{ Name = 'create-bad-email'; Code = 'E4003' }
    ) {
        Add-SandboxRecording $sandbox -Area metadata-users -Name $Name -Path '^/api/users$'
        $outcome = Get-Outcome { New-Dhis2User @mary }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Conflict,*'
        $outcome.Errors.Exception.Message | Should -BeLike "*$Code*"
        $outcome.Output | Should -BeNullOrEmpty
    }

    It 'says what is missing, before anything is sent' {
        $outcome = Get-Outcome { New-Dhis2User; New-Dhis2User x; New-Dhis2User @mary -OrgUnit zzzzzzzzzz9 }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.*,*'
        $outcome.Errors | Should -HaveCount 3
        $outcome.Errors[0].Exception.Message | Should -BeLike '*no user name, no first name, no surname, no role*'
        $outcome.Errors[2].FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
        Get-Post | Should -BeNullOrEmpty
    }

    It 'takes a new id for each, where none is given' {
        Add-SandboxRecording $sandbox -Area metadata-users -Name create -Path '^/api/users$' -Count 0
        $null = Get-Outcome { 1..2 | ForEach-Object { New-Dhis2User -UserName "mu_$_" -FirstName a -Surname b -Role Reader } }
        $ids = (Get-Post).body | ConvertFrom-Json | ForEach-Object id
        $ids | Should -Match '^[A-Za-z][A-Za-z0-9]{10}$'
        $ids[0] | Should -Not -Be $ids[1]
    }

    It 'makes none with -WhatIf' {
        New-Dhis2User @mary -WhatIf | Should -BeNullOrEmpty
        Get-Post | Should -BeNullOrEmpty
    }

    It 'writes an account that lacks something, with the error that says what' {
        Add-ServedUser $sandbox @{ roles = 'b6uyKyW8GVj' }
        $outcome = Get-Outcome { New-Dhis2User @mary -Group Clerks }
        $outcome.Output.id | Should -Be L05s254TThP
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotDone,*'
        $outcome.Errors.Exception.Message | Should -BeLike "*was made, with the id $($outcome.Output.id)*add the group YMZUBcZGr3P*"
    }

    It 'settles a lost answer by what the server holds, and makes no second one: <Case>' -ForEach @(
        @{ Case = 'it was made'; Made = $true }
        @{ Case = 'it was not'; Expected = 'Dhis2.NotDone,*' }
    ) {
        Add-SandboxFault $sandbox @{ kind = 'reset'; method = 'POST'; path = '^/api/users$'; count = 1 }
        if ($Made) {
            Add-ServedUser $sandbox @{ roles = 'b6uyKyW8GVj' }
        }
        $outcome = Get-Outcome { New-Dhis2User @mary }
        @($outcome.Errors.FullyQualifiedErrorId) | Should -BeLike "$Expected"
        @(Get-Post) | Should -HaveCount 1
    }
}
