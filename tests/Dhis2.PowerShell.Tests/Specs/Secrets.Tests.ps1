# Every secret goes in by every way, and is looked for in everything that comes out: streams, errors, objects in all their forms,
# transcripts, files and command lines.

BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    Import-Module "$PSScriptRoot/../Support/Profiles.psm1" -Force
    $sandbox = Start-Sandbox -Option '--oauth2'
    $places = Enter-ProfileHome $TestDrive
    $folder = Join-Path $places.Project 'shown'
    $null = New-Item -ItemType Directory $folder

    Connect-Dhis2 $sandbox.Uri ([pscredential]::new('reader', (ConvertTo-SecureString 'Str0ng-Pass!word' -AsPlainText -Force)))
    $secrets = @{
        PROBE_PASSWORD = 'Str0ng-Pass!word'
        PROBE_WRONG    = 'Wr0ng-Pass"wörd'
        PROBE_TOKEN    = (New-Dhis2AccessToken -AsPlainText).Key
        PROBE_CODE     = '123456'
        PROBE_CLIENT   = 's%41cret +:ü&'
        PROBE_PROXY    = 'pr0xy-P4ssword'
    }
    $dish = Join-Path $places.Project 'dish.json'
    @{ dhis = @{ baseurl = "$($sandbox.Uri)"; username = 'reader'; password = $secrets.PROBE_PASSWORD } } | ConvertTo-Json | Set-Content $dish
    if (-not $IsWindows) {
        chmod 600 $dish
    }
    # A stranger's proxy: what goes through it to another host is refused.
    Add-SandboxFault $sandbox @{ kind = 'status'; status = 407; count = 0; path = '^http://dhis2\.example\.org' }

    $secrets.Keys.ForEach({ [Environment]::SetEnvironmentVariable($_, $secrets[$_]) })
    $env:TMPDIR = Join-Path $places.Project 'temp'
    $null = New-Item -ItemType Directory $env:TMPDIR
    try {
        $output = Invoke-ChildEngine '-File', "$PSScriptRoot/../Support/EveryWayIn.ps1", $sandbox.Uri, $folder *>&1 | Out-String -Width 400
    }
    finally {
        $secrets.Keys.ForEach({ [Environment]::SetEnvironmentVariable($_, $null) })
        $env:TMPDIR = $null
    }
    $secrets.Made = (Get-Content (Join-Path $places.Project 'made-key') -Raw).Trim()
    $requests = @(Get-SandboxRequest $sandbox)
    # What was given out on the way is as secret as what was brought.
    $cookies = @($requests | ForEach-Object { "$($_.headers.Cookie)" } | Where-Object { $_ -match 'JSESSIONID=(\w+)' } | ForEach-Object { $Matches[1] } | Select-Object -Unique)
    $bearers = @($requests | ForEach-Object { "$($_.headers.Authorization)" } | Where-Object { $_ -match '^Bearer (.+)' } | ForEach-Object { $Matches[1] } | Select-Object -Unique)
    $files = @(Get-ChildItem $places.Home, $places.Config, $places.Project -Recurse -File -Force | Where-Object FullName -NotIn $places.User, $dish, (Join-Path $places.Project 'made-key'))
    $shown = $output + ($files | ForEach-Object { "`n$(Get-Content -LiteralPath $_.FullName -Raw)" })

    # Every form in which a text could be there and be read again.
    function Get-Form([string] $Text) {
        $utf8 = [Text.Encoding]::UTF8.GetBytes($Text)
        $wide = [Text.Encoding]::Unicode.GetBytes($Text)
        $Text
        [uri]::EscapeDataString($Text)
        [Net.WebUtility]::UrlEncode($Text)
        [Text.Encodings.Web.JavaScriptEncoder]::Default.Encode($Text)
        [Security.SecurityElement]::Escape($Text)
        [Convert]::ToBase64String($utf8).TrimEnd('=')
        [Convert]::ToBase64String($wide).TrimEnd('=')
        [Convert]::ToHexString($utf8)
        [Convert]::ToHexString($wide)
        foreach ($user in 'reader', 'robot', 'proxy') {
            [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("${user}:$Text")).TrimEnd('=')
            # As a client of OAuth2 writes it.
            [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("${user}:$([Net.WebUtility]::UrlEncode($Text))")).TrimEnd('=')
        }
    }
}

