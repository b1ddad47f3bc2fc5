BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"

    # The sandbox knows this hash of the secret; a real server computes it.
    $secretText = 'client-Secret-1'
    $secretHash = '$2b$10$abcdefghijklmnopqrstuuHWtG9vAHlju4.ppgP0x2qv8SPINsKFa'
    $providerSecretText = 's%41cret +:ü&'

    function ConvertTo-Secret([string] $Text) {
        ConvertTo-SecureString $Text -AsPlainText -Force
    }

    function Get-BasicHeader([pscredential] $Credential = (Get-AdminCredential)) {
        $pair = "$($Credential.UserName):$($Credential.GetNetworkCredential().Password)"
        @{ Authorization = "Basic $([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($pair)))" }
    }

    function Get-FreePort {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $listener.LocalEndpoint.Port
        $listener.Stop()
    }

    function Register-Client($Sandbox, [hashtable] $Client) {
        $null = Invoke-RestMethod "$($Sandbox.Uri)api/oAuth2Clients" -Method Post -Body (ConvertTo-Json $Client) -ContentType 'application/json' -Headers (Get-BasicHeader)
    }

    # Registers a client that logs users in, as the version wants it, and gives its port.
    function Register-Login($Sandbox, [string] $Version, [switch] $Public) {
        $port = Get-FreePort
        if ($Version -in '2.40', '2.41') {
            Register-Client $Sandbox @{ cid = "ps-$port"; secret = $secretText; grantTypes = @('authorization_code', 'refresh_token'); redirectUris = @("http://127.0.0.1:$port/") }
        }
        elseif ($Public) {
            Register-Client $Sandbox @{ clientId = "ps-$port"; clientAuthenticationMethods = 'none'; authorizationGrantTypes = 'authorization_code,refresh_token'; redirectUris = 'http://127.0.0.1/'; scopes = 'openid,username' }
        }
        else {
            Register-Client $Sandbox @{ clientId = "ps-$port"; clientSecret = $secretHash; clientAuthenticationMethods = 'client_secret_basic'; authorizationGrantTypes = 'authorization_code,refresh_token'; redirectUris = 'http://127.0.0.1/'; scopes = 'openid,username' }
        }
        $port
    }

    # Runs Connect-Dhis2 beside this script, and gives back the address it shows.
    function Start-Login([hashtable] $Parameter) {
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($module, $parameters) $ErrorActionPreference = "Stop"; Import-Module $module; Connect-Dhis2 @parameters').AddArgument($env:DHIS2_MODULE).AddArgument($Parameter)
        $run = $shell.BeginInvoke()
        $address = $null
        for ($wait = 0; -not $address -and -not $run.IsCompleted -and $wait -lt 600; $wait++) {
            Start-Sleep -Milliseconds 100
            $address = @($shell.Streams.Information) -match 'open this address' | ForEach-Object { [regex]::Match("$_", 'https?://\S+$').Value } | Select-Object -First 1
        }
        [pscustomobject]@{ Shell = $shell; Run = $run; Address = [uri] $address; Notices = @() }
    }

    function Complete-Login($Login) {
        try {
            $Login.Shell.EndInvoke($Login.Run)
        }
        finally {
            $Login.Notices = @($Login.Shell.Streams.Information | ForEach-Object { "$_" })
            $Login.Shell.Dispose()
        }
    }

    # What a user does in the browser: log in, consent or not, and follow the way back.
    function Invoke-Browser($Sandbox, [uri] $Address, [switch] $Refuse) {
        $null = Invoke-WebRequest "$($Sandbox.Uri)api/me" -Headers (Get-BasicHeader ([pscredential]::new('reader', (ConvertTo-Secret 'Str0ng-Pass!word')))) -SessionVariable browser
        $once = @{ WebSession = $browser; MaximumRedirection = 0; SkipHttpErrorCheck = $true; ErrorAction = 'SilentlyContinue'; Headers = @{ Accept = 'text/html' } }
        $answer = Invoke-WebRequest $Address @once
        if ($answer.StatusCode -eq 200) {
            $form = if ($Address.AbsolutePath -like '/uaa/*') {
                @{ user_oauth_approval = if ($Refuse) { 'false' } else { 'true' } }
            }
            else {
                $consent = @{ client_id = [regex]::Match($answer.Content, 'name="client_id" value="([^"]+)"').Groups[1].Value; state = [regex]::Match($answer.Content, 'name="state" value="([^"]+)"').Groups[1].Value }
                if (-not $Refuse) {
                    $consent.scope = 'username'
                }
                $consent
            }
            $answer = Invoke-WebRequest "$($Sandbox.Uri.GetLeftPart('Authority'))$($Address.AbsolutePath)" -Method Post -Body $form @once
        }
        Invoke-WebRequest "$($answer.Headers.Location)" -SkipHttpErrorCheck
    }
}

