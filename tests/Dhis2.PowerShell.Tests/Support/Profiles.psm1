# A home folder, a folder for settings and a place to work, all of a test's own, so that none sees or touches those of whoever runs it.

$script:Variables = 'HOME', 'USERPROFILE', 'APPDATA', 'XDG_CONFIG_HOME', 'DHIS2_CONFIG_HOME', 'DHIS2_PROFILE', 'DHIS2_URL', 'DHIS2_PAT', 'DHIS2_USERNAME', 'DHIS2_PASSWORD', 'DHIS_HOME', 'PSModulePath'
$script:Saved = $null

function Enter-ProfileHome {
    [CmdletBinding()]
    param([string] $Folder)
    $root = Join-Path $Folder ([guid]::NewGuid())
    $places = [pscustomobject]@{
        Home    = Join-Path $root 'home'
        Config  = Join-Path $root 'config'
        Project = Join-Path $root 'work'
        Work    = Join-Path $root 'work/a/b'
        User    = Join-Path $root 'config/profiles.json'
    }
    foreach ($folder in $places.Home, $places.Work) {
        $null = New-Item -ItemType Directory -Path $folder -Force
    }
    $script:Saved = @{}
    foreach ($name in $script:Variables) {
        $script:Saved[$name] = [Environment]::GetEnvironmentVariable($name)
        if ($name -notin 'PSModulePath', 'APPDATA') {
            [Environment]::SetEnvironmentVariable($name, $null)
        }
    }
    $env:HOME = $places.Home
    $env:USERPROFILE = $places.Home
    $env:DHIS2_CONFIG_HOME = $places.Config
    Push-Location $places.Work
    $places
}

function Exit-ProfileHome {
    [CmdletBinding()]
    param()
    Pop-Location
    foreach ($name in $script:Variables) {
        [Environment]::SetEnvironmentVariable($name, $script:Saved[$name])
    }
}

# A stand-in for SecretManagement with one vault, 'Local', found on the module path as the real one would be.
function Add-FakeVault {
    [CmdletBinding()]
    param([string] $Folder)
    # One of another spec keeps its secrets in a folder that is gone.
    Get-Module Microsoft.PowerShell.SecretManagement | Remove-Module -Force
    $module = Join-Path $Folder 'modules/Microsoft.PowerShell.SecretManagement'
    $null = New-Item -ItemType Directory -Path $module -Force
    @'
$asked = [System.Collections.Generic.List[string]]::new()
function Get-Secret {
    [CmdletBinding()]
    param([string] $Name, [string] $Vault)
    $asked.Add("$Vault/$Name")
    if ($Vault -and $Vault -ne 'Local') {
        throw "Vault $Vault does not exist in registry."
    }
    $text = { param($t) ConvertTo-SecureString $t -AsPlainText -Force }
    switch ($Name) {
        { $_ -in 'admin', 'hmis-import' } { [pscredential]::new('admin', (& $text 'district')) }
        'password' { & $text 'district' }
        'token' { & $text 'd2p_from_the_vault' }
        'text' { 'district' }
        'table' { @{ UserName = 'admin'; Password = (& $text 'district') } }
        'number' { , [byte[]] (1, 2, 3) }
        'empty' { [securestring]::new() }
        'client' { & $text 'client-Secret-1' }
        default {
            $file = Join-Path $PSScriptRoot "$Name.kept"
            if (Test-Path $file) {
                & $text (Get-Content -Raw $file)
            }
            else {
                Write-Error "The secret $Name was not found."
            }
        }
    }
}
function Set-Secret {
    [CmdletBinding()]
    param([string] $Name, [securestring] $Secret, [string] $Vault)
    [Net.NetworkCredential]::new('', $Secret).Password | Set-Content (Join-Path $PSScriptRoot "$Name.kept") -NoNewline
}
function Remove-Secret {
    [CmdletBinding()]
    param([string] $Name, [string] $Vault)
    Remove-Item (Join-Path $PSScriptRoot "$Name.kept")
}
function Get-SecretVault {
    [CmdletBinding()]
    param()
    [pscustomobject]@{ Name = 'Local' }
}
function Get-Asked {
    $asked
}
'@ | Set-Content (Join-Path $module 'Microsoft.PowerShell.SecretManagement.psm1')
    New-ModuleManifest -Path (Join-Path $module 'Microsoft.PowerShell.SecretManagement.psd1') -ModuleVersion 1.1.2 -RootModule Microsoft.PowerShell.SecretManagement.psm1 -FunctionsToExport Get-Secret, Set-Secret, Remove-Secret, Get-SecretVault, Get-Asked
    $env:PSModulePath = (Join-Path $Folder 'modules') + [IO.Path]::PathSeparator + $env:PSModulePath
}

function ConvertTo-Secure {
    [CmdletBinding()]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingConvertToSecureStringWithPlainText', '', Justification = 'A test has its secrets in plain text.')]
    param([string] $Text)
    ConvertTo-SecureString $Text -AsPlainText -Force
}

# Everything a command says, in all the ways somebody could look at it.
function Get-AllText {
    [CmdletBinding()]
    param([object[]] $Output)
    $text = foreach ($one in $Output) {
        $one | Out-String -Width 500
        $one | Format-List * -Force | Out-String -Width 500
        "$one"
        # A record of a stream carries the whole engine with it.
        if ($one -isnot [Management.Automation.InformationalRecord]) {
            ConvertTo-Json $one -Depth 4 -WarningAction SilentlyContinue
            [Management.Automation.PSSerializer]::Serialize($one, 4)
        }
    }
    $text -join "`n"
}

Export-ModuleMember -Function *
