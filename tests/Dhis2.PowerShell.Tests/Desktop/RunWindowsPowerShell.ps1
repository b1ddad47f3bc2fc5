<#
.SYNOPSIS
Starts a sandbox and runs WindowsPowerShell.Tests.ps1 against it in this PowerShell.
.DESCRIPTION
Runs in Windows PowerShell 5.1 and in PowerShell 7. DHIS2_MODULE names the manifest of the staged module. The sandbox must have been
built, and Pester be in the folder of NuGet packages: dotnet restore tests/Dhis2.PowerShell.Tests brings it there.
.EXAMPLE
powershell -NoProfile -ExecutionPolicy Bypass -File tests/Dhis2.PowerShell.Tests/Desktop/RunWindowsPowerShell.ps1
#>
[CmdletBinding()]
param(
    # Configuration the sandbox was built in.
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
$tests = Split-Path (Split-Path $PSScriptRoot)
$packages = if ($env:NUGET_PACKAGES) { $env:NUGET_PACKAGES } else { Join-Path ([Environment]::GetFolderPath('UserProfile')) '.nuget/packages' }
$pester = Get-ChildItem -Path (Join-Path $packages 'pester/*/tools/Pester.psd1') | Sort-Object { [version] $_.Directory.Parent.Name } | Select-Object -Last 1
if ($null -eq $pester) {
    throw "There is no Pester in '$packages'."
}
Import-Module $pester.FullName

$start = New-Object Diagnostics.ProcessStartInfo 'dotnet'
$start.Arguments = '"{0}" serve --port 0 --stop-with-stdin' -f (Join-Path $tests "Dhis2.Sandbox/bin/$Configuration/net8.0/Dhis2.Sandbox.dll")
$start.UseShellExecute = $false
$start.RedirectStandardInput = $true
$start.RedirectStandardOutput = $true
$sandbox = [Diagnostics.Process]::Start($start)
try {
    do {
        $line = $sandbox.StandardOutput.ReadLine()
        if ($null -eq $line) {
            throw 'The sandbox ended before it listened.'
        }
    } until ($line -match '^listening on (?<uri>\S+)')
    $env:DHIS2_TEST_URL = $Matches.uri
    $env:DHIS2_TEST_USERNAME = 'admin'
    $env:DHIS2_TEST_PASSWORD = 'district'
    $options = New-PesterConfiguration
    $options.Run.Path = Join-Path $PSScriptRoot 'WindowsPowerShell.Tests.ps1'
    $options.Run.PassThru = $true
    $options.Output.Verbosity = 'Detailed'
    $run = Invoke-Pester -Configuration $options
}
finally {
    # Closing its input ends it in good order.
    $sandbox.StandardInput.Close()
    if (-not $sandbox.WaitForExit(5000)) {
        $sandbox.Kill()
    }
}
if ($run.Result -ne 'Passed' -or $run.PassedCount -eq 0) {
    throw "$($run.FailedCount) of $($run.TotalCount) tests failed."
}
