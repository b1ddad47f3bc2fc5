#Requires -Version 7.4
<#
.SYNOPSIS
Builds, tests and packs the Dhis2 module.
.DESCRIPTION
Tasks run in the order they are given. Build stages the module in out/Dhis2; the other tasks that need it do so by themselves.
.PARAMETER Name
With -Task Test: the specs of this name, without .Tests.ps1, and the client tests whose namespace, class or method has it in its name. Takes wildcards.
.PARAMETER StagedModule
With -Task Pack or Install: a folder that holds the module as it is to be packed, instead of a new build.
.PARAMETER OutputFolder
With -Task Pack or Install: where the package goes, instead of out/packages.
.EXAMPLE
./build.ps1
.EXAMPLE
./build.ps1 -Task Analyze, Test
.EXAMPLE
./build.ps1 -Task Test -Name *OrgUnit*
#>
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'They are used in the functions of the tasks.')]
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Demo', 'Bench', 'Docs', 'Analyze', 'Pack', 'Install')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # No character that the filter of dotnet test reads in a way of its own.
    [ValidatePattern('^[\w.*?-]*\w[\w.*?-]*$')]
    [string] $Name,

    [string] $StagedModule,

    [string] $OutputFolder
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2
$root = $PSScriptRoot
$stage = Join-Path $root 'out/Dhis2'

function Invoke-Dotnet([string[]] $Argument) {
    # To the host: what a task returns is what it made.
    & dotnet $Argument | Out-Host
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($Argument -join ' ') failed with exit code $LASTEXITCODE."
    }
}

function Invoke-BuildTask {
    Invoke-Dotnet @('build', "$root/src/Dhis2.PowerShell", '-t:Stage', '-c', $Configuration, '--nologo', '--verbosity', 'quiet')
    Write-Information "Staged in $stage" -InformationAction Continue
}

function Invoke-TestTask {
    Invoke-TestRun $Name
}

function Invoke-TestRun([string] $Wanted) {
    $arguments = @('test', '--solution', "$root/Dhis2.sln", '-c', $Configuration)
    if ($Wanted) {
        # A namespace, a class or a method with each part of the name in it.
        $parts = ($Wanted -split '[*?]+' -ne '' | ForEach-Object { "(*$_*)" }) -join '&'
        # The tests that run the specs always start; they choose among the specs by the variable.
        $queries = "/*/$parts", "/*/*/$parts", "/*/*/*/$parts", '/Dhis2.PowerShell.Tests'
        $arguments += $queries | ForEach-Object { '--filter-query', $_ }
        # Not every project has a test of the name.
        $arguments += '--ignore-exit-code', '8'
    }
    $before = $env:DHIS2_TEST_NAME
    try {
        if ($Wanted) {
            $env:DHIS2_TEST_NAME = $Wanted
        }
        Invoke-Dotnet $arguments
    }
    finally {
        $env:DHIS2_TEST_NAME = $before
    }
}

function Invoke-DemoTask {
    Invoke-Dotnet @('run', '--project', "$root/tests/Dhis2.Demo", '-c', $Configuration)
}

function Invoke-BenchTask {
    Invoke-Dotnet @('run', '--project', "$root/tests/Dhis2.Benchmarks", '-c', 'Release')
}

# Views, pages and what Get-Help reads are committed; a test fails where they are not as this makes them.
function Invoke-DocsTask {
    Invoke-Dotnet @('run', '--project', "$root/tests/Dhis2.Docs", '-c', $Configuration, '--', $root)
}

function Invoke-AnalyzeTask {
    # The test is skipped where it is missing; who asks for this task wants it run.
    if (-not (Get-Module PSScriptAnalyzer -ListAvailable)) {
        throw 'PSScriptAnalyzer is not installed: Install-PSResource PSScriptAnalyzer.'
    }
    Invoke-TestRun 'Analyzer'
}

function Invoke-PackTask {
    if (-not $StagedModule) {
        Invoke-BuildTask
    }
    $packages = New-Item -ItemType Directory -Path ($OutputFolder ? $OutputFolder : (Join-Path $root 'out/packages')) -Force
    $work = New-Item -ItemType Directory -Path (Join-Path ([System.IO.Path]::GetTempPath()) "Dhis2-$([guid]::NewGuid())")
    try {
        $module = Join-Path $work 'Dhis2'
        Copy-Item -LiteralPath ($StagedModule ? $StagedModule : $stage) -Destination $module -Recurse
        Add-ReleaseNote $module
        $made = Compress-PSResource -Path $module -DestinationPath $work -PassThru
        Export-StablePackage $made.FullName (Join-Path $packages $made.Name)
    }
    finally {
        Remove-Item -LiteralPath $work -Recurse -Force
    }
}

