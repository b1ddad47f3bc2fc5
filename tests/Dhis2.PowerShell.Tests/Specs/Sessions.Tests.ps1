# One session in many runspaces, and many sessions in one.

BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    $other = Start-Sandbox -Version 2.40

    # What Start-ThreadJob does: a runspace of this process with the module in it.
    function Invoke-InRunspace([string] $Script, [object[]] $Argument) {
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule($env:DHIS2_MODULE)
        $shell = [powershell]::Create($state)
        try {
            $null = $shell.AddScript($Script)
            $Argument.ForEach({ $null = $shell.AddArgument($_) })
            $shell.Invoke()
            $shell.Streams.Error
        }
        finally {
            $shell.Dispose()
        }
    }
}

AfterAll {
    Get-Dhis2Session | Disconnect-Dhis2
    Stop-Sandbox $sandbox
    Stop-Sandbox $other
}

Describe 'A session' {
    BeforeEach {
        Get-Dhis2Session | Disconnect-Dhis2
        Clear-Sandbox $sandbox
        Clear-Sandbox $other
    }

    It 'serves eight runspaces at once, given as <How>' -ForEach @{ How = 'an object' }, @{ How = 'a name' } {
        $session = Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -Name prod -PassThru
        $given = if ($How -eq 'a name') { 'prod' } else { $session }
        $module = $env:DHIS2_MODULE
        $names = 1..24 | ForEach-Object -ThrottleLimit 8 -Parallel {
            Import-Module $using:module
            @(Get-Dhis2OrgUnit -Session $using:given -PageSize 20 -Fields id).Count
        }
        $names.Count | Should -Be 24
        $names | Select-Object -Unique | Should -Be 112
        # One identity, one jar: the password was checked once.
        $cookies = Get-SandboxRequest $sandbox '*organisationUnits*' | ForEach-Object { $_.headers.Cookie } | Select-Object -Unique
        @($cookies).Count | Should -Be 1
        $cookies | Should -Match 'JSESSIONID='
    }

    It 'is found by its name in another runspace, and its default is not' {
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -Name prod
        Invoke-InRunspace '(Invoke-Dhis2Request me -Session prod).username' | Should -Be 'admin'
        $record = Invoke-InRunspace 'Invoke-Dhis2Request me'
        $record.Exception.Message | Should -Match 'No session is open in this runspace'
        $record.ErrorDetails.RecommendedAction | Should -Match '\$using:session'
    }

    It 'that another runspace opens without a name leaves the default here alone' {
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $there = Invoke-InRunspace 'Connect-Dhis2 $args[0] $args[1]; "$((Get-Dhis2Session).Version)"' $other.Uri, (Get-AdminCredential)
        $there | Should -Match '^2\.40'
        "$((Get-Dhis2Session).Version)" | Should -Match '^2\.42'
    }

    It 'can be the default of one command through PSDefaultParameterValues' {
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        Connect-Dhis2 $other.Uri (Get-AdminCredential) -Name old -NoDefault
        $PSDefaultParameterValues = @{ '*-Dhis2SystemInfo:Session' = 'old' }
        (Get-Dhis2SystemInfo).version | Should -Match '^2\.40'
        (Invoke-Dhis2Request system/info).version | Should -Match '^2\.42'
    }

    It 'that was ended is an error that says so, wherever it is still held' {
        $session = Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -Name prod -PassThru
        Disconnect-Dhis2 prod
        { Invoke-Dhis2Request me -Session $session -ErrorAction Stop } | Should -Throw '*has been ended*'
        { Invoke-Dhis2Request me -Session prod -ErrorAction Stop } | Should -Throw "*no session named 'prod'*"
    }

    It 'ends when another is opened under its name' {
        $older = Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -Name prod -PassThru
        $session = Connect-Dhis2 $other.Uri (Get-AdminCredential) -Name PROD -NoDefault -PassThru
        $older.IsDisposed | Should -BeTrue
        $session.IsDisposed | Should -BeFalse
        @(Get-Dhis2Session) | Should -HaveCount 1
        (Invoke-Dhis2Request system/info -Session prod).version | Should -Match '^2\.40'
        # It was the default under that name.
        (Invoke-Dhis2Request system/info).version | Should -Match '^2\.40'
        { Invoke-Dhis2Request me -Session $older -ErrorAction Stop } | Should -Throw '*has been ended*'
    }

    It 'stays when the one that should take its name cannot be opened' {
        $older = Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -Name prod -PassThru
        { Connect-Dhis2 $sandbox.Uri (Get-AdminCredential 'wrong') -Name prod } | Should -Throw -ErrorId 'Dhis2.Authentication,*'
        $older.IsDisposed | Should -BeFalse
        (Invoke-Dhis2Request me -Session prod).username | Should -Be 'admin'
    }

    It 'that was disposed of is listed and found no more' {
        $session = Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -Name prod -PassThru
        $session.Dispose()
        Get-Dhis2Session | Should -BeNullOrEmpty
        { Get-Dhis2Session prod -ErrorAction Stop } | Should -Throw "*no session named 'prod'*"
        { Invoke-Dhis2Request me -Session prod -ErrorAction Stop } | Should -Throw "*no session named 'prod'*"
    }

    It 'that runs out in the middle of a list is renewed, and the list is whole' {
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        Add-SandboxFault $sandbox @{ kind = 'expire-session'; path = 'page=3' }
        $units = Get-Dhis2OrgUnit -PageSize 20 -Fields id
        @($units.id | Select-Object -Unique).Count | Should -Be 112
    }
}

