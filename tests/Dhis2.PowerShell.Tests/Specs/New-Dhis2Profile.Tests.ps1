BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    Import-Module "$PSScriptRoot/../Support/Profiles.psm1" -Force
    $uri = 'https://dhis2.example.org/hmis'
}

Describe 'New-Dhis2Profile' {
    BeforeEach {
        $places = Enter-ProfileHome $TestDrive
    }

    AfterEach {
        Exit-ProfileHome
    }

    It 'writes nothing, and the profile with -PassThru' {
        New-Dhis2Profile one $uri -SecretName admin | Should -BeNullOrEmpty
        $two = New-Dhis2Profile two $uri -SecretName admin -Vault Local -UserName maria -Default -PassThru
        $two | Should -BeOfType ([Dhis2.Profile])
        $two.Uri | Should -Be 'https://dhis2.example.org/hmis/'
        $two.Authentication, $two.UserName, $two.SecretStore, $two.SecretName, $two.Vault, $two.IsDefault, $two.Scope, $two.Path |
            Should -Be 'Basic', 'maria', 'Vault', 'admin', 'Local', $true, 'User', $places.User
    }

    It 'keeps a reference to a secret, and no secret' {
        New-Dhis2Profile one $uri -SecretName admin
        $file = Get-Content -Raw $places.User | ConvertFrom-Json
        $file.version | Should -Be 1
        $file.profiles.one | ConvertTo-Json -Compress | Should -Be '{"uri":"https://dhis2.example.org/hmis/","secret":{"name":"admin"}}'
    }

    It 'refuses plain text unless it is allowed, and says both ways: -<Name>' -ForEach @(
        @{ Name = 'Token'; Secret = { ConvertTo-Secure 'd2p_plain' }; More = @{} }
        @{ Name = 'Credential'; Secret = { [pscredential]::new('admin', (ConvertTo-Secure 'd2p_plain')) }; More = @{} }
        @{ Name = 'ClientSecret'; Secret = { ConvertTo-Secure 'd2p_plain' }; More = @{ OAuth2 = $true; ClientId = 'ps' } }
    ) {
        $secret = @{ $Name = & $Secret }
        $record = { New-Dhis2Profile one $uri @secret @More } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.PlaintextNotAllowed,*'
        $record.TargetObject | Should -Be 'one'
        $record.ErrorDetails.RecommendedAction | Should -Match '-SecretName'
        $record.ErrorDetails.RecommendedAction | Should -Match '-AllowPlaintextSecret'
        $places.User | Should -Not -Exist

        New-Dhis2Profile one $uri @secret @More -AllowPlaintextSecret
        (Get-Content -Raw $places.User | ConvertFrom-Json).profiles.one.plaintextSecret | Should -Be 'd2p_plain'
        (Get-Dhis2Profile one).SecretStore | Should -Be 'File'
    }

    It 'makes file and folder for their owner alone' -Skip:($IsWindows -or $PSVersionTable.PSEdition -ne 'Core') {
        New-Dhis2Profile one $uri -Token (ConvertTo-Secure 'd2p_plain') -AllowPlaintextSecret
        [IO.File]::GetUnixFileMode($places.User) | Should -Be 'UserWrite, UserRead'
        [IO.File]::GetUnixFileMode($places.Config) | Should -Be 'UserExecute, UserWrite, UserRead'
    }

    It 'refuses two secrets: <Names>' -ForEach @(
        @{ Names = '-SecretName and -Token'; Secrets = @{ SecretName = 'admin'; Token = [securestring]::new() } }
        @{ Names = '-Credential and -Token'; Secrets = @{ Credential = [pscredential]::new('a', [securestring]::new()); Token = [securestring]::new() } }
        @{ Names = '-SecretName and -Credential'; Secrets = @{ SecretName = 'admin'; Credential = [pscredential]::new('a', [securestring]::new()) } }
        @{ Names = '-SecretName and -ClientSecret'; Secrets = @{ SecretName = 'admin'; ClientSecret = [securestring]::new(); ClientId = 'ps' } }
    ) {
        $record = { New-Dhis2Profile one $uri @Secrets -AllowPlaintextSecret } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.TwoSecrets,*'
        "$record" | Should -BeLike "*: $Names."
        $places.User | Should -Not -Exist
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'a profile without a secret'; Id = 'NoSecret'; Given = @{ Name = 'one'; Uri = 'https://x.example.org' } }
        @{ What = 'OAuth2 without a client'; Id = 'Input'; Given = @{ Name = 'one'; Uri = 'https://x.example.org'; OAuth2 = $true; SecretName = 's' } }
        @{ What = 'OAuth2 for a client without a secret'; Id = 'NoSecret'; Given = @{ Name = 'one'; Uri = 'https://x.example.org'; OAuth2 = $true; ClientId = 'ps' } }
        @{ What = 'a vault without a secret'; Id = 'Input'; Given = @{ Name = 'one'; Uri = 'https://x.example.org'; Vault = 'Local' } }
        @{ What = 'a user name beside a token'; Id = 'Input'; Given = @{ Name = 'one'; Uri = 'https://x.example.org'; UserName = 'a'; Token = [securestring]::new(); AllowPlaintextSecret = $true } }
        @{ What = 'an empty secret'; Id = 'EmptySecret'; Given = @{ Name = 'one'; Uri = 'https://x.example.org'; Token = [securestring]::new(); AllowPlaintextSecret = $true } }
        @{ What = 'an odd name'; Id = 'ProfileName'; Given = @{ Name = 'a/b'; Uri = 'https://x.example.org'; SecretName = 's' } }
        @{ What = 'a password in the address'; Id = 'Input'; Given = @{ Name = 'one'; Uri = 'https://admin:d2p_plain@x.example.org'; SecretName = 's' } }
        @{ What = 'the address of a page'; Id = 'Input'; Given = @{ Name = 'one'; Uri = 'https://x.example.org/api/me'; SecretName = 's' } }
        @{ What = 'plain http'; Id = 'Input'; Given = @{ Name = 'one'; Uri = 'http://x.example.org'; SecretName = 's' } }
    ) {
        $record = { New-Dhis2Profile @Given } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike "Dhis2.$Id,*"
        $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        "$record" | Should -Not -Match 'd2p_plain'
        $places.User | Should -Not -Exist
    }

    It 'takes plain http when told to' {
        $leave = @{ AllowUnencryptedAuthentication = $true }
        (New-Dhis2Profile one http://x.example.org -SecretName s @leave -PassThru).Uri | Should -Be 'http://x.example.org/'
    }

    It 'replaces a profile only with -Force' {
        New-Dhis2Profile one $uri -Token (ConvertTo-Secure 'd2p_plain') -AllowPlaintextSecret -Default
        { New-Dhis2Profile ONE $uri -SecretName s } | Should -Throw -ErrorId 'Dhis2.ProfileExists,*'
        New-Dhis2Profile ONE $uri -SecretName s -Force
        $one = Get-Dhis2Profile
        $one.SecretStore, $one.IsDefault | Should -Be 'Vault', $true
        Get-Content -Raw $places.User | Should -Not -Match 'd2p_plain'
    }

    It 'writes a project''s profile where PowerShell is, or into the project''s file above' {
        New-Dhis2Profile one $uri -SecretName s -Scope Project
        (Get-Dhis2Profile one).Path | Should -Be (Join-Path $places.Work '.dhis2/profiles.json')
        Set-Location ..
        New-Dhis2Profile two $uri -SecretName s -Scope Project
        (Get-Dhis2Profile two).Path | Should -Be (Join-Path (Split-Path $places.Work) '.dhis2/profiles.json')
        Set-Location $places.Work
        $null = New-Item -ItemType Directory deeper
        Set-Location deeper
        New-Dhis2Profile three $uri -SecretName s -Scope Project
        (Get-Dhis2Profile three).Path | Should -Be (Join-Path $places.Work '.dhis2/profiles.json')
    }

    It 'finds the project from another provider, too' {
        New-Dhis2Profile one $uri -SecretName s -Scope Project
        Push-Location Env:
        try {
            (Get-Dhis2Profile one).Scope | Should -Be 'Project'
        }
        finally {
            Pop-Location
        }
    }

    It 'warns where a secret would go into a git checkout' {
        New-Dhis2Profile one $uri -Token (ConvertTo-Secure 'd2p_plain') -AllowPlaintextSecret -Scope Project -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
        $null = New-Item -ItemType Directory (Join-Path $places.Project '.git')
        New-Dhis2Profile two $uri -Token (ConvertTo-Secure 'd2p_plain') -AllowPlaintextSecret -Scope Project -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'git'
        New-Dhis2Profile three $uri -SecretName s -Scope Project -WarningVariable warnings -WarningAction SilentlyContinue
        New-Dhis2Profile four $uri -Token (ConvertTo-Secure 'd2p_plain') -AllowPlaintextSecret -WarningVariable +warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
    }

    It 'touches nothing with -WhatIf' {
        New-Dhis2Profile one $uri -SecretName s -WhatIf
        $places.Config | Should -Not -Exist
    }

    It 'keeps what OAuth2 needs' {
        $one = New-Dhis2Profile one $uri -OAuth2 -ClientId ps -Interactive -OAuth2Scope 'openid ALL' -TokenEndpoint https://id.example.org/token -AuthorizationEndpoint https://id.example.org/authorize -PassThru
        $one.Authentication | Should -Be 'OAuth2'
        $one.OAuth2.ClientId, $one.OAuth2.Grant, $one.OAuth2.Scope, $one.OAuth2.TokenEndpoint, $one.OAuth2.AuthorizationEndpoint |
            Should -Be 'ps', 'Interactive', 'openid ALL', 'https://id.example.org/token', 'https://id.example.org/authorize'
        $two = New-Dhis2Profile two $uri -OAuth2 -ClientId ps -ClientKeyPath key.pem -ClientKeyId key-1 -Issuer https://id.example.org -Audience dhis2 -PassThru
        $two.OAuth2.ClientKeyPath, $two.OAuth2.ClientKeyId, $two.OAuth2.Issuer, $two.OAuth2.Audience | Should -Be (Join-Path $places.Work 'key.pem'), 'key-1', 'https://id.example.org/', 'dhis2'
        { New-Dhis2Profile three $uri -OAuth2 -ClientId ps -Interactive -Issuer https://me:d2p_plain@id.example.org } | Should -Throw -ErrorId 'Dhis2.Input,*'
    }

    It 'says no secret in any stream' {
        $credential = [pscredential]::new('admin', (ConvertTo-Secure 'd2p_plain'))
        $all = New-Dhis2Profile one $uri -Credential $credential -AllowPlaintextSecret -PassThru -Verbose -Debug *>&1
        $all.Count | Should -BeGreaterThan 1
        Get-AllText $all | Should -Not -Match 'd2p_plain'
    }

    It 'leaves a damaged file as it is, byte for byte, and names line and column' {
        $null = New-Item -ItemType Directory $places.Config
        [IO.File]::WriteAllText($places.User, "{`n  ""profiles"": {`n    ""one"": { ""uri"": ""https://x.example.org"", ""plaintextSecret"": ""d2p_plain"" `n")
        $before = Get-FileHash $places.User
        $record = { New-Dhis2Profile two $uri -SecretName s } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Damaged,*'
        "$record" | Should -Match 'line \d+, column \d+'
        "$record" | Should -Not -Match 'd2p_plain'
        (Get-FileHash $places.User).Hash | Should -Be $before.Hash
    }

    It 'loses nothing when two processes write at once' {
        $write = 'Import-Module $env:DHIS2_MODULE; 1..50 | ForEach-Object { New-Dhis2Profile "{0}-$_" https://dhis2.example.org -SecretName s -ErrorAction Stop }'
        $processes = 'a', 'b' | ForEach-Object {
            Start-ChildEngine '-Command', $write.Replace('{0}', $_) -WorkingDirectory $places.Work
        }
        foreach ($process in $processes) {
            $process.WaitForExit()
            $process.ExitCode | Should -Be 0
        }
        $names = (Get-Dhis2Profile).Name
        $names.Count | Should -Be 100
        foreach ($who in 'a', 'b') {
            @($names -like "$who-*").Count | Should -Be 50
        }
    }
}
