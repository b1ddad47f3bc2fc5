# Runs in a process of its own: comes in by every way there is, well and badly, and shows all that can be shown. The secrets come
# in the environment, so that this file and the command line hold none.
param([uri] $Uri, [string] $Folder)

Import-Module $env:DHIS2_MODULE
Import-Module "$PSScriptRoot/Sandbox.psm1"
$sandbox = [pscustomobject]@{ Uri = $Uri }
$null = Start-Transcript (Join-Path $Folder 'transcript.txt')
$VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'

function ConvertTo-Secret([string] $Name) { ConvertTo-SecureString ([Environment]::GetEnvironmentVariable($Name)) -AsPlainText -Force }

function Show-Everything($Thing) {
    $Thing | Format-List * -Force | Out-String -Width 300
    $Thing | Format-Table | Out-String -Width 300
    "$Thing"
    $Thing | ConvertTo-Json -Depth 4 -WarningAction SilentlyContinue
    $Thing | ConvertTo-Csv
    [Management.Automation.PSSerializer]::Serialize($Thing, 4)
    $Thing | Export-Clixml (Join-Path $Folder "$([guid]::NewGuid()).clixml") -Depth 4
}

function Show-Way([string] $Name, [scriptblock] $Way) {
    "== $Name"
    try {
        $all = & $Way *>&1
        Show-Everything $all
        $all | Where-Object { $_ -is [Dhis2.Session] } | Disconnect-Dhis2
    }
    catch {
        "!! $($_.FullyQualifiedErrorId)"
        $_ | Format-List * -Force | Out-String -Width 300
        Get-Error -InputObject $_ | Out-String -Width 300
        Show-Everything $_
    }
}

$reader = [pscredential]::new('reader', (ConvertTo-Secret PROBE_PASSWORD))
$badReader = [pscredential]::new('reader', (ConvertTo-Secret PROBE_WRONG))
$client = @{ OAuth2 = $true; ClientId = 'robot'; Audience = 'fake-client'; TokenEndpoint = "${Uri}_sandbox/provider/token" }
$proxy = @{ Proxy = $Uri; ProxyCredential = [pscredential]::new('proxy', (ConvertTo-Secret PROBE_PROXY)); AllowUnencryptedAuthentication = $true }

Show-Way 'a password' { Connect-Dhis2 $Uri $reader -PassThru; Test-Dhis2Connection; Get-Dhis2CurrentUser; Get-Dhis2SystemInfo }
Show-Way 'a wrong password' { Connect-Dhis2 $Uri $badReader }
Show-Way 'an error on the way' { Connect-Dhis2 $Uri $reader; Invoke-Dhis2Request nonsense/path -Method POST -Body @{ a = 1 } -ErrorAction Stop }
Show-Way 'a token' { Connect-Dhis2 $Uri -Token (ConvertTo-Secret PROBE_TOKEN) -PassThru; Get-Dhis2AccessToken }
Show-Way 'a token cut short' { Connect-Dhis2 $Uri -Token (ConvertTo-SecureString ($env:PROBE_TOKEN.Substring(0, 30)) -AsPlainText -Force) }
Show-Way 'a token that is made' {
    Connect-Dhis2 $Uri -Token (ConvertTo-Secret PROBE_TOKEN)
    $made = New-Dhis2AccessToken -ExpiresIn 1.00:00:00
    $made.Key | ConvertFrom-SecureString -AsPlainText | Set-Content (Join-Path $Folder '../made-key')
    $made
}
Set-SandboxUser $sandbox reader @{ twoFactor = $true }
Show-Way 'a one-time password' { Connect-Dhis2 $Uri $reader -OneTimePassword $env:PROBE_CODE -PassThru }
Show-Way 'a password where a code is wanted' { Connect-Dhis2 $Uri $reader }
Set-SandboxUser $sandbox reader @{ twoFactor = $false }
Show-Way 'a client of OAuth2' { Connect-Dhis2 $Uri @client -ClientSecret (ConvertTo-Secret PROBE_CLIENT) -PassThru; Get-Dhis2CurrentUser -Refresh }
Show-Way 'a client with a wrong secret' { Connect-Dhis2 $Uri @client -ClientSecret (ConvertTo-Secret PROBE_WRONG) }
Show-Way 'a proxy' { Connect-Dhis2 http://dhis2.example.org $reader @proxy }
Show-Way 'a profile' {
    New-Dhis2Profile probe $Uri -Credential $reader -AllowPlaintextSecret -Default -PassThru
    Connect-Dhis2 -PassThru
    Get-Dhis2Profile
    Test-Dhis2Profile probe
}
Show-Way 'two secrets for a profile' { New-Dhis2Profile two $Uri -Credential $reader -Token (ConvertTo-Secret PROBE_TOKEN) -AllowPlaintextSecret -ErrorAction Stop }
Show-Way 'the environment' {
    $env:DHIS2_URL = $Uri
    $env:DHIS2_PAT = $env:PROBE_TOKEN
    Connect-Dhis2 -PassThru
}
Show-Way 'dish.json' { Connect-Dhis2 -AuthFile (Join-Path $Folder '../dish.json') -PassThru }

'== errors'
$Error | ForEach-Object { $_ | Format-List * -Force | Out-String -Width 300; "$($_.Exception)" }
'== command lines'
# Processes end while they are listed, which ends a listing by wildcard: so each is asked for alone.
if ($IsLinux) {
    foreach ($process in [IO.Directory]::GetDirectories('/proc') -match '/\d+$') {
        try { [IO.File]::ReadAllText("$process/cmdline") -replace "`0", ' ' } catch { Write-Debug 'It has ended.' }
    }
}
'== the end'
$null = Stop-Transcript