# In processes of their own: the import of the spec itself would count, too.
Describe 'When the module is removed' {
    BeforeAll {
        $server = Start-Sandbox
        Set-SandboxUser $server clerk @{ twoFactor = $true }

        # Writes what the last line of the script does; $uri and $credential are there, and a second runspace, $shell.
        function Invoke-Removal([string] $Script) {
            $head = @"
`$ErrorActionPreference = 'Stop'
Import-Module `$env:DHIS2_MODULE
`$uri = '$($server.Uri)'
`$credential = [pscredential]::new('admin', (ConvertTo-SecureString 'district' -AsPlainText -Force))
`$shell = [powershell]::Create()
function Invoke-There([string] `$There) {
    `$shell.Commands.Clear()
    `$shell.AddScript(`$There).AddArgument(`$uri).AddArgument(`$credential).Invoke()
    if (`$shell.HadErrors) { throw "`$(`$shell.Streams.Error)" }
}

"@
            $out = Invoke-ChildEngine '-Command', ($head + $Script)
            if ($LASTEXITCODE -ne 0) { throw "exit code $LASTEXITCODE`: $out" }
            $out
        }
    }

    AfterAll {
        Stop-Sandbox $server
    }

    BeforeEach {
        Clear-Sandbox $server
    }

    It 'from the only runspace, every session ends: named, default or held' {
        Invoke-Removal @'
$sessions = @(
    Connect-Dhis2 $uri $credential -Name prod -PassThru
    Connect-Dhis2 $uri $credential -NoDefault -PassThru
    Connect-Dhis2 $uri $credential -PassThru
)
Remove-Module Dhis2
"$($sessions.IsDisposed)"
Import-Module $env:DHIS2_MODULE
@(Get-Dhis2Session).Count
'@ | Should -Be 'True True True', '0'
    }

    It 'from one of two runspaces, the sessions stay; from both, they end' {
        Invoke-Removal @'
$null = Invoke-There 'Import-Module $env:DHIS2_MODULE'
$session = Connect-Dhis2 $uri $credential -Name prod -PassThru
Remove-Module Dhis2
"$($session.IsDisposed)"
Invoke-There '(Get-Dhis2CurrentUser -Session prod -Fields username).username'
$null = Invoke-There 'Remove-Module Dhis2'
"$($session.IsDisposed)"
'@ | Should -Be 'False', 'admin', 'True'
    }

    It 'from the last runspace that lives, the sessions end, though another was closed without removing it' {
        Invoke-Removal @'
$null = Invoke-There 'Import-Module $env:DHIS2_MODULE; Connect-Dhis2 $args[0] $args[1] -Name there'
$session = Get-Dhis2Session there
$shell.Runspace.Dispose()
"$($session.IsDisposed)"
Remove-Module Dhis2
"$($session.IsDisposed)"
'@ | Should -Be 'False', 'True'
    }

    It 'a login with a one-time password is logged out at the server' {
        Invoke-Removal @'
Connect-Dhis2 $uri $credential -Name prod
Remove-Module Dhis2
'@
        Get-SandboxRequest $server '*logout*' | Should -BeNullOrEmpty
        Invoke-Removal @'
Connect-Dhis2 $uri ([pscredential]::new('clerk', (ConvertTo-SecureString 'Str0ng-Pass!word' -AsPlainText -Force))) -OneTimePassword (ConvertTo-SecureString 123456 -AsPlainText -Force) -Name prod
Remove-Module Dhis2
'@
        Get-SandboxRequest $server '*logout*' | Should -HaveCount 1
    }
}
