BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    Import-Module "$PSScriptRoot/../Support/Profiles.psm1" -Force
    $sandbox = Start-Sandbox

    # Who the server was told, in the last request for its information.
    function Get-Sent {
        $header = (Get-SandboxRequest $sandbox '*/system/info*' | Select-Object -Last 1).headers.Authorization
        if ($header -like 'Basic *') {
            [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($header.Substring(6)))
        }
        else {
            $header
        }
    }

    function New-Dish([string] $Folder, [string] $UserName) {
        $null = New-Item -ItemType Directory $Folder -Force
        @{ dhis = @{ baseurl = "$($sandbox.Uri)".TrimEnd('/'); username = $UserName; password = 'district' } } | ConvertTo-Json | Set-Content (Join-Path $Folder 'dish.json')
    }
}

AfterAll {
    Get-Dhis2Session | Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Connect-Dhis2 from a profile, a file or the environment' {
    BeforeEach {
        $places = Enter-ProfileHome $TestDrive
        Clear-Sandbox $sandbox
        Get-Dhis2Session | Disconnect-Dhis2
    }

    AfterEach {
        Exit-ProfileHome
    }

    It 'still takes address and credential by position' {
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $session = Get-Dhis2Session
        $session.UserName, $session.Profile, $session.Source | Should -Be 'admin', $null, $null
    }

    It 'asks who, or says so, when it is given an address alone' {
        $record = { Connect-Dhis2 $sandbox.Uri } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        $record.ErrorDetails.RecommendedAction | Should -Match '-Credential or -Token'
    }

    It 'says that the address is missing: <Name>' -ForEach @(
        @{ Name = 'Token'; Value = [securestring]::new() }
        @{ Name = 'Credential'; Value = [pscredential]::new('admin', [securestring]::new()) }
    ) {
        $given = @{ $Name = $Value }
        { Connect-Dhis2 @given } | Should -Throw -ErrorId 'MissingMandatoryParameter,*' -ExpectedMessage '*Uri*'
    }

    # Each account has its own password, so that the server refuses it and its log tells which was taken.
    It 'goes through the places in their order' {
        function Get-Taken([hashtable] $More = @{}) {
            Clear-Sandbox $sandbox
            { Connect-Dhis2 @More } | Should -Throw -ErrorId 'Dhis2.Authentication,*'
            Get-Sent
        }
        $secret = { param($name) [pscredential]::new($name, (ConvertTo-Secure "of-$name")) }
        New-Dhis2Profile named $sandbox.Uri -Credential (& $secret 'named') -AllowPlaintextSecret
        New-Dhis2Profile variable $sandbox.Uri -Credential (& $secret 'variable') -AllowPlaintextSecret
        New-Dhis2Profile own $sandbox.Uri -Credential (& $secret 'own') -AllowPlaintextSecret -Default
        New-Dhis2Profile project $sandbox.Uri -Credential (& $secret 'project') -AllowPlaintextSecret -Scope Project -Default
        New-Dish (Join-Path $places.Home 'dhis') 'dhis-home'
        New-Dish $places.Home 'home'
        $env:DHIS_HOME = Join-Path $places.Home 'dhis'
        $env:DHIS2_URL = $sandbox.Uri
        $env:DHIS2_PAT = 'd2p_of_variable'
        $env:DHIS2_PROFILE = 'variable'

        Get-Taken @{ Profile = 'named' } | Should -Be 'named:of-named'
        Get-Taken | Should -Be 'variable:of-variable'
        $env:DHIS2_PROFILE = $null
        Clear-Sandbox $sandbox
        { Connect-Dhis2 } | Should -Throw -ErrorId 'Dhis2.MalformedToken,*'
        Get-Sent | Should -Be 'ApiToken d2p_of_variable'
        $env:DHIS2_PAT = $null
        $env:DHIS2_USERNAME = 'maria'
        $env:DHIS2_PASSWORD = 'of-maria'
        Get-Taken | Should -Be 'maria:of-maria'
        $env:DHIS2_URL = $null
        Get-Taken | Should -Be 'project:of-project'
        Set-Dhis2Profile project -Default:$false
        Get-Taken | Should -Be 'own:of-own'
        Remove-Dhis2Profile own -Force
        Get-Taken | Should -Be 'dhis-home:district'
        $env:DHIS_HOME = $null
        Get-Taken | Should -Be 'home:district'
        Remove-Item (Join-Path $places.Home 'dish.json')
        $record = { Connect-Dhis2 } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NoConnection,*'
        $record.ErrorDetails.RecommendedAction | Should -Match 'DHIS2_URL'
    }

    It 'finds the project of where PowerShell is, and not of where the process is' {
        New-Dhis2Profile project $sandbox.Uri -Credential (Get-AdminCredential) -AllowPlaintextSecret -Scope Project -Default
        [Environment]::CurrentDirectory | Should -Not -Be $places.Work
        Connect-Dhis2
        (Get-Dhis2Session).Profile | Should -Be 'project'
        Set-Location $places.Home
        { Connect-Dhis2 } | Should -Throw -ErrorId 'Dhis2.NoConnection,*'
    }

    It 'takes the project''s profile of two that are named alike' {
        New-Dhis2Profile prod $sandbox.Uri -Token (ConvertTo-Secure 'd2p_user') -AllowPlaintextSecret
        New-Dhis2Profile prod $sandbox.Uri -Credential (Get-AdminCredential) -AllowPlaintextSecret -Scope Project
        Connect-Dhis2 -Profile PROD
        Get-Sent | Should -Be 'admin:district'
    }

    It 'tells the session where it came from, and takes the other parameters as they are' {
        New-Dhis2Profile prod $sandbox.Uri -Credential (Get-AdminCredential) -AllowPlaintextSecret
        $session = Connect-Dhis2 -Profile prod -Name main -UserAgent probe/2 -PassThru
        $session.Name, $session.Profile | Should -Be 'main', 'prod'
        $session.Source | Should -Be "profile 'prod' of the user ($($places.User))"
        (Get-SandboxRequest $sandbox '*/system/info*' | Select-Object -Last 1).headers.'User-Agent' | Should -Be 'probe/2'
    }

    It 'says an unknown profile and takes no other' {
        New-Dhis2Profile prod $sandbox.Uri -Credential (Get-AdminCredential) -AllowPlaintextSecret -Default
        $record = { Connect-Dhis2 -Profile nobody } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.UnknownProfile,*'
        $record.TargetObject | Should -Be 'nobody'
        $record.ErrorDetails.RecommendedAction | Should -Match 'prod'
        $env:DHIS2_PROFILE = 'nobody'
        { Connect-Dhis2 } | Should -Throw -ErrorId 'Dhis2.UnknownProfile,*' -ExpectedMessage '*DHIS2_PROFILE*'
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'names the variable that is wrong: <Said>' -ForEach @(
        @{ Given = @{ DHIS2_URL = 'https://x.example.org' }; Id = 'Variables'; Said = 'no secret' }
        @{ Given = @{ DHIS2_URL = 'https://x.example.org'; DHIS2_USERNAME = 'admin' }; Id = 'Variables'; Said = 'DHIS2_PASSWORD is not' }
        @{ Given = @{ DHIS2_URL = 'https://x.example.org'; DHIS2_PASSWORD = 'd2p_plain' }; Id = 'Variables'; Said = 'DHIS2_USERNAME is not' }
        @{ Given = @{ DHIS2_URL = 'https://x.example.org'; DHIS2_USERNAME = 'admin'; DHIS2_PASSWORD = 'd2p_plain'; DHIS2_PAT = 'd2p_plain' }; Id = 'TwoSecrets'; Said = 'DHIS2_PAT and DHIS2_PASSWORD' }
        @{ Given = @{ DHIS2_URL = 'nowhere'; DHIS2_PAT = 'd2p_plain' }; Id = 'Variables'; Said = 'DHIS2_URL is no address' }
        @{ Given = @{ DHIS2_URL = 'http://x.example.org'; DHIS2_PAT = 'd2p_plain' }; Id = 'Input'; Said = 'plain http' }
    ) {
        foreach ($name in $Given.Keys) {
            Set-Item "Env:$name" $Given[$name]
        }
        $record = { Connect-Dhis2 } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike "Dhis2.$Id,*"
        "$record" | Should -Match $Said
        $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $record | Format-List * -Force | Out-String | Should -Not -Match 'd2p_plain'
    }

    It 'warns that a token without an address is not used' {
        New-Dhis2Profile prod $sandbox.Uri -Credential (Get-AdminCredential) -AllowPlaintextSecret -Default
        $env:DHIS2_PAT = 'd2p_plain'
        Connect-Dhis2 -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'DHIS2_PAT'
        "$warnings" | Should -Not -Match 'd2p_plain'
        Get-Sent | Should -Be 'admin:district'
    }

    It 'refuses a secret that others can read' -Skip:($IsWindows -or $PSVersionTable.PSEdition -ne 'Core') {
        New-Dhis2Profile prod $sandbox.Uri -Credential (Get-AdminCredential) -AllowPlaintextSecret
        chmod 644 $places.User
        $record = { Connect-Dhis2 -Profile prod } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.ReadableByOthers,*'
        $record.ErrorDetails.RecommendedAction | Should -Match 'chmod 600'
        chmod 600 $places.User
        Connect-Dhis2 -Profile prod
        Get-SandboxRequest $sandbox '*/system/info*' | Should -HaveCount 1
    }

    It 'says no secret in any stream' {
        New-Dhis2Profile prod $sandbox.Uri -Credential (Get-AdminCredential) -AllowPlaintextSecret
        $all = Connect-Dhis2 -Profile prod -PassThru -Verbose -Debug *>&1
        $all.Count | Should -BeGreaterThan 3
        Get-AllText $all | Should -Not -Match 'district|YWRtaW46'
        "$all" | Should -Match "profile 'prod' of the user"
    }

    Context 'with a file such as dish.json' {
        It 'takes <Kind>' -ForEach @(
            @{ Kind = 'user name and password'; Account = @{ username = 'admin'; password = 'district' }; Slash = ''; Sent = 'admin:district' }
            @{ Kind = 'an address that ends in a slash'; Account = @{ username = 'admin'; password = 'district' }; Slash = '/'; Sent = 'admin:district' }
        ) {
            @{ dhis = $Account + @{ baseurl = "$($sandbox.Uri)".TrimEnd('/') + $Slash } } | ConvertTo-Json | Set-Content auth.json
            Connect-Dhis2 -AuthFile auth.json -WarningAction SilentlyContinue
            Get-Sent | Should -Be $Sent
            (Get-Dhis2Session).Source | Should -Be "file '$(Join-Path $places.Work 'auth.json')'"
        }

        It 'takes a token' {
            @{ dhis = @{ baseurl = $sandbox.Uri; token = 'd2p_in_a_file' } } | ConvertTo-Json | Set-Content auth.json
            { Connect-Dhis2 -AuthFile auth.json -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'Dhis2.MalformedToken,*'
            Get-Sent | Should -Be 'ApiToken d2p_in_a_file'
        }

        It 'warns where others can read it' -Skip:($IsWindows -or $PSVersionTable.PSEdition -ne 'Core') {
            New-Dish . 'admin'
            chmod 644 dish.json
            Connect-Dhis2 -AuthFile dish.json -WarningVariable warnings -WarningAction SilentlyContinue
            "$warnings" | Should -Match 'chmod 600'
            chmod 600 dish.json
            Connect-Dhis2 -AuthFile dish.json -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings | Should -BeNullOrEmpty
        }

        It 'says what is wrong with it: <Said>' -ForEach @(
            @{ Text = $null; Id = 'NoAuthFile'; Said = 'does not exist' }
            @{ Text = "{`n  ""dhis"": d2p_plain`n}"; Id = 'Damaged'; Said = 'line 2, column 11' }
            @{ Text = '{"dhis":{"baseurl":"https://x.example.org","username":"admin"}}'; Id = 'Damaged'; Said = 'username and password are wanted' }
            @{ Text = '{"dhis":{"baseurl":"http://x.example.org","username":"admin","password":"d2p_plain"}}'; Id = 'Input'; Said = 'plain http' }
            @{ Text = '{"dhis":{"baseurl":"https://x.example.org","token":"a","password":"d2p_plain"}}'; Id = 'TwoSecrets'; Said = 'password and token' }
        ) {
            if ($Text) {
                Set-Content auth.json $Text
            }
            $record = { Connect-Dhis2 -AuthFile auth.json -WarningAction SilentlyContinue } | Should -Throw -PassThru
            $record.FullyQualifiedErrorId | Should -BeLike "Dhis2.$Id,*"
            "$record" | Should -Match $Said
            "$record" | Should -Not -Match 'd2p_plain'
        }
    }

    Context 'with a vault of SecretManagement' {
        BeforeEach {
            Add-FakeVault $TestDrive
        }

        It 'takes <Kind>' -ForEach @(
            @{ Kind = 'a credential, user name and all'; Secret = 'admin'; More = @{} }
            @{ Kind = 'a SecureString with the profile''s user name'; Secret = 'password'; More = @{ UserName = 'admin' } }
            @{ Kind = 'a text'; Secret = 'text'; More = @{ UserName = 'admin'; Vault = 'Local' } }
            @{ Kind = 'a hashtable'; Secret = 'table'; More = @{} }
        ) {
            New-Dhis2Profile prod $sandbox.Uri -SecretName $Secret @More
            Connect-Dhis2 -Profile prod
            Get-Sent | Should -Be 'admin:district'
            Microsoft.PowerShell.SecretManagement\Get-Asked | Select-Object -Last 1 | Should -Be "$($More.Vault)/$Secret"
        }

        It 'takes a text without a user name for a token' {
            New-Dhis2Profile prod $sandbox.Uri -SecretName token
            { Connect-Dhis2 -Profile prod } | Should -Throw -ErrorId 'Dhis2.MalformedToken,*'
            Get-Sent | Should -Be 'ApiToken d2p_from_the_vault'
        }

        It 'says what is wrong: <Id>' -ForEach @(
            @{ Id = 'SecretNotFound'; Secret = 'nothing'; Vault = 'Local'; Said = 'was not found' }
            @{ Id = 'UnknownVault'; Secret = 'admin'; Vault = 'Elsewhere'; Said = "no vault 'Elsewhere'" }
            @{ Id = 'SecretType'; Secret = 'number'; Vault = 'Local'; Said = 'no use' }
            @{ Id = 'EmptySecret'; Secret = 'empty'; Vault = 'Local'; Said = 'is empty' }
        ) {
            New-Dhis2Profile prod $sandbox.Uri -SecretName $Secret -Vault $Vault
            $record = { Connect-Dhis2 -Profile prod } | Should -Throw -PassThru
            $record.FullyQualifiedErrorId | Should -BeLike "Dhis2.$Id,*"
            "$record" | Should -Match $Said
            $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
        }

        It 'keeps the refresh token of OAuth2 beside the client''s secret, until the server takes it no more' {
            $old = Start-Sandbox -Version 2.41
            try {
                $admin = @{ Authentication = 'Basic'; Credential = Get-AdminCredential }
                $leave = @{ AllowUnencryptedAuthentication = $true }
                $client = @{ cid = 'ps'; secret = 'client-Secret-1'; grantTypes = 'password', 'refresh_token', 'authorization_code'; redirectUris = @('http://127.0.0.1/') }
                $null = Invoke-RestMethod "$($old.Uri)api/oAuth2Clients" -Method Post -Body (ConvertTo-Json $client) -ContentType 'application/json' @admin @leave
                # As a login with a browser would have left it.
                $form = @{ grant_type = 'password'; username = 'reader'; password = 'Str0ng-Pass!word' }
                $given = Invoke-RestMethod "$($old.Uri)uaa/oauth/token" -Method Post -Body $form -Authentication Basic -Credential ([pscredential]::new('ps', (ConvertTo-Secure 'client-Secret-1'))) @leave
                Microsoft.PowerShell.SecretManagement\Set-Secret client.refresh (ConvertTo-Secure $given.refresh_token)

                New-Dhis2Profile me $old.Uri -OAuth2 -ClientId ps -Interactive -SecretName client
                $test = Test-Dhis2Profile me
                $test.Message | Should -Be 'Connected.'
                $test.UserName | Should -Be 'reader'

                $null = Invoke-RestMethod "$($old.Uri)_sandbox/refresh-tokens" -Method Delete
                (Test-Dhis2Profile me).Success | Should -BeFalse
                { Microsoft.PowerShell.SecretManagement\Get-Secret client.refresh -ErrorAction Stop } | Should -Throw '*not found*'
                Get-Content $places.User -Raw | Should -Not -Match 'refreshToken'
            }
            finally {
                Stop-Sandbox $old
            }
        }

        It 'sends no secret of the vault to where a project''s file says, unless the user agreed' {
            $null = New-Item -ItemType Directory (Join-Path $places.Project '.dhis2')
            $other = @{ version = 1; default = 'other'; profiles = @{ other = @{ uri = "$($sandbox.Uri)"; secret = @{ name = 'admin' } } } }
            ConvertTo-Json $other -Depth 5 | Set-Content (Join-Path $places.Project '.dhis2/profiles.json')
            $record = { Connect-Dhis2 } | Should -Throw -PassThru
            $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.SecretNotApproved,*'
            $record.TargetObject | Should -Be 'other'
            $record.ErrorDetails.RecommendedAction | Should -Match ([regex]::Escape("New-Dhis2Profile NAME $($sandbox.Uri) -SecretName admin"))
            (Test-Dhis2Profile other).ErrorId | Should -Be 'Dhis2.SecretNotApproved'
            Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
            Microsoft.PowerShell.SecretManagement\Get-Asked | Should -BeNullOrEmpty

            New-Dhis2Profile mine $sandbox.Uri -SecretName admin
            Connect-Dhis2
            Get-Sent | Should -Be 'admin:district'
            Remove-Dhis2Profile mine -Force
            { Connect-Dhis2 } | Should -Throw -ErrorId 'Dhis2.SecretNotApproved,*'
        }

        It 'asks at a prompt, takes <Answer> for <Agreed>, and remembers a yes' -ForEach @(
            @{ Answer = 'nothing'; Typed = ''; Agreed = 'no' }
            @{ Answer = 'n'; Typed = 'n'; Agreed = 'no' }
            @{ Answer = 'y'; Typed = 'y'; Agreed = 'yes' }
        ) {
            New-Dhis2Profile other $sandbox.Uri -SecretName admin -Scope Project
            $approved = Join-Path $places.Config 'approved-secrets.json'
            # As if another had written the project's file.
            Remove-Item $approved
            $command = @(Get-EngineCommand)
            $more = @($command | Select-Object -Skip 1)
            $script = "Import-Module '$((Get-Module Dhis2).Path)'; (Connect-Dhis2 -Profile other -PassThru).UserName"
            $said = $Typed | & $command[0] @more -NoProfile -Command $script 2>&1 | Out-String
            $said | Should -Match 'other'
            Test-Path $approved | Should -Be ($Agreed -eq 'yes')
            if ($Agreed -eq 'yes') {
                $said | Should -Match '(?m)^admin\r?$'
                Connect-Dhis2 -Profile other
                Get-Sent | Should -Be 'admin:district'
            }
            else {
                $said | Should -Match 'have not agreed'
                Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
            }
        }

        It 'need not ask who writes the project''s profile themselves' {
            New-Dhis2Profile team $sandbox.Uri -SecretName admin -Scope Project
            Connect-Dhis2 -Profile team
            Get-Sent | Should -Be 'admin:district'
            Set-Dhis2Profile team -SecretName password -UserName admin
            { Connect-Dhis2 -Profile team } | Should -Throw -ErrorId 'Dhis2.SecretNotApproved,*'
        }

        It 'says no secret of the vault in any stream' {
            New-Dhis2Profile prod $sandbox.Uri -SecretName text -UserName admin
            $all = Connect-Dhis2 -Profile prod -PassThru -Verbose -Debug *>&1
            Get-AllText $all | Should -Not -Match 'district'
        }
    }

    It 'says that SecretManagement is missing, and how to get it' {
        New-Dhis2Profile prod $sandbox.Uri -SecretName admin
        $env:PSModulePath = Join-Path $TestDrive 'no-modules'
        Get-Module Microsoft.PowerShell.SecretManagement | Remove-Module
        $record = { Connect-Dhis2 -Profile prod } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NoSecretManagement,*'
        $record.ErrorDetails.RecommendedAction | Should -Match 'Install-Module Microsoft.PowerShell.SecretManagement'
    }

    It 'connects a client of a provider by its secret, and says when it is the wrong one' {
        $other = Start-Sandbox -Option '--oauth2'
        try {
            $client = @{ OAuth2 = $true; ClientId = 'robot'; Audience = 'fake-client'; TokenEndpoint = "$($other.Uri)_sandbox/provider/token" }
            New-Dhis2Profile service $other.Uri @client -ClientSecret (ConvertTo-SecureString 's%41cret +:ü&' -AsPlainText -Force) -AllowPlaintextSecret
            $session = Connect-Dhis2 -Profile service -PassThru -NoDefault
            $session.Authentication | Should -Be 'OAuth2'
            $session.Profile | Should -Be 'service'
            Set-Dhis2Profile service -ClientSecret (ConvertTo-SecureString 'wrong-secret' -AsPlainText -Force) -AllowPlaintextSecret
            $record = { Connect-Dhis2 -Profile service } | Should -Throw -PassThru
            $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.OAuth2Refused,*'
            "$record" | Should -Not -Match 'wrong-secret'
        }
        finally {
            Stop-Sandbox $other
        }
    }

    It 'opens no browser to test a profile' {
        $other = Start-Sandbox -Option '--oauth2'
        try {
            New-Dhis2Profile me $other.Uri -OAuth2 -ClientId ps -Interactive
            $test = Test-Dhis2Profile me
            $test.Success | Should -BeFalse
            $test.Message | Should -Match 'browser'
        }
        finally {
            Stop-Sandbox $other
        }
    }

    It 'writes no secret to a transcript' {
        $script = @'
Import-Module $env:DHIS2_MODULE
Start-Transcript transcript.txt | Out-Null
$VerbosePreference = $DebugPreference = 'Continue'
Connect-Dhis2
Get-Dhis2Profile | Format-List *
Get-Dhis2Session | Format-List *
Stop-Transcript | Out-Null
'@
        New-Dhis2Profile prod $sandbox.Uri -Credential (Get-AdminCredential) -AllowPlaintextSecret -Default
        $null = Invoke-ChildEngine '-WorkingDirectory', $places.Work, '-Command', $script
        $LASTEXITCODE | Should -Be 0
        $transcript = Get-Content -Raw transcript.txt
        $transcript | Should -Match "profile 'prod' of the user"
        $transcript | Should -Match 'GET /api/system/info 200'
        $transcript | Should -Not -Match 'district|YWRtaW46'
    }
}
