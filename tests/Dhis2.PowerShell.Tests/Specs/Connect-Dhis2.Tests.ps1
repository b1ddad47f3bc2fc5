BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Connect-Dhis2' {
    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'writes nothing, and makes the session the default' {
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) | Should -BeNullOrEmpty
        (Get-Dhis2Session).UserName | Should -Be 'admin'
        "$((Get-Dhis2Session).Version)" | Should -Match '^2\.42'
    }

    It 'writes the session with -PassThru, and leaves the default alone with -NoDefault' {
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $default = Get-Dhis2Session | Select-Object -First 1
        $session = Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -NoDefault -PassThru
        $session | Should -BeOfType ([Dhis2.Session])
        (Get-Dhis2Session | Select-Object -First 1) | Should -Be $default
        $session | Should -Not -Be $default
    }

    It 'sends Basic once, with the marker that keeps a server from redirecting' {
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $request = Get-SandboxRequest $sandbox '*system/info*' | Select-Object -Last 1
        $request.headers.Authorization | Should -BeLike 'Basic *'
        $request.headers.'X-Requested-With' | Should -Be 'XMLHttpRequest'
    }

    It 'sends a token as ApiToken' {
        $token = ConvertTo-SecureString 'd2p_some_token' -AsPlainText -Force
        { Connect-Dhis2 $sandbox.Uri -Token $token } | Should -Throw -ErrorId 'Dhis2.MalformedToken,*'
        (Get-SandboxRequest $sandbox '*system/info*' | Select-Object -Last 1).headers.Authorization | Should -Be 'ApiToken d2p_some_token'
    }

    It 'sends the version, the user agent and the retries it was given' {
        Add-SandboxFault $sandbox @{ kind = 'status'; status = 503; count = 2; path = 'api/42/system/info' }
        { Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -ApiVersion 42 -UserAgent 'probe/1' -MaximumRetryCount 1 -RetryIntervalSec 0 } | Should -Throw -ErrorId 'Dhis2.Busy,*'
        $sent = @(Get-SandboxRequest $sandbox '/api/42/system/info*')
        $sent.Count | Should -Be 2
        $sent[0].headers.'User-Agent' | Should -Be 'probe/1'
    }

    It 'reports a wrong password with id, category, target and advice' {
        Clear-Sandbox $sandbox
        $record = { Connect-Dhis2 $sandbox.Uri (Get-AdminCredential 'wr0ng-password') } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Authentication,*'
        $record.CategoryInfo.Category | Should -Be 'AuthenticationError'
        $record.TargetObject | Should -Be $sandbox.Uri
        $record.ErrorDetails.RecommendedAction | Should -Match 'password'
        "$record" | Should -Not -Match 'wr0ng'
    }

    It 'refuses <Address>: <Why>' -ForEach @(
        @{ Address = 'http://dhis2.example.org'; Why = 'plain http' }
        @{ Address = 'ftp://dhis2.example.org'; Why = 'no web address' }
        @{ Address = 'https://admin:secret@dhis2.example.org'; Why = 'a password in it' }
        @{ Address = 'https://dhis2.example.org/api/me'; Why = 'the address of the API' }
    ) {
        $record = { Connect-Dhis2 $Address (Get-AdminCredential) } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        "$record" | Should -Not -Match 'secret'
    }

    It 'says that what answers is no DHIS2, and sends it no password' {
        Clear-Sandbox $sandbox
        Add-SandboxFault $sandbox @{ kind = 'html'; status = 404; path = '/api/' }
        $record = { Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Address,*'
        $record.TargetObject | Should -Be $sandbox.Uri
        $record.ErrorDetails.RecommendedAction | Should -Match 'context path'
        $sent = @(Get-SandboxRequest $sandbox)
        $sent.Count | Should -Be 1
        $sent[0].headers.Authorization | Should -BeNullOrEmpty
    }

    It 'says that nobody listens' {
        $record = { Connect-Dhis2 'http://127.0.0.1:9' (Get-AdminCredential) -MaximumRetryCount 0 } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Connection,*'
        $record.CategoryInfo.Category | Should -Be 'ConnectionError'
    }

    It 'names a certificate that is not trusted, and passes it over only when told to' {
        $server = Start-Sandbox -Option '--https'
        try {
            $record = { Connect-Dhis2 $server.Uri (Get-AdminCredential) } | Should -Throw -PassThru
            $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Certificate,*'
            $record.ErrorDetails.RecommendedAction | Should -Match '-SkipCertificateCheck'
            (Connect-Dhis2 $server.Uri (Get-AdminCredential) -SkipCertificateCheck -NoDefault -PassThru).UserName | Should -Be 'admin'
        }
        finally {
            Stop-Sandbox $server
        }
    }

    It 'names a proxy that refuses' {
        Add-SandboxFault $sandbox @{ kind = 'status'; status = 407; count = 0 }
        $leave = @{ AllowUnencryptedAuthentication = $true }
        $record = { Connect-Dhis2 http://dhis2.example.org (Get-AdminCredential) @leave -Proxy $sandbox.Uri } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Proxy,*'
        $record.ErrorDetails.RecommendedAction | Should -Match '-ProxyCredential'
    }

    It 'takes a proxy as people write it: <_>' -ForEach 'host', 'address' {
        Add-SandboxFault $sandbox @{ kind = 'status'; status = 407; count = 0 }
        $proxy = if ($_ -eq 'host') { "$($sandbox.Uri.Host):$($sandbox.Uri.Port)" } else { $sandbox.Uri }
        $leave = @{ AllowUnencryptedAuthentication = $true }
        $record = { Connect-Dhis2 http://dhis2.example.org (Get-AdminCredential) @leave -Proxy $proxy } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Proxy,*'
    }

    It 'refuses a proxy that is none, and credentials for a proxy that there is none of' {
        Clear-Sandbox $sandbox
        $record = { Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -Proxy 'ftp://proxy:21' } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        "$($record.TargetObject)" | Should -Be 'ftp://proxy:21'
        $record = { Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -ProxyCredential (Get-AdminCredential) } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        $record.TargetObject | Should -Be '-ProxyCredential'
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'shows one verbose line a request, and no secret in any stream' {
        $all = Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -PassThru -Verbose -Debug *>&1
        $lines = @($all | Where-Object { $_ -is [Management.Automation.VerboseRecord] })
        $lines[0].Message | Should -Match '^GET /api/loginConfig 200 \d+ ms( [\d,]+ bytes)?$'
        $lines[1].Message | Should -Match '^GET /api/system/info 200 \d+ ms( [\d,]+ bytes)?$'
        $lines[2].Message | Should -Match '^GET /api/me\?\S+ 200 \d+ ms( [\d,]+ bytes)?$'
        @($all | Where-Object { $_ -is [Management.Automation.DebugRecord] }).Count | Should -BeGreaterThan 0
        $session = $all | Where-Object { $_ -is [Dhis2.Session] }
        $text = ($all | Out-String -Width 500) + ($session | Format-List * | Out-String) + ($session | ConvertTo-Json -Depth 6) + [Management.Automation.PSSerializer]::Serialize($session, 5)
        $text | Should -Not -Match 'district|YWRtaW46|Authorization'
    }

    It 'shows with -<Switch> alone one line a request, <And>, and asks nobody' -ForEach @(
        @{ Switch = 'Verbose'; And = 'and no more'; Kind = [Management.Automation.VerboseRecord]; Other = [Management.Automation.DebugRecord] }
        @{ Switch = 'Debug'; And = 'and its headers'; Kind = [Management.Automation.DebugRecord]; Other = [Management.Automation.VerboseRecord] }
    ) {
        # A warning or a question would end it here, where nobody can answer.
        $shown = @{ $Switch = $true }
        $all = Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -PassThru @shown *>&1
        $all += Get-Dhis2SystemInfo -Refresh @shown *>&1
        $all | Where-Object { $_ -is $Other } | Should -BeNullOrEmpty
        $lines = @($all | Where-Object { $_ -is $Kind }).Message
        @($lines -match '^GET /api/system/info 200 \d+ ms').Count | Should -Be 2
        @($lines -match '^Connected to ').Count | Should -Be 1
        @($lines -match '(?m)^> Accept: application/json').Count -gt 0 | Should -Be ($Switch -eq 'Debug')
    }

    It 'shows with -Debug alone why it tries again, and asks nobody' {
        Add-SandboxFault $sandbox @{ kind = 'status'; status = 503; count = 1; path = 'system/info' }
        $all = Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -RetryIntervalSec 0 -Debug *>&1
        @($all | Where-Object { $_ -is [Management.Automation.DebugRecord] -and $_.Message -match 'Trying again in' }).Count | Should -Be 1
    }

    It 'takes the server for its nearest known version only when told to' {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '/api/system/info$' @{ version = '2.99.0' }
        Add-SandboxAnswer $sandbox '/api/me\?' @{ id = 'M5zQapPyTZI'; username = 'admin' }
        { Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) } | Should -Throw -ErrorId 'Dhis2.UnsupportedVersion,*'
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -AllowVersionFallback
        "$((Get-Dhis2Session | Select-Object -First 1).Version)" | Should -Be '2.99.0'
    }
}

Describe 'Connect-Dhis2 with an account that is not simply let in (<_>)' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        $version = $_
        $server = Start-Sandbox -Version $version
        $reader = [pscredential]::new('reader', (ConvertTo-SecureString 'Str0ng-Pass!word' -AsPlainText -Force))
        # What only 2.41 and later tell; 2.40 has one word for all of it.
        function Get-ExpectedId($Id) { if ($version -eq '2.40') { 'Dhis2.Authentication,*' } else { "Dhis2.$Id,*" } }
    }
    AfterAll { Stop-Sandbox $server }
    BeforeEach {
        Clear-Sandbox $server
        Set-SandboxUser $server reader @{ twoFactor = $false; disabled = $false; locked = $false; accountExpired = $false; passwordExpired = $false }
    }

    It 'tells <Change> from a wrong password' -ForEach @(
        @{ Change = 'accountExpired'; Id = 'AccountExpired'; Advice = 'administrator' }
        @{ Change = 'passwordExpired'; Id = 'PasswordExpired'; Advice = 'new one' }
        @{ Change = 'twoFactor'; Id = 'TwoFactorRequired'; Advice = '-OneTimePassword' }
    ) {
        Set-SandboxUser $server reader @{ $Change = $true }
        $record = { Connect-Dhis2 $server.Uri $reader } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike (Get-ExpectedId $Id)
        $record.ErrorDetails.RecommendedAction | Should -Match $(if ($version -eq '2.40') { 'two-factor' } else { $Advice })
    }

    It 'tells <Change> on every version' -ForEach @{ Change = 'disabled'; Id = 'AccountDisabled' }, @{ Change = 'locked'; Id = 'AccountLocked' } {
        Set-SandboxUser $server reader @{ $Change = $true }
        { Connect-Dhis2 $server.Uri $reader } | Should -Throw -ErrorId "Dhis2.$Id,*"
    }

    It 'logs in with a one-time password, and out again' {
        Set-SandboxUser $server reader @{ twoFactor = $true }
        $session = Connect-Dhis2 $server.Uri $reader -OneTimePassword 123456 -NoDefault -PassThru
        $session.Authentication | Should -Be 'Login'
        (Invoke-Dhis2Request me -Session $session).username | Should -Be 'reader'
        Disconnect-Dhis2 $session
        @(Get-SandboxRequest $server '*logout.action').Count | Should -Be 1
    }

    It 'knows a wrong one-time password' {
        Set-SandboxUser $server reader @{ twoFactor = $true }
        $record = { Connect-Dhis2 $server.Uri $reader -OneTimePassword 000000 } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.WrongOneTimePassword,*'
        $record.ErrorDetails.RecommendedAction | Should -Match 'clock'
    }
}
