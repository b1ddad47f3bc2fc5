# Starts further processes of the engine that runs the specs. Its command may be two words, such as dotnet and pwsh.dll, and need not be on the path.

function Get-EngineCommand {
    [CmdletBinding()]
    [OutputType([string[]])]
    param()
    if ($env:DHIS2_ENGINE) {
        [string[]] $command = ConvertFrom-Json $env:DHIS2_ENGINE
        return $command
    }
    # Somebody runs Pester by hand: this very process tells how it was started.
    $process = [Diagnostics.Process]::GetCurrentProcess()
    try {
        $program = $process.MainModule.FileName
    }
    finally {
        $process.Dispose()
    }
    $program
    if ([IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') {
        [Environment]::GetCommandLineArgs()[0]
    }
}

# Runs one to its end and writes what it says; $LASTEXITCODE is its exit code.
function Invoke-ChildEngine {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string[]] $ArgumentList)
    $command = @(Get-EngineCommand)
    $more = @($command | Select-Object -Skip 1)
    & $command[0] @more -NoProfile -NonInteractive @ArgumentList
}

# Starts one and gives the process, which is the caller's to wait for and to dispose of.
function Start-ChildEngine {
    [CmdletBinding()]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A helper of tests.')]
    param([Parameter(Mandatory)] [string[]] $ArgumentList, [string] $WorkingDirectory)
    $command = @(Get-EngineCommand)
    $start = [Diagnostics.ProcessStartInfo]::new($command[0])
    foreach ($argument in @($command | Select-Object -Skip 1) + '-NoProfile', '-NonInteractive' + $ArgumentList) {
        $start.ArgumentList.Add($argument)
    }
    if ($WorkingDirectory) {
        $start.WorkingDirectory = $WorkingDirectory
    }
    [Diagnostics.Process]::Start($start)
}

Export-ModuleMember -Function *