AfterAll {
    Disconnect-Dhis2 -ErrorAction Ignore
    Exit-ProfileHome
    Stop-Sandbox $sandbox
}

Describe 'A secret' {
    It 'was brought by every way, and every way was seen through' {
        $output.Contains('== the end') | Should -BeTrue
        [regex]::Matches($output, '(?m)^!! (\S+)').ForEach({ $_.Groups[1].Value.Split(',')[0] }) | Should -Be @(
            'Dhis2.Authentication', 'Dhis2.NotFound', 'Dhis2.MalformedToken', 'Dhis2.TwoFactorRequired', 'Dhis2.OAuth2Refused', 'Dhis2.Proxy', 'Dhis2.TwoSecrets')
        $cookies.Count | Should -BeGreaterThan 2
        $bearers.Count | Should -BeGreaterThan 0
        @($files | Where-Object Extension -EQ '.clixml').Count | Should -BeGreaterThan 10
        $files.Name | Should -Contain 'transcript.txt'
        foreach ($kind in 'Basic', 'Token', 'Login', 'OAuth2') {
            ($shown -match "Authentication\s*: $kind") | Should -BeTrue -Because "$kind is a way"
        }
        $shown.Contains('> Accept: application/json') | Should -BeTrue -Because '-Debug was on'
        $shown.Contains('GET /api/system/info 200') | Should -BeTrue -Because '-Verbose was on'
    }

    It 'is found where it is, in each of its forms' {
        # The search itself can fail: what was sent is full of them.
        $log = $requests | ForEach-Object { "$($_.headers.Authorization) $($_.body)" } | Out-String -Width 4000
        foreach ($name in 'PROBE_PASSWORD', 'PROBE_TOKEN', 'PROBE_CLIENT') {
            @(Get-Form $secrets[$name] | Where-Object { $log.Contains($_, 'OrdinalIgnoreCase') }).Count | Should -BeGreaterThan 0 -Because "$name was sent"
        }
    }

    It 'is in nothing that was shown: <_>' -ForEach 'PROBE_PASSWORD', 'PROBE_WRONG', 'PROBE_TOKEN', 'PROBE_CODE', 'PROBE_CLIENT', 'PROBE_PROXY', 'Made' {
        $name = $_
        foreach ($form in Get-Form $secrets[$name]) {
            $at = $shown.IndexOf($form, [StringComparison]::OrdinalIgnoreCase)
            $at | Should -Be -1 -Because "this was shown: $(if ($at -ge 0) { $shown.Substring([Math]::Max(0, $at - 200), 300) })"
        }
    }

    It 'that was given out on the way is in nothing that was shown' {
        foreach ($text in $cookies + $bearers) {
            $shown.Contains($text, 'OrdinalIgnoreCase') | Should -BeFalse
        }
    }

    It 'is in no command line, of whatever process' {
        if (-not $IsLinux) {
            Set-ItResult -Skipped -Because 'only Linux shows the command lines of all processes, in /proc'
        }
        $lines = $output.Substring($output.IndexOf('== command lines'))
        # That of the process itself is among them.
        $lines | Should -Match 'EveryWayIn\.ps1'
        foreach ($name in $secrets.Keys) {
            Get-Form $secrets[$name] | Where-Object { $lines.Contains($_, 'OrdinalIgnoreCase') } | Should -BeNullOrEmpty
        }
    }

    It 'that may stand in a file stands in one that its owner alone can read' {
        (Get-Content $places.User -Raw) | Should -Match 'Str0ng-Pass!word'
        if ($IsWindows) {
            Set-ItResult -Skipped -Because 'Windows has no file modes; there the folder of the profile is the user''s alone'
        }
        [IO.File]::GetUnixFileMode($places.User) | Should -Be ([IO.UnixFileMode] 'UserRead, UserWrite')
    }
}
