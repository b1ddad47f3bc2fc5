# Gives specs a sandbox, asks it what it received, and tells it how to answer.

Add-Type -Path $env:DHIS2_TEST_TOOLS

$script:AdminPassword = [Dhis2.TestTools.SandboxProcess]::Password

# Sandboxes that were handed back, by version and options. They end with this process, whose end closes their input.
$script:Idle = @{}

# A sandbox in the state of its start. It is lent: Stop-Sandbox hands it back, and who asks next for the same version and options
# gets it reset. -Own starts one that is lent to nobody else, for a spec that needs its server to be gone after Stop-Sandbox.
function Start-Sandbox {
    [CmdletBinding()]
    param(
        [string] $Version = '2.42',
        [string[]] $Option = @(),
        [switch] $Own
    )
    $kind = "$Version $Option"
    if (-not $Own) {
        while ($script:Idle[$kind].Count -gt 0) {
            $sandbox = $script:Idle[$kind].Pop()
            if (-not $sandbox.Process.HasEnded) {
                $null = Invoke-RestMethod -Uri "$($sandbox.Uri)_sandbox/state" -Method Delete -SkipCertificateCheck -Verbose:$false
                return $sandbox
            }
            Close-Sandbox $sandbox
        }
    }
    $process = [Dhis2.TestTools.SandboxProcess]::StartAsync([string[]] (@('--version', $Version) + $Option)).GetAwaiter().GetResult()
    [pscustomobject]@{ Uri = $process.Uri; Process = $process; Kind = $kind; Own = [bool] $Own }
}

function Stop-Sandbox {
    [CmdletBinding()]
    param($Sandbox)
    if ($null -eq $Sandbox) {
        return
    }
    if (-not $Sandbox.Own) {
        if ($null -eq $script:Idle[$Sandbox.Kind]) {
            $script:Idle[$Sandbox.Kind] = [Collections.Generic.Stack[object]]::new()
        }
        $script:Idle[$Sandbox.Kind].Push($Sandbox)
        return
    }
    Close-Sandbox $Sandbox
}

function Close-Sandbox($Sandbox) {
    $Sandbox.Process.DisposeAsync().AsTask().GetAwaiter().GetResult()
}

function Add-SandboxFault {
    [CmdletBinding()]
    param($Sandbox, [hashtable] $Fault)
    $body = ConvertTo-Json -InputObject $Fault -Depth 20 -Compress
    $null = Invoke-RestMethod -Uri "$($Sandbox.Uri)_sandbox/faults" -Method Post -Body $body -ContentType 'application/json' -Verbose:$false
}

# A canned answer, for what the sandbox does not speak: any request whose path and query match. A text is JSON already.
function Add-SandboxAnswer {
    [CmdletBinding()]
    param($Sandbox, [string] $Path, $Body, [int] $Status = 200, [int] $Count = 0, [string] $Method)
    $fault = @{ kind = 'status'; path = $Path; status = $Status; count = $Count }
    if ($Method) {
        $fault.method = $Method
    }
    $json = if ($Body -is [string]) { $Body } else { ConvertTo-Json -InputObject $Body -Depth 20 -Compress }
    $head = (ConvertTo-Json -InputObject $fault -Compress).TrimEnd('}')
    $null = Invoke-RestMethod -Uri "$($Sandbox.Uri)_sandbox/faults" -Method Post -Body "$head,`"body`":$json}" -ContentType 'application/json; charset=utf-8' -Verbose:$false
}

# The answer of a real server of this version, by its name in the recordings: for the next requests of its method and path, or of the path given.
function Add-SandboxRecording {
    [CmdletBinding()]
    param($Sandbox, [Parameter(Mandatory)] [string] $Area, [Parameter(Mandatory)] [string] $Name, [string] $Path, [int] $Count = 1)
    $fault = @{ kind = 'recorded'; area = $Area; name = $Name; count = $Count }
    if ($Path) {
        $fault.path = $Path
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

# The filters of the last request for a list, as they were written.
function Get-SandboxFilter {
    [CmdletBinding()]
    [OutputType([string])]
    param($Sandbox, [string] $List)
    $path = (Get-SandboxRequest $Sandbox "/api/$List``?*" | Select-Object -Last 1).path
    @($path -split '[?&]' | Where-Object { $_ -like 'filter=*' } | ForEach-Object { [uri]::UnescapeDataString($_) }) -replace '^filter=', ''
}

function Get-AdminCredential {
    [CmdletBinding()]
    param([string] $Password = $script:AdminPassword)
    [pscredential]::new([Dhis2.TestTools.SandboxProcess]::UserName, (ConvertTo-SecureString $Password -AsPlainText -Force))
}

# What an administrator, or too many wrong passwords, would have done to an account.
function Set-SandboxUser {
    [CmdletBinding()]
    param($Sandbox, [string] $Name, [hashtable] $Change)
    $body = ConvertTo-Json -InputObject ($Change + @{ username = $Name }) -Compress
    $null = Invoke-RestMethod -Uri "$($Sandbox.Uri)_sandbox/users" -Method Post -Body $body -ContentType 'application/json' -Verbose:$false
}

# A paged list of made objects, cut into pages as the server would.
function Add-SandboxList {
    [CmdletBinding()]
    param($Sandbox, [string] $List, [object[]] $Item, [int] $PageSize)
    $pages = [Math]::Max(1, [Math]::Ceiling($Item.Count / $PageSize))
    foreach ($page in 1..($pages + 1)) {
        $part = @($Item | Select-Object -Skip (($page - 1) * $PageSize) -First $PageSize)
        $body = @{ pager = @{ page = $page; total = $Item.Count; pageSize = $PageSize; pageCount = $pages }; $List = $part }
        Add-SandboxAnswer $Sandbox "/api/$List\?.*page=$page&pageSize=$PageSize$" $body
    }
}

# Puts a proxy before the paths that match, which can send parts of answers; DHIS2 itself cannot.
function Add-SandboxRangeProxy {
    [CmdletBinding()]
    param($Sandbox, [string] $Path)
    $null = Invoke-RestMethod -Uri "$($Sandbox.Uri)_sandbox/range-proxy?path=$([uri]::EscapeDataString($Path))" -Method Post -Verbose:$false
}

# Waits for something to become true; false when it does not in time.
function Wait-Until {
    [CmdletBinding()]
    param([scriptblock] $Condition, [int] $Seconds = 10)
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while ($clock.Elapsed.TotalSeconds -lt $Seconds) {
        if (& $Condition) {
            return $true
        }
        Start-Sleep -Milliseconds 50
    }
    return $false
}

Export-ModuleMember -Function *
