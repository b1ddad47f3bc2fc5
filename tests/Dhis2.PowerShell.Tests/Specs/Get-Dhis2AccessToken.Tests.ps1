BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    $null = Invoke-RestMethod "$($sandbox.Uri)_sandbox/tokens" -Method Delete
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
    Connect-Dhis2 $sandbox.Uri ([pscredential]::new('clerk', (ConvertTo-SecureString 'Str0ng-Pass!word' -AsPlainText -Force))) -Name clerk -NoDefault
    $made = @(
        New-Dhis2AccessToken -AllowedMethod GET, POST, PUT, PATCH, DELETE -AllowedIPAddress 10.1.2.3
        New-Dhis2AccessToken -Session clerk -AllowedReferrer 'https://example.org/'
        New-Dhis2AccessToken
    )
}

AfterAll {
    Get-Dhis2Session | Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2AccessToken' {
    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'lists those of all to a superuser, and to others their own' {
        (Get-Dhis2AccessToken).Id | Sort-Object | Should -Be ($made.Id | Sort-Object)
        $own = Get-Dhis2AccessToken -Session clerk
        $own.Id | Should -Be $made[1].Id
        $own.Owner | Should -Be clerk
        $own.AllowedReferrers | Should -Be 'https://example.org/'
        $own.IsExpired | Should -BeFalse
    }

    It 'has no key' {
        $own = Get-Dhis2AccessToken -Session clerk
        $own.PSObject.Properties.Name | Should -Not -Contain Key
        $own.PSObject.TypeNames[0] | Should -Be 'Dhis2.AccessToken'
    }

    It 'reads by id: by position, by pipeline and by property' {
        (Get-Dhis2AccessToken $made[0].Id, $made[2].Id).Id | Should -Be $made[0].Id, $made[2].Id
        ($made | Get-Dhis2AccessToken).Id | Should -Be $made.Id
        ($made.Id | Get-Dhis2AccessToken).Id | Should -Be $made.Id
    }

    It 'reports ids that are not there, and reads those before and behind them, <How>' -ForEach @(
        @{ How = 'from the pipeline'; Call = { $made[0].Id, 'abcdefghijk', 'nonsense', $made[2].Id | Get-Dhis2AccessToken } }
        @{ How = 'from an array'; Call = { Get-Dhis2AccessToken $made[0].Id, 'abcdefghijk', 'nonsense', $made[2].Id } }
    ) {
        $outcome = Get-Outcome $Call
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Output.Id | Should -Be $made[0].Id, $made[2].Id
        $outcome.Errors.FullyQualifiedErrorId -replace ',.*' | Should -Be 'Dhis2.NotFound', 'Dhis2.Input'
        $outcome.Errors.TargetObject | Should -Be 'abcdefghijk', 'nonsense'
        @(Get-SandboxRequest $sandbox).path -replace '^/api/apiToken/(\w+).*', '$1' | Should -Be $made[0].Id, 'abcdefghijk', $made[2].Id
    }

    It 'reports a token of somebody else as one that is not there' {
        Get-Dhis2AccessToken $made[0].Id -Session clerk -ErrorAction SilentlyContinue -ErrorVariable faults | Should -BeNullOrEmpty
        $faults.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
    }

    It 'counts and cuts' {
        (Get-Dhis2AccessToken -First 2).Count | Should -Be 2
        @(Get-Dhis2AccessToken -Skip 2).Count | Should -Be 1
        "$(@(Get-Dhis2AccessToken -IncludeTotalCount)[0])" | Should -Match '3'
        ($made | Get-Dhis2AccessToken -First 1).Id | Should -Be $made[0].Id
    }

    It 'shows a table that cuts nothing off at <_> columns' -ForEach 80, 120 {
        $text = Get-Dhis2AccessToken | Out-String -Width $_
        ($text -split '\r?\n' | Where-Object { $_.Trim() })[0].Trim() -split '\s+' | Should -Be 'Id', 'Owner', 'Expires', 'IsExpired', 'Limits'
        $text.Contains([char] 0x2026) | Should -BeFalse
        $text | Should -Match '10\.1\.2\.3'
    }

    It 'speaks to <_>, too' -ForEach '2.40', '2.41', '2.43' {
        $other = Start-Sandbox -Version $_
        try {
            Connect-Dhis2 $other.Uri (Get-AdminCredential) -Name other -NoDefault
            $token = New-Dhis2AccessToken -AllowedMethod GET -Session other
            (Get-Dhis2AccessToken $token.Id -Session other).AllowedMethods | Should -Be GET
            Remove-Dhis2AccessToken $token.Id -Force -Session other
            (Get-Dhis2AccessToken -Session other).Id | Should -Not -Contain $token.Id
        }
        finally {
            Disconnect-Dhis2 other
            Stop-Sandbox $other
        }
    }
}
