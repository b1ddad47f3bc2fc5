BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)

    function ConvertTo-Plain([securestring] $Secret) {
        [Net.NetworkCredential]::new('', $Secret).Password
    }

    # The forms a key could leak in: as it is, in UTF-16, in base64 of either.
    function Find-Secret([string] $Text, [string] $Secret) {
        $utf16 = [Text.Encoding]::Unicode.GetBytes($Secret)
        $utf8 = [Text.Encoding]::UTF8.GetBytes($Secret)
        $forms = @($Secret, [Convert]::ToHexString($utf16), [Convert]::ToHexString($utf8)) + @($utf16, $utf8 | ForEach-Object { [Convert]::ToBase64String($_).Substring(0, 20) })
        $forms | Where-Object { $Text.IndexOf($_, [StringComparison]::OrdinalIgnoreCase) -ge 0 }
    }
}

AfterAll {
    Get-Dhis2Session | Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'New-Dhis2AccessToken' {
    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'takes a number for days' {
        $token = New-Dhis2AccessToken -ExpiresIn 30 -AllowedMethod GET
        ($token.Expires - [DateTimeOffset]::UtcNow).TotalDays | Should -BeGreaterThan 29.9
        ($token.Expires - [DateTimeOffset]::UtcNow).TotalDays | Should -BeLessThan 30.1
    }

    It 'makes a token that logs in, with the limits asked for' {
        $token = New-Dhis2AccessToken -ExpiresIn 7.00:00:00 -AllowedMethod get -AllowedIPAddress 127.0.0.1, ::1
        $token.Key | Should -BeOfType securestring
        $token.Owner | Should -Be admin
        $token.AllowedMethods | Should -Be GET
        $token.AllowedIPAddresses | Sort-Object | Should -Be '::1', '127.0.0.1'
        ($token.Expires - [DateTimeOffset]::Now).TotalDays | Should -BeGreaterThan 6.99
        Connect-Dhis2 $sandbox.Uri -Token $token.Key -Name limited -NoDefault
        (Get-Dhis2Session limited).UserName | Should -Be admin
        { Invoke-Dhis2Request dataValueSets POST -Body '{"dataValues":[]}' -Session limited } | Should -Throw -ErrorId 'Dhis2.TokenNotAllowed,*'
    }

    It 'leaves the end to the server when none is given' {
        $token = New-Dhis2AccessToken
        [Math]::Round(($token.Expires - [DateTimeOffset]::Now).TotalDays) | Should -Be 30
        (Get-SandboxRequest $sandbox '*apiToken' | Where-Object method -EQ POST).body | Should -Be '{"attributes":[]}'
    }

    It 'takes an end as text, date and offset' -ForEach @(
        @{ End = '2035-12-31T00:00:00Z' }, @{ End = [datetime]::SpecifyKind('2035-12-31', 'Utc') }, @{ End = [DateTimeOffset] '2035-12-31T02:00:00+02:00' }
    ) {
        (New-Dhis2AccessToken -ExpiresAt $End).Expires.UtcDateTime | Should -Be ([datetime]::SpecifyKind('2035-12-31', 'Utc'))
    }

    It 'writes the key as text only with -AsPlainText' {
        $token = New-Dhis2AccessToken -AsPlainText
        $token.Key | Should -BeOfType string
        $token.Key | Should -Match '^d2p\w{54}$'
        $token | Out-String | Should -Match ([regex]::Escape($token.Key))
        Connect-Dhis2 $sandbox.Uri -Token (ConvertTo-SecureString $token.Key -AsPlainText -Force) -Name plain -NoDefault
        (Get-Dhis2Session plain).UserName | Should -Be admin
    }

    It 'lets the key out by no stream and no export' {
        $file = Join-Path $TestDrive 'token.xml'
        $all = New-Dhis2AccessToken -AllowedMethod GET -Verbose -Debug *>&1
        $streams = $all | Out-String
        $token = $all | Where-Object { $_ -is [Dhis2.NewAccessToken] }
        $key = ConvertTo-Plain $token.Key
        $streams | Should -Match 'POST /api/apiToken'
        $token | Export-Clixml $file
        $texts = @{
            streams  = $streams
            list     = $token | Format-List * -Force | Out-String
            table    = $token | Format-Table * -Force | Out-String -Width 500
            custom   = $token | Format-Custom | Out-String -Width 500
            json     = $token | ConvertTo-Json -Depth 10
            xml      = ($token | ConvertTo-Xml -Depth 5).OuterXml
            csv      = $token | ConvertTo-Csv | Out-String
            clixml   = Get-Content $file -Raw
            nested   = [Management.Automation.PSSerializer]::Serialize(@{ tokens = @($token) }, 5)
            text     = "$token"
            members  = $token | Get-Member | Out-String -Width 500
            error    = $Error | Format-List * -Force | Out-String
        }
        foreach ($name in $texts.Keys) {
            Find-Secret $texts[$name] $key | Should -BeNullOrEmpty -Because "the key must not be in $name"
        }
        (Import-Clixml $file).Id | Should -Be $token.Id
        # The search itself finds what there is.
        Find-Secret ([pscustomobject]@{ k = $key } | ConvertTo-Json) $key | Should -Not -BeNullOrEmpty
        $token.Key | Export-Clixml $file
        if (-not $IsWindows) {
            Find-Secret (Get-Content $file -Raw) $key | Should -Not -BeNullOrEmpty
        }
    }

    It 'refuses what no token can keep, and sends nothing: <Name>' -ForEach @(
        @{ Name = 'an end in the past'; With = @{ ExpiresAt = [DateTimeOffset]::Now.AddMinutes(-1) }; Id = 'Dhis2.Input,*' }
        @{ Name = 'no life'; With = @{ ExpiresIn = [timespan]::Zero }; Id = 'Dhis2.Input,*' }
        @{ Name = 'a range'; With = @{ AllowedIPAddress = '10.0.0.0/8' }; Id = 'Dhis2.Input,*' }
        @{ Name = 'a host'; With = @{ AllowedIPAddress = 'host.example.org' }; Id = 'Dhis2.Input,*' }
        @{ Name = 'half a referrer'; With = @{ AllowedReferrer = 'example.org' }; Id = 'Dhis2.Input,*' }
        @{ Name = 'a method'; With = @{ AllowedMethod = 'HEAD' }; Id = 'ParameterArgumentValidationError,*' }
    ) {
        { New-Dhis2AccessToken @With -ErrorAction Stop } | Should -Throw -ErrorId $Id
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'makes none with -WhatIf' {
        New-Dhis2AccessToken -WhatIf | Should -BeNullOrEmpty
        Get-SandboxRequest $sandbox '*apiToken*' | Should -BeNullOrEmpty
    }

    It 'takes back a token that lacks its limits' {
        Add-SandboxAnswer $sandbox '/api/apiToken/\w+\?fields' @{ id = 'abcdefghijk'; expire = 4102444800000; attributes = @() } -Method GET -Count 1
        $fault = { New-Dhis2AccessToken -AllowedMethod GET } | Should -Throw '*deleted again*' -PassThru
        $id = $fault.TargetObject
        (Get-SandboxRequest $sandbox "*apiToken/$id" | Where-Object method -EQ DELETE).status | Should -Be 200
    }

    It 'takes back a token that is over by the clock of a server ten minutes ahead' {
        $null = Invoke-RestMethod "$($sandbox.Uri)_sandbox/clock" -Method Post -Body '{"offsetSeconds":600}'
        try {
            { New-Dhis2AccessToken -ExpiresIn 00:05:00 -ErrorAction Stop } | Should -Throw '*by the server''s clock*'
            (Get-SandboxRequest $sandbox '*apiToken/*' | Where-Object method -EQ DELETE).status | Should -Be 200
        }
        finally {
            $null = Invoke-RestMethod "$($sandbox.Uri)_sandbox/clock" -Method Post -Body '{"offsetSeconds":0}'
        }
    }

    It 'says what the server says when it refuses' {
        Add-SandboxAnswer $sandbox '/api/apiToken$' @{ httpStatus = 'Conflict'; httpStatusCode = 409; status = 'ERROR'; message = 'Not a valid referrer url, value=http://x'; errorCode = 'E1004' } -Status 409 -Method POST -Count 1
        { New-Dhis2AccessToken -AllowedReferrer http://x -ErrorAction Stop } | Should -Throw '*Not a valid referrer url*' -ErrorId 'Dhis2.Conflict,*'
    }
}
