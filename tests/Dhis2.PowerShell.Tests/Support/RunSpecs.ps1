<#
.SYNOPSIS
Runs spec files with Pester, one after the other, in this engine.
.DESCRIPTION
The test project starts it with a list of files, and reads the results as a line of JSON for each test. By hand it shows what Pester shows:
the module must be staged and Dhis2.TestTools be built. The specs of the contract want neither where DHIS2_TEST_URL, DHIS2_TEST_USERNAME and
DHIS2_TEST_PASSWORD name a server: any copy of the module will do, an installed one among them.
.EXAMPLE
./RunSpecs.ps1 -Path ../Specs/Get-Dhis2OrgUnit.Tests.ps1 -Module out/Dhis2/Dhis2.psd1 -TestTools tests/Dhis2.TestTools/bin/Debug/net8.0/Dhis2.TestTools.dll -Pester Pester
.EXAMPLE
./RunSpecs.ps1 -Module (Get-Module Dhis2 -ListAvailable).Path -Pester Pester -Tag Contract
#>
[CmdletBinding(DefaultParameterSetName = 'Path')]
param(
    # Spec files; all of them where none is named, and with -Tag those that can have a test of that tag.
    [Parameter(ParameterSetName = 'Path', Position = 0)] [string[]] $Path,
    # A text file with a path on each line.
    [Parameter(Mandatory, ParameterSetName = 'List')] [string] $FileList,
    [string] $ResultFile,
    [string] $Module = $env:DHIS2_MODULE,
    # The library that starts sandboxes.
    [string] $TestTools = $env:DHIS2_TEST_TOOLS,
    # A name or the path of a manifest.
    [string] $Pester = $env:DHIS2_PESTER,
    [string[]] $Tag = @()
)
$ErrorActionPreference = 'Stop'
# Specs work in folders of their own.
$env:DHIS2_MODULE = (Resolve-Path -LiteralPath $Module).ProviderPath
$env:DHIS2_TEST_TOOLS = if ($TestTools) { (Resolve-Path -LiteralPath $TestTools).ProviderPath }
Import-Module $(if ($Pester) { $Pester } else { 'Pester' })

function Get-TestResult($Run, [string] $File) {
    foreach ($test in @($Run.Tests | Where-Object Result -NE 'NotRun')) {
        [pscustomobject]@{
            File    = $File
            Name    = $test.ExpandedPath
            Result  = $test.Result
            Message = @($test.ErrorRecord | ForEach-Object { "$($_.Exception.Message)`n$($_.ScriptStackTrace)" }) -join "`n"
            Seconds = $test.Duration.TotalSeconds
        }
    }
    # What fails outside of its tests, in the file or in a block's set-up and tear-down.
    foreach ($place in @($Run.Containers) + @($Run.FailedBlocks)) {
        foreach ($record in $place.ErrorRecord) {
            [pscustomobject]@{ File = $File; Name = "($place)"; Result = 'Failed'; Message = "$($record.Exception.Message)`n$($record.ScriptStackTrace)"; Seconds = 0 }
        }
    }
}

function Get-SpecFile {
    if ($FileList) {
        return Get-Content -LiteralPath $FileList
    }
    $files = if ($Path) { Get-ChildItem -Path $Path -Filter '*.Tests.ps1' } else { Get-ChildItem -LiteralPath "$PSScriptRoot/../Specs" -Filter '*.Tests.ps1' -Recurse }
    # A file without the tag has no such test, and what it needs to be read may not be here.
    $words = @($Tag | ForEach-Object { "^\s*(Describe|Context|It)\b.* -Tag $_\b" })
    $files.FullName | Where-Object { -not $words -or (Select-String -LiteralPath $_ -Pattern $words -Quiet) }
}

$failed = 0
foreach ($file in Get-SpecFile) {
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $file
    $configuration.Run.PassThru = $true
    $configuration.Filter.Tag = $Tag
    $configuration.Output.Verbosity = 'Detailed'
    $configuration.Output.RenderMode = 'Plaintext'
    $run = Invoke-Pester -Configuration $configuration
    $results = @(Get-TestResult $run ([IO.Path]::GetFileName($file)))
    $failed += @($results | Where-Object Result -EQ 'Failed').Count
    if ($ResultFile) {
        # UTF-8 without a mark, which Windows PowerShell's own cmdlets cannot write.
        [IO.File]::AppendAllLines($ResultFile, [string[]] @($results | ForEach-Object { ConvertTo-Json -InputObject $_ -Compress }))
    }
}
exit [Math]::Min($failed, 100)
