# Runs specs with Pester and writes what became of each test as JSON. Exit code 3: there is no Pester.
param(
    [Parameter(Mandatory)] [string] $SpecFolder,
    [Parameter(Mandatory)] [string] $OutFile
)
$ErrorActionPreference = 'Stop'
$pester = Get-Module Pester -ListAvailable | Where-Object Version -GE '5.3.0' | Sort-Object Version -Descending | Select-Object -First 1
if ($null -eq $pester) {
    exit 3
}
Import-Module $pester.Path
$configuration = New-PesterConfiguration
$configuration.Run.Path = $SpecFolder
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$configuration.Output.RenderMode = 'Plaintext'
$run = Invoke-Pester -Configuration $configuration
$tests = foreach ($test in $run.Tests) {
    [pscustomobject]@{
        File    = [IO.Path]::GetFileName($test.ScriptBlock.File)
        Name    = $test.ExpandedPath
        Result  = $test.Result
        Message = ($test.ErrorRecord | ForEach-Object { "$($_.Exception.Message)`n$($_.ScriptStackTrace)" }) -join "`n"
    }
}
# A file that fails before its first test has no tests to tell of it.
$broken = foreach ($container in $run.Containers) {
    foreach ($record in $container.ErrorRecord) {
        [pscustomobject]@{ File = [IO.Path]::GetFileName("$($container.Item)"); Name = 'the file itself'; Result = 'Failed'; Message = "$($record.Exception.Message)`n$($record.ScriptStackTrace)" }
    }
}
ConvertTo-Json -InputObject @(@($tests) + @($broken) | Where-Object { $_ }) -Depth 5 | Set-Content -LiteralPath $OutFile -Encoding utf8