Describe 'Connect-Dhis2 -OAuth2 -Interactive, DHIS2 <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        $version = $_
        $sandbox = Start-Sandbox -Version $version -Option '--oauth2'
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    It 'shows the address, waits for the browser, and is connected as the user' {
        $port = Register-Login $sandbox $version
        $login = Start-Login @{ Uri = $sandbox.Uri; OAuth2 = $true; Interactive = $true; NoBrowser = $true; ClientId = "ps-$port"; ClientSecret = (ConvertTo-Secret $secretText); RedirectPort = $port; PassThru = $true }
        $page = Invoke-Browser $sandbox $login.Address
        $page.StatusCode | Should -Be 200
        $page.Content | Should -Match 'logged in'
        $page.Content | Should -Not -Match 'code='
        $session = Complete-Login $login
        $session.UserName | Should -Be 'reader'
        $session.Authentication | Should -Be 'OAuth2'
        (ConvertTo-Json $session -Depth 4 -WarningAction SilentlyContinue) | Should -Not -Match ([regex]::Escape($secretText))
        $session.Dispose()
    }

    It 'says that the user refused' {
        $port = Register-Login $sandbox $version
        $login = Start-Login @{ Uri = $sandbox.Uri; OAuth2 = $true; Interactive = $true; NoBrowser = $true; ClientId = "ps-$port"; ClientSecret = (ConvertTo-Secret $secretText); RedirectPort = $port; PassThru = $true }
        $null = Invoke-Browser $sandbox $login.Address -Refuse
        { Complete-Login $login } | Should -Throw -ExpectedMessage '*access_denied*'
    }
}

