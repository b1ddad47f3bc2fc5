<#
.SYNOPSIS
Runs spec files with Pester, one after the other, in this engine.
.DESCRIPTION
The test project starts it with a list of files, and reads the results as a line of JSON for each test. By hand it shows what Pester shows:
the module must be staged and Dhis2.TestTools be built.
.EXAMPLE
./RunSpecs.ps1 -Path ../Specs/Get-Dhis2OrgUnit.Tests.ps1 -Module out/Dhis2/Dhis2.psd1 -TestTools tests/Dhis2.TestTools/bin/Debug/net8.0/Dhis2.TestTools.dll -Pester Pester
#>
[CmdletBinding(DefaultParameterSetName = 'Path')]
param(
    [Parameter(Mandatory, ParameterSetName = 'Path', Position = 0)] [string[]] $Path,
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
$env:DHIS2_MODULE = $Module
$env:DHIS2_TEST_TOOLS = $TestTools
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

$failed = 0
foreach ($file in $(if ($FileList) { Get-Content -LiteralPath $FileList } else { (Get-ChildItem -Path $Path -Filter '*.Tests.ps1').FullName })) {
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
