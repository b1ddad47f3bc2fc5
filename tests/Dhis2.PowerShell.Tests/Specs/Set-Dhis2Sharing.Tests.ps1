Describe 'Set-Dhis2Sharing on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../Support/ServedAccess.psm1"
        $version = $_
        $sandbox = Start-Sandbox -Version $version
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $clerk, $clerks = 'z1tRD1nXEcz', 'YMZUBcZGr3P'

        function Get-Put {
            Get-SandboxRequest $sandbox | Where-Object method -EQ PUT
        }

        function Get-Body {
            @(Get-Put)[-1].body | ConvertFrom-Json -AsHashtable
        }
    }

    AfterAll {
        Get-Dhis2Session | Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
        Clear-Dhis2Cache
        Add-ServedSchema $sandbox
        $before = Get-ServedSharing $version -Group @{ $clerks = 'r-------' }
    }

    It 'adds to what there is, keeps the owner, and says what the server holds then' {
        Add-ServedSharing $sandbox $before, (Get-ServedSharing $version -Public r------- -User @{ $clerk = 'rw------' } -Group @{ $clerks = 'r-------' })
        $set = Set-Dhis2Sharing dataElements OqYjd00phS6 -PublicAccess r -User @{ clerk = 'rw' } -PassThru
        @(Get-Put).path | Should -Be '/api/dataElements/OqYjd00phS6/sharing'
        $body = Get-Body
        $body.owner, $body.public | Should -Be 'M5zQapPyTZI', 'r-------'
        $body.users[$clerk].access | Should -Be rw------
        $body.users[$clerk].id | Should -Be $clerk
        $body.userGroups[$clerks].access | Should -Be r-------
        $body.ContainsKey('external') | Should -Be ($version -in '2.40', '2.42')
        $set.PSObject.TypeNames[0] | Should -Be Dhis2.Sharing
        $set.Public, $set.Owner, $set.Users[0].Access, $set.Users[0].Name | Should -Be 'r-------', 'M5zQapPyTZI', 'rw------', 'Clerk Test'
    }

    It 'replaces those of the kind that is given' {
        $held = Get-ServedSharing $version -User @{ $clerk = 'r-------' } -Group @{ $clerks = 'r-------' }
        Add-ServedSharing $sandbox $held, (Get-ServedSharing $version -User @{ $clerk = 'r-------' })
        Set-Dhis2Sharing dataElements OqYjd00phS6 -UserGroup @{} -Replace | Should -BeNullOrEmpty
        (Get-Body).userGroups.Count | Should -Be 0
        (Get-Body).users.Keys | Should -Be $clerk
    }

    It 'takes users and groups away, those that are gone as well' {
        $held = Get-ServedSharing $version -User @{ $clerk = 'r-------'; aaaaaaaaaaa = 'rw------' } -Group @{ $clerks = 'r-------' }
        Add-ServedSharing $sandbox $held, (Get-ServedSharing $version)
        Set-Dhis2Sharing dataElements OqYjd00phS6 -Remove clerk, Clerks, aaaaaaaaaaa
        (Get-Body).users.Count, (Get-Body).userGroups.Count | Should -Be 0, 0
    }

    It 'takes over what another object has' {
        Add-ServedSharing $sandbox $before, (Get-ServedSharing $version -User @{ $clerk = 'rw------' })
        Add-SandboxAnswer $sandbox '^/api/dataElements\?fields=' @{ dataElements = @(@{ id = 'wQnWB75rNpL'; name = 'Other'; sharing = (Get-ServedSharing $version -User @{ $clerk = 'rw------' }) }) }
        $other = Get-Dhis2Sharing dataElements wQnWB75rNpL
        $other.Users[0] | Should -BeOfType Dhis2.SharingAccess
        Set-Dhis2Sharing dataElements OqYjd00phS6 -User $other.Users -UserGroup @{} -Replace
        (Get-Body).users[$clerk].access | Should -Be rw------
        (Get-Body).userGroups.Count | Should -Be 0
    }

    It 'sends nothing where all is so already, and with -WhatIf' {
        Add-ServedSharing $sandbox $before
        (Set-Dhis2Sharing dataElements OqYjd00phS6 -PublicAccess rw------ -UserGroup "$clerks=r" -PassThru).Public | Should -Be rw------
        Set-Dhis2Sharing dataElements OqYjd00phS6 -PublicAccess -------- -WhatIf
        Get-Put | Should -BeNullOrEmpty
    }

    It 'refuses an access that is none, or not for the type, before anything is sent: <Access>' -ForEach @(
        @{ Access = 'banana'; Id = 'Dhis2.InvalidAccess,*' }
        @{ Access = 'rwrw----'; Id = 'Dhis2.InvalidAccess,*' }
        @{ Access = 'rw-------'; Id = 'Dhis2.InvalidAccess,*' }
        @{ Access = 'RW------'; Id = 'Dhis2.InvalidAccess,*' }
    ) {
        Add-ServedSharing $sandbox $before
        $outcome = Get-Outcome { Set-Dhis2Sharing dataElements OqYjd00phS6 -PublicAccess $Access }
        @($outcome.Errors) + @($outcome.End) | Where-Object { $_ } | ForEach-Object FullyQualifiedErrorId | Should -BeLike $Id
        Get-Put | Should -BeNullOrEmpty
    }

    It 'allows data of types whose data are shared' {
        Add-ServedSharing $sandbox $before, (Get-ServedSharing $version -Public rwrw---- -Group @{ $clerks = 'r-------' }) -Id J33aMjt3IoU -Type dataSets
        Set-Dhis2Sharing dataSets J33aMjt3IoU -PublicAccess rwrw
        (Get-Body).public | Should -Be rwrw----
    }

    It 'refuses types that are not shared' {
        $outcome = Get-Outcome { Set-Dhis2Sharing organisationUnits KFiYEZCK1ek -PublicAccess r }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        $outcome.Errors.Exception.Message | Should -BeLike '*not shared*'
        Get-Put | Should -BeNullOrEmpty
    }

    It 'shares with nobody who does not exist: <Name>' -ForEach @(
        @{ Name = 'a user'; More = @{ User = @{ aaaaaaaaaaa = 'r' } }; Target = 'aaaaaaaaaaa' }
        @{ Name = 'a group'; More = @{ UserGroup = 'bbbbbbbbbbb=r' }; Target = 'bbbbbbbbbbb' }
        @{ Name = 'a name'; More = @{ UserGroup = 'Nobody=r' }; Target = 'Nobody' }
        @{ Name = 'a user as a group'; More = @{ UserGroup = 'z1tRD1nXEcz=r' }; Target = 'z1tRD1nXEcz' }
        @{ Name = 'a name to be removed'; More = @{ Remove = 'Nobody' }; Target = 'Nobody' }
        @{ Name = 'an owner'; More = @{ Owner = 'nobody' }; Target = 'nobody' }
    ) {
        Add-ServedSharing $sandbox $before
        $outcome = Get-Outcome { Set-Dhis2Sharing dataElements OqYjd00phS6 @More }
        $outcome.End.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
        $outcome.End.TargetObject | Should -Be $Target
        Get-Put | Should -BeNullOrEmpty
    }

    It 'refuses what says nothing' {
        (Get-Outcome { Set-Dhis2Sharing dataElements OqYjd00phS6 }).End.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        (Get-Outcome { Set-Dhis2Sharing dataElements OqYjd00phS6 -PublicAccess r -Replace }).End.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        (Get-Outcome { Set-Dhis2Sharing dataElements OqYjd00phS6 -User @{ clerk = 'r'; $clerk = 'rw' } }).End.Exception.Message | Should -BeLike '*twice*'
        (Get-Outcome { Set-Dhis2Sharing -Id OqYjd00phS6 -PublicAccess r }).Errors.Exception.Message | Should -BeLike '*of which type*'
        Get-SandboxRequest $sandbox | Where-Object path -Like '/api/dataElements/*' | Should -BeNullOrEmpty
    }

    It 'says that a server stored what it refused, and what that is' {
        # A server that tells nothing of its types decides by itself.
        Clear-Sandbox $sandbox
        Clear-Dhis2Cache
        Add-SandboxRecording $sandbox -Area metadata-members -Name sharing-new-put-data-access -Path '/sharing$'
        Add-ServedSharing $sandbox $before, (Get-ServedSharing $version -Public rwrw---- -Group @{ $clerks = 'r-------' })
        $outcome = Get-Outcome { Set-Dhis2Sharing dataElements OqYjd00phS6 -PublicAccess rwrw }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Conflict,*'
        $outcome.Errors.Exception.Message | Should -BeLike '*stored it all the same*public rwrw----*E3016*'
        $outcome.Errors.TargetObject | Should -Be OqYjd00phS6
    }

    It 'says that a server did not do what it said' {
        Add-ServedSharing $sandbox $before
        $outcome = Get-Outcome { Set-Dhis2Sharing dataElements OqYjd00phS6 -PublicAccess r }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotDone,*'
        $outcome.Errors.Exception.Message | Should -BeLike '*holds: public rw------*'
    }

    It 'settles a lost answer by what the server holds, and sends nothing twice: <Case>' -ForEach @(
        @{ Case = 'it was done'; Public = 'r-------' }
        @{ Case = 'it was not'; Public = 'rw------'; Expected = 'Dhis2.NotDone,*' }
    ) {
        Add-SandboxFault $sandbox @{ kind = 'reset'; method = 'PUT'; path = '/sharing$'; count = 1 }
        Add-ServedSharing $sandbox $before, (Get-ServedSharing $version -Public $Public -Group @{ $clerks = 'r-------' })
        $outcome = Get-Outcome { Set-Dhis2Sharing dataElements OqYjd00phS6 -PublicAccess r }
        @($outcome.Errors.FullyQualifiedErrorId) | Should -BeLike "$Expected"
        @(Get-Put) | Should -HaveCount 1
    }

    It 'warns of an object that nobody owns, and gives it an owner' {
        Add-ServedSharing $sandbox (Get-ServedSharing $version -Owner ''), (Get-ServedSharing $version -Owner '' -Public --------)
        Set-Dhis2Sharing dataElements OqYjd00phS6 -PublicAccess -------- -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeLike '*no owner*'
        (Get-Body).ContainsKey('owner') | Should -BeFalse
        Clear-Sandbox $sandbox
        Add-ServedSharing $sandbox (Get-ServedSharing $version -Owner ''), (Get-ServedSharing $version -Owner $clerk)
        Set-Dhis2Sharing dataElements OqYjd00phS6 -Owner clerk
        (Get-Body).owner | Should -Be $clerk
    }

    It 'warns where the account may not see the object any more' {
        # Faults are looked at in their order.
        Add-SandboxFault $sandbox @{ kind = 'status'; status = 404; method = 'GET'; path = '^/api/dataElements/OqYjd00phS6'; count = 0; after = 1 }
        Add-ServedSharing $sandbox $before
        (Set-Dhis2Sharing dataElements OqYjd00phS6 -PublicAccess -------- -PassThru -WarningVariable warnings -WarningAction SilentlyContinue).Public | Should -Be --------
        $warnings | Should -BeLike '*may not see it any more*'
    }
}