Describe 'Connect-Dhis2 -OAuth2' {
    BeforeAll {
        $sandbox = Start-Sandbox -Version '2.42' -Option '--oauth2'
        $provider = "$($sandbox.Uri)_sandbox/provider"
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'keeps what a login with a profile brings in the vault of its secret, and asks nobody the next time' {
        Import-Module "$PSScriptRoot/../Support/Profiles.psm1"
        $places = Enter-ProfileHome $TestDrive
        $screens = $env:DISPLAY, $env:WAYLAND_DISPLAY
        $env:DISPLAY = $env:WAYLAND_DISPLAY = $null
        try {
            Add-FakeVault $TestDrive
            $port = Register-Login $sandbox '2.42'
            New-Dhis2Profile me $sandbox.Uri -OAuth2 -ClientId "ps-$port" -Interactive -SecretName client -Default
            $login = Start-Login @{ PassThru = $true }
            $null = Invoke-Browser $sandbox $login.Address
            (Complete-Login $login).Dispose()
            $kept = [Net.NetworkCredential]::new('', (Microsoft.PowerShell.SecretManagement\Get-Secret client.refresh)).Password
            $kept | Should -Not -BeNullOrEmpty
            Get-Content $places.User -Raw | Should -Not -Match ([regex]::Escape($kept))
            $session = Connect-Dhis2 -PassThru -NoDefault
            $session.UserName | Should -Be 'reader'
            @(Get-SandboxRequest $sandbox '*/oauth2/token*').body | Select-Object -Last 1 | Should -Match 'grant_type=refresh_token'
        }
        finally {
            $env:DISPLAY, $env:WAYLAND_DISPLAY = $screens
            Exit-ProfileHome
        }
    }

    It 'tells who logs in with a public client that the session is short' {
        $port = Register-Login $sandbox '2.42' -Public
        $login = Start-Login @{ Uri = $sandbox.Uri; OAuth2 = $true; Interactive = $true; NoBrowser = $true; ClientId = "ps-$port"; PassThru = $true }
        $null = Invoke-Browser $sandbox $login.Address
        (Complete-Login $login).Dispose()
        $login.Notices -match 'no refresh token' | Should -HaveCount 1
    }

    It 'opens the browser of the system' -Skip:(-not $IsLinux) {
        $seen = Join-Path $TestDrive 'opened'
        $opener = Join-Path $TestDrive 'xdg-open'
        Set-Content -LiteralPath $opener -Value "#!/bin/sh`necho noise`nprintf '%s' `"`$1`" > '$seen.part' && mv '$seen.part' '$seen'"
        chmod +x $opener
        $path, $display = $env:PATH, $env:DISPLAY
        try {
            $env:PATH = "$TestDrive$([IO.Path]::PathSeparator)$path"
            $env:DISPLAY = ':0'
            $port = Register-Login $sandbox '2.42' -Public
            $login = Start-Login @{ Uri = $sandbox.Uri; OAuth2 = $true; Interactive = $true; ClientId = "ps-$port"; PassThru = $true }
            for ($wait = 0; -not (Test-Path $seen) -and $wait -lt 100; $wait++) {
                Start-Sleep -Milliseconds 100
            }
            $address = Get-Content -LiteralPath $seen -Raw
            $address | Should -Be $login.Address.AbsoluteUri
            $null = Invoke-Browser $sandbox $address
            (Complete-Login $login).Dispose()
        }
        finally {
            $env:PATH, $env:DISPLAY = $path, $display
        }
    }

    It 'gets a token of a provider with a secret, and sends it to the server alone' {
        $session = Connect-Dhis2 $sandbox.Uri -OAuth2 -ClientId robot -ClientSecret (ConvertTo-Secret $providerSecretText) -TokenEndpoint "$provider/token" -Audience fake-client -PassThru
        $session.UserName | Should -Be 'oidc_user'
        @(Get-SandboxRequest $sandbox '*/provider/token').Count | Should -Be 1
        (Get-SandboxRequest $sandbox '/api/me*' | Select-Object -Last 1).headers.Authorization | Should -BeLike 'Bearer *'
    }

    It 'finds the endpoints of a provider by its issuer' {
        (Connect-Dhis2 $sandbox.Uri -OAuth2 -ClientId robot -ClientSecret (ConvertTo-Secret $providerSecretText) -Issuer $provider -PassThru).UserName | Should -Be 'oidc_user'
    }

    It 'proves an enrolled device by its key' {
        $rsa = [Security.Cryptography.RSA]::Create(2048)
        $key = Join-Path $TestDrive 'device.pem'
        Set-Content -LiteralPath $key -Value $rsa.ExportPkcs8PrivateKeyPem()
        $encode = { [Convert]::ToBase64String($args[0]).TrimEnd('=').Replace('+', '-').Replace('/', '_') }
        $public = $rsa.ExportParameters($false)
        $once = @{ MaximumRedirection = 0; SkipHttpErrorCheck = $true; ErrorAction = 'SilentlyContinue'; Headers = (Get-BasicHeader) }
        $enrolled = Invoke-WebRequest "$($sandbox.Uri)api/auth/enrollDevice?redirectUri=dhis2oauth%3A%2F%2Foauth&state=x" @once
        $token = [regex]::Match("$($enrolled.Headers.Location)", 'iat=([^&]+)').Groups[1].Value
        $body = @{ client_name = 'runbook'; scope = 'openid username'; token_endpoint_auth_method = 'private_key_jwt'; jwks = @{ keys = @(@{ kty = 'RSA'; kid = 'one'; e = (& $encode $public.Exponent); n = (& $encode $public.Modulus) }) } }
        $device = Invoke-RestMethod "$($sandbox.Uri)connect/register" -Method Post -Body (ConvertTo-Json $body -Depth 5) -ContentType 'application/json' -Headers @{ Authorization = "Bearer $token" }
        $session = Connect-Dhis2 $sandbox.Uri -OAuth2 -ClientId $device.client_id -ClientKeyPath $key -ClientKeyId one -PassThru
        $session.UserName | Should -Be 'admin'
    }

    It 'says that the server gives credentials to devices only' {
        Register-Client $sandbox @{ clientId = 'plain-client'; clientSecret = $secretHash; clientAuthenticationMethods = 'client_secret_basic'; authorizationGrantTypes = 'authorization_code'; redirectUris = 'http://127.0.0.1/'; scopes = 'username' }
        $record = { Connect-Dhis2 $sandbox.Uri -OAuth2 -ClientId plain-client -ClientSecret (ConvertTo-Secret $secretText) } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.OAuth2Refused,*'
        $record.CategoryInfo.Category | Should -Be 'AuthenticationError'
        $record.Exception | Should -BeOfType ([Dhis2.Dhis2OAuth2Exception])
        $record.Exception.Error | Should -Be 'unauthorized_client'
        $record.ErrorDetails.RecommendedAction | Should -Match 'ClientKeyPath'
    }

    It 'shows no secret in any stream' {
        $all = Connect-Dhis2 $sandbox.Uri -OAuth2 -ClientId robot -ClientSecret (ConvertTo-Secret $providerSecretText) -Issuer $provider -PassThru -Verbose -Debug *>&1
        $text = $all | Out-String -Width 500
        $text | Should -Match '/_sandbox/provider/token'
        $text | Should -Not -Match 'Bearer|eyJ|s%41cret|Basic '
    }

    It 'goes on when a token is revoked, and says that a session has ended when it cannot be renewed' {
        $port = Register-Login $sandbox '2.42'
        $login = Start-Login @{ Uri = $sandbox.Uri; OAuth2 = $true; Interactive = $true; NoBrowser = $true; ClientId = "ps-$port"; ClientSecret = (ConvertTo-Secret $secretText); PassThru = $true }
        $null = Invoke-Browser $sandbox $login.Address
        $session = Complete-Login $login
        $null = Invoke-RestMethod "$($sandbox.Uri)_sandbox/access-tokens" -Method Delete
        (Get-Dhis2SystemInfo -Session $session).version | Should -Match '^2\.42'
        (Invoke-Dhis2Request me -Session $session).username | Should -Be 'reader'
        $null = Invoke-RestMethod "$($sandbox.Uri)_sandbox/access-tokens" -Method Delete
        $null = Invoke-RestMethod "$($sandbox.Uri)_sandbox/refresh-tokens" -Method Delete
        { Invoke-Dhis2Request me -Session $session -ErrorAction Stop } | Should -Throw -ErrorId 'Dhis2.SessionEnded,*'
    }

    It 'names a key file that cannot be read' {
        $record = { Connect-Dhis2 $sandbox.Uri -OAuth2 -ClientId x -ClientKeyPath (Join-Path $TestDrive 'none.pem') } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        "$($record.TargetObject)" | Should -BeLike '*none.pem'
    }
}