# The Gallery shows the release notes of the manifest: they are the newest section of the changelog.
function Add-ReleaseNote([string] $Module) {
    $notes = [regex]::Match((Get-Content -LiteralPath "$Module/CHANGELOG.md" -Raw), '(?ms)^## .*?(?=^## |\z)').Value.Trim()
    $place = [regex] "(?m)(?<=^ *ReleaseNotes *= )'.*'(?=\r?$)"
    $manifest = Get-Content -LiteralPath "$Module/Dhis2.psd1" -Raw
    if (-not $notes -or -not $place.IsMatch($manifest)) {
        throw 'CHANGELOG.md has no section, or Dhis2.psd1 no line for the release notes.'
    }
    # A here-string, which no quotation mark of the changelog ends; the mark tells Windows PowerShell that it is UTF-8.
    $place.Replace($manifest, { "@'`n$notes`n'@" }) | Set-Content -LiteralPath "$Module/Dhis2.psd1" -NoNewline -Encoding utf8BOM
}

# Whoever builds a commit can check that the published package is what it says: what the packer adds of its own is taken out
# again (times, a random name, the machine, the order in which it found the files).
function Export-StablePackage([string] $Source, [string] $Destination) {
    $time = [DateTimeOffset]::new(1980, 1, 1, 0, 0, 0, [timespan]::Zero)
    Remove-Item -LiteralPath $Destination -ErrorAction Ignore
    $from = [System.IO.Compression.ZipFile]::OpenRead($Source)
    $to = [System.IO.Compression.ZipFile]::Open($Destination, 'Create')
    try {
        $entries = [System.Collections.Generic.SortedDictionary[string, object]]::new([StringComparer]::Ordinal)
        foreach ($entry in $from.Entries) {
            $entries[$entry.FullName -replace '[^/]+(?=\.psmdcp$)', 'core'] = $entry
        }
        foreach ($path in $entries.Keys) {
            $copy = $to.CreateEntry($path)
            $copy.LastWriteTime = $time
            $reader = $entries[$path].Open()
            $writer = $copy.Open()
            Copy-PackagePart -Path $path -Reader $reader -Writer $writer
            $writer.Dispose()
            $reader.Dispose()
        }
    }
    finally {
        $to.Dispose()
        $from.Dispose()
    }
    Get-Item -LiteralPath $Destination
}

function Copy-PackagePart([string] $Path, [System.IO.Stream] $Reader, [System.IO.Stream] $Writer) {
    if ($Path -notmatch '^\[Content_Types\]\.xml$|\.(rels|psmdcp)$') {
        $Reader.CopyTo($Writer)
        return
    }
    $xml = [xml]::new()
    $xml.Load($Reader)
    $list = $xml.DocumentElement
    switch -Wildcard ($Path) {
        '*.psmdcp' {
            $null = $list.RemoveChild($list['lastModifiedBy'])
        }
        '*.rels' {
            $core = $list.ChildNodes | Where-Object Target -Like '*.psmdcp'
            $core.Target = $core.Target -replace '[^/]+(?=\.psmdcp$)', 'core'
            $core.Id = 'core'
        }
        default {
            @($list.ChildNodes) | Sort-Object -Property OuterXml -Culture '' | ForEach-Object { $null = $list.AppendChild($_) }
        }
    }
    $xml.Save($Writer)
}

# As a user installs it, from a repository that is the folder of the package.
function Invoke-InstallTask {
    $package = Invoke-PackTask
    $version = [regex]::Match($package.BaseName, '(?<=^Dhis2\.).*').Value
    $repository = "Dhis2-$PID"
    Register-PSResourceRepository -Name $repository -Uri $package.DirectoryName -Trusted
    try {
        Install-PSResource -Name Dhis2 -Version $version -Prerelease -Repository $repository -Reinstall -PassThru
    }
    finally {
        Unregister-PSResourceRepository -Name $repository
    }
}

$usedBy = @{ Name = 'Test'; StagedModule = 'Pack', 'Install'; OutputFolder = 'Pack', 'Install' }
foreach ($parameter in $PSBoundParameters.Keys.Where{ $usedBy.ContainsKey($_) }) {
    if (-not ($Task | Where-Object { $_ -in $usedBy[$parameter] })) {
        throw "-$parameter goes with -Task $($usedBy[$parameter] -join ' or ')."
    }
}
foreach ($one in $Task) {
    & "Invoke-${one}Task"
}
