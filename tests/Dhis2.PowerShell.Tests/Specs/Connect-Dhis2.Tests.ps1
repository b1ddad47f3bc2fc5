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
        Add-SandboxHandshake $sandbox
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
        $session | Should -BeOfType ([Dhis2.Dhis2Session])
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
        { Connect-Dhis2 $sandbox.Uri -Token $token } | Should -Throw -ErrorId 'Dhis2.Refused,*'
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

    It 'says that nobody listens' {
        $record = { Connect-Dhis2 'http://127.0.0.1:9' (Get-AdminCredential) -MaximumRetryCount 0 } | Should -Throw -PassThru
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Connection,*'
        $record.CategoryInfo.Category | Should -Be 'ConnectionError'
    }

    It 'shows one verbose line a request, and no secret in any stream' {
        $all = Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -PassThru -Verbose -Debug *>&1
        $lines = @($all | Where-Object { $_ -is [Management.Automation.VerboseRecord] })
        $lines[0].Message | Should -Match '^GET /api/system/info 200 \d+ ms( [\d,]+ bytes)?$'
        $lines[1].Message | Should -Match '^GET /api/me\?\S+ 200 \d+ ms( [\d,]+ bytes)?$'
        @($all | Where-Object { $_ -is [Management.Automation.DebugRecord] }).Count | Should -BeGreaterThan 0
        $session = $all | Where-Object { $_ -is [Dhis2.Dhis2Session] }
        $text = ($all | Out-String -Width 500) + ($session | Format-List * | Out-String) + ($session | ConvertTo-Json -Depth 6) + [Management.Automation.PSSerializer]::Serialize($session, 5)
        $text | Should -Not -Match 'district|YWRtaW46|Authorization'
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
