# Starts a sandbox of its own process for a spec, asks it what it received, and tells it how to answer.

$script:AdminPassword = 'district'

function Start-Sandbox {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'It changes nothing that stays.')]
    [CmdletBinding()]
    param(
        [string] $Version = '2.42',
        [string[]] $Option = @()
    )
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    foreach ($argument in @($env:DHIS2_SANDBOX, 'serve', '--port', '0', '--version', $Version, '--stop-with-stdin') + $Option) {
        $start.ArgumentList.Add($argument)
    }
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    do {
        $line = $process.StandardOutput.ReadLine()
        if ($null -eq $line) {
            throw "The sandbox ended with code $($process.ExitCode) before it listened."
        }
    } until ($line -match '^listening on (?<uri>\S+)')
    [pscustomobject]@{ Uri = [uri] $Matches.uri; Process = $process }
}

function Stop-Sandbox {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'It changes nothing that stays.')]
    [CmdletBinding()]
    param($Sandbox)
    if ($null -eq $Sandbox) {
        return
    }
    # Closing its input ends it in good order.
    $Sandbox.Process.StandardInput.Close()
    if (-not $Sandbox.Process.WaitForExit(5000)) {
        $Sandbox.Process.Kill()
    }
    $Sandbox.Process.Dispose()
}

function Add-SandboxFault {
    [CmdletBinding()]
    param($Sandbox, [hashtable] $Fault)
    $body = ConvertTo-Json -InputObject $Fault -Depth 20 -Compress
    $null = Invoke-RestMethod -Uri "$($Sandbox.Uri)_sandbox/faults" -Method Post -Body $body -ContentType 'application/json' -Verbose:$false
}

# A canned answer, for what the sandbox does not speak: any request whose path and query match.
function Add-SandboxAnswer {
    [CmdletBinding()]
    param($Sandbox, [string] $Path, $Body, [int] $Status = 200, [int] $Count = 0, [string] $Method)
    $fault = @{ kind = 'status'; path = $Path; status = $Status; count = $Count; body = $Body }
    if ($Method) {
        $fault.method = $Method
    }
    Add-SandboxFault $Sandbox $fault
}

function Clear-Sandbox {
    [CmdletBinding()]
    param($Sandbox)
    $null = Invoke-RestMethod -Uri "$($Sandbox.Uri)_sandbox/faults" -Method Delete -Verbose:$false
    $null = Invoke-RestMethod -Uri "$($Sandbox.Uri)_sandbox/requests" -Method Delete -Verbose:$false
}

function Get-SandboxRequest {
    [CmdletBinding()]
    param($Sandbox, [string] $Like = '*')
    (Invoke-RestMethod -Uri "$($Sandbox.Uri)_sandbox/requests" -Verbose:$false) | Where-Object path -Like $Like
}

function Get-AdminCredential {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingConvertToSecureStringWithPlainText', '', Justification = 'The password of a sandbox.')]
    [CmdletBinding()]
    param([string] $Password = $script:AdminPassword)
    [pscredential]::new('admin', (ConvertTo-SecureString $Password -AsPlainText -Force))
}

Export-ModuleMember -Function *
