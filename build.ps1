<#
.SYNOPSIS
Builds, tests and packs the Dhis2 module.
.DESCRIPTION
Tasks run in the order they are given. Build stages the module in out/Dhis2; the other tasks that need it do so by themselves.
.EXAMPLE
./build.ps1
.EXAMPLE
./build.ps1 -Task Analyze, Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Demo', 'Bench', 'Docs', 'Analyze', 'Pack', 'Install')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2
$root = $PSScriptRoot
$stage = Join-Path $root 'out/Dhis2'
$kind = $Configuration

function Invoke-Dotnet([string[]] $Argument) {
    & dotnet $Argument
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($Argument -join ' ') failed with exit code $LASTEXITCODE."
    }
}

function Invoke-BuildTask {
    Invoke-Dotnet @('build', "$root/src/Dhis2.PowerShell", '-t:Stage', '-c', $kind, '--nologo', '--verbosity', 'quiet')
    Write-Information "Staged in $stage" -InformationAction Continue
}

function Invoke-TestTask {
    Invoke-Dotnet @('test', "$root/Dhis2.sln", '-c', $kind, '--nologo')
}

function Invoke-DemoTask {
    Invoke-Dotnet @('run', '--project', "$root/tests/Dhis2.Demo", '-c', $kind)
}

function Invoke-BenchTask {
    Invoke-Dotnet @('run', '--project', "$root/tests/Dhis2.Benchmarks", '-c', 'Release')
}

# The pages in en-US are the source; the MAML beside them is what Get-Help reads, and is committed.
function Invoke-DocsTask {
    Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0.0
    $help = Join-Path $root 'en-US'
    $pages = @(Get-ChildItem -LiteralPath $help -Filter '*-*.md')
    if ($pages.Count -eq 0) {
        throw 'There are no pages in en-US.'
    }
    $made = Join-Path $root 'out/maml'
    $commands = $pages.FullName | Import-MarkdownCommandHelp
    # It writes into a folder named after the module.
    $null = $commands | Export-MamlCommandHelp -OutputFolder $made -Force
    $made = Get-ChildItem -LiteralPath $made -Recurse -Filter '*-Help.xml'
    Export-Maml ([xml] (Get-Content -LiteralPath $made.FullName -Raw)) (Join-Path $help 'Dhis2.PowerShell.dll-Help.xml')
}

# PlatyPS leaves markdown in the texts, and an example in one piece; Get-Help sets code and remarks apart when they are told apart.
function Export-Maml([xml] $Maml, [string] $Path) {
    $fence = [regex] '(?ms)^```\w*\n(.*?)\n```[ ]*$'
    $mamlUri = $Maml.DocumentElement.GetNamespaceOfPrefix('maml')
    $devUri = $Maml.DocumentElement.GetNamespaceOfPrefix('dev')
    foreach ($example in $Maml.GetElementsByTagName('command:example')) {
        $introduction = $example['introduction', $mamlUri]
        $text = @($introduction.ChildNodes | ForEach-Object InnerText | Where-Object { $_.Trim([char] 0x80) }) -join "`n`n"
        $null = $example.RemoveChild($introduction)
        $example['code', $devUri].InnerText = @($fence.Matches($text) | ForEach-Object { $_.Groups[1].Value }) -join "`n`n"
        $para = $Maml.CreateElement('maml', 'para', $mamlUri)
        $para.InnerText = $fence.Replace($text, '').Trim()
        $null = $example['remarks', $devUri].AppendChild($para)
    }
    foreach ($para in $Maml.GetElementsByTagName('maml:para')) {
        $para.InnerText = $para.InnerText.Replace('`', '') -replace '(\*\*|\*)(?=[A-Za-z])([^*\n]+)\1', '$2'
    }
    # Links between pages lead nowhere at a prompt: their names do.
    foreach ($link in @($Maml.GetElementsByTagName('maml:navigationLink'))) {
        if (-not $link.uri -or $link.uri -notmatch '^https?:') {
            $link['uri', $mamlUri].InnerText = ''
        }
        if ($link.linkText -eq 'Online Version') {
            $null = $link.ParentNode.RemoveChild($link)
        }
    }
    $settings = [System.Xml.XmlWriterSettings]::new()
    $settings.Indent = $true
    $settings.NewLineChars = "`n"
    $settings.Encoding = [System.Text.UTF8Encoding]::new($false)
    $writer = [System.Xml.XmlWriter]::Create($Path, $settings)
    try {
        $Maml.Save($writer)
    }
    finally {
        $writer.Dispose()
    }
}

function Invoke-AnalyzeTask {
    Import-Module PSScriptAnalyzer
    # Where it is staged: the analyzer looks for the files that the manifest names.
    Invoke-BuildTask
    $files = @(
        Get-Item -LiteralPath (Join-Path $stage 'Dhis2.psd1'), (Join-Path $stage 'Dhis2.psm1'), (Join-Path $root 'build.ps1')
        Get-ChildItem -LiteralPath (Join-Path $root 'tests') -Recurse -Include '*.ps1', '*.psm1', '*.psd1' | Where-Object FullName -NotMatch '[\\/](bin|obj)[\\/]'
    )
    $forTests = Import-PowerShellDataFile -Path (Join-Path $root 'tests/PSScriptAnalyzerSettings.psd1')
    $findings = @(foreach ($file in $files) {
            $settings = if ($file.FullName -match '[\\/]tests[\\/]') { $forTests } else { @{} }
            Invoke-ScriptAnalyzer -Path $file.FullName -Settings $settings
        })
    $findings | Format-Table -AutoSize -Property ScriptName, Line, RuleName, Message | Out-Host
    if ($findings.Count -gt 0) {
        throw "PSScriptAnalyzer has $($findings.Count) findings."
    }
}

function Invoke-PackTask {
    Invoke-BuildTask
    $packages = Join-Path $root 'out/packages'
    $null = New-Item -ItemType Directory -Path $packages -Force
    if (Get-Command Compress-PSResource -ErrorAction SilentlyContinue) {
        Compress-PSResource -Path $stage -DestinationPath $packages
    }
    else {
        # Without PSResourceGet: a zip to unpack into a module path.
        Compress-Archive -Path $stage -DestinationPath (Join-Path $packages 'Dhis2.zip') -Force
    }
    Get-ChildItem -LiteralPath $packages
}

# Into the current user's modules, beside other versions.
function Invoke-InstallTask {
    Invoke-BuildTask
    $version = (Import-PowerShellDataFile -Path (Join-Path $stage 'Dhis2.psd1')).ModuleVersion
    $isWindowsPowerShell = $PSVersionTable.PSEdition -ne 'Core'
    $modules = if ($isWindowsPowerShell) {
        Join-Path ([Environment]::GetFolderPath('MyDocuments')) 'WindowsPowerShell/Modules'
    }
    elseif ($IsWindows) {
        Join-Path ([Environment]::GetFolderPath('MyDocuments')) 'PowerShell/Modules'
    }
    else {
        Join-Path $HOME '.local/share/powershell/Modules'
    }
    $target = Join-Path $modules "Dhis2/$version"
    if (Test-Path -LiteralPath $target) {
        Remove-Item -LiteralPath $target -Recurse -Force
    }
    $null = New-Item -ItemType Directory -Path $target -Force
    Copy-Item -Path (Join-Path $stage '*') -Destination $target -Recurse
    Write-Information "Installed in $target" -InformationAction Continue
}

foreach ($name in $Task) {
    & "Invoke-${name}Task"
}
