BeforeDiscovery {
    $module = Import-Module $env:DHIS2_MODULE -PassThru -Force
    $commands = @($module.ExportedCmdlets.Values | ForEach-Object { @{ Name = $_.Name; Command = $_ } })
}

BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $manifest = Import-PowerShellDataFile $env:DHIS2_MODULE
    $assembly = [Dhis2.Dhis2Session].Assembly.Location | Split-Path | Join-Path -ChildPath 'Dhis2.PowerShell.dll'
    $types = ([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object Location -EQ $assembly).GetExportedTypes()
    $declared = foreach ($type in $types) {
        foreach ($attribute in $type.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)) {
            "$($attribute.VerbName)-$($attribute.NounName)"
        }
    }

    function Invoke-Fresh([string] $Script) {
        $out = Invoke-ChildEngine '-Command', $Script
        if ($LASTEXITCODE -ne 0) { throw "exit code $LASTEXITCODE`: $out" }
        $out
    }
}

Describe 'The module' {
    It 'has a valid manifest' {
        (Test-ModuleManifest $env:DHIS2_MODULE).Name | Should -Be 'Dhis2'
    }

    It 'exports what it declares, and declares what it exports' {
        $exported = (Get-Module Dhis2).ExportedCommands.Keys | Sort-Object
        $exported | Should -Be ($declared | Sort-Object)
        $exported | Should -Be ($manifest.CmdletsToExport | Sort-Object)
    }

    It 'uses approved verbs, a prefix and singular nouns: <Name>' -ForEach $commands {
        (Get-Verb $Command.Verb).Verb | Should -Be $Command.Verb
        $Command.Noun | Should -MatchExactly '^Dhis2'
        $Command.Noun | Should -Not -Match '(?<!s|Analytic|u)s$'
    }

    It 'declares what it writes: <Name>' -ForEach $commands {
        $Command.OutputType.Count | Should -BeGreaterThan 0
    }

    It 'has one spec a cmdlet: <Name>' -ForEach $commands {
        "$PSScriptRoot/$Name.Tests.ps1" | Should -Exist
    }

    It 'has no parameter that hides a common one or is named unlike its kin: <Name>' -ForEach $commands {
        $Command.Parameters.Keys | Where-Object { $_ -cnotmatch '^[A-Z][A-Za-z0-9]+$' } | Should -BeNullOrEmpty
    }

    It 'can be imported again with -Force, and removed' {
        Import-Module $env:DHIS2_MODULE -Force
        Import-Module $env:DHIS2_MODULE -Force
        New-Dhis2Uid | Should -Not -BeNullOrEmpty
        Remove-Module Dhis2
        Get-Command New-Dhis2Uid -Module Dhis2 -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Import-Module $env:DHIS2_MODULE
        New-Dhis2Uid | Should -Not -BeNullOrEmpty
    }

    It 'lives in two runspaces, and stays in one when removed from the other' {
        $shells = 1..2 | ForEach-Object { [powershell]::Create() }
        foreach ($shell in $shells) {
            $null = $shell.AddScript('param($m) Import-Module $m; New-Dhis2Uid').AddArgument($env:DHIS2_MODULE).Invoke() | Should -Not -BeNullOrEmpty
            $shell.Commands.Clear()
        }
        $null = $shells[0].AddScript('Remove-Module Dhis2').Invoke()
        $shells[1].AddScript('New-Dhis2Uid; [Type]::GetType("Dhis2.Csv.CsvFormat, Dhis2.Csv", $true).Name').Invoke()[1] | Should -Be 'CsvFormat'
        $shells | ForEach-Object Dispose
    }

    It 'reads CSV with its own CsvHelper where <When> is loaded' -ForEach @(
        @{ When = 'no other'; Version = '' }
        @{ When = 'an older one'; Version = '2.0.0.0' }
        @{ When = 'a newer one'; Version = '99.0.0.0' }
    ) {
        $folder = New-Item -ItemType Directory -Path (Join-Path $TestDrive "csv$Version")
        $read = @'
Import-Module $env:DHIS2_MODULE
$format = [Activator]::CreateInstance([Type]::GetType('Dhis2.Csv.CsvFormat, Dhis2.Csv', $true))
$stream = [IO.MemoryStream]::new([Text.Encoding]::UTF8.GetBytes("a,b`n1,`"x,y`"`n"))
$none = [Threading.CancellationToken]::None
$reader = $format.OpenReaderAsync($stream, [Dhis2.Client.DataValues.Csv.CsvReadOptions]::new(), $none).GetAwaiter().GetResult()
$null = $reader.ReadAsync($none).GetAwaiter().GetResult()
$reader.Item(1)
'@
        $load = ''
        if ($Version) {
            $load = @"
Add-Type -OutputAssembly '$folder/CsvHelper.dll' -TypeDefinition '[assembly: System.Reflection.AssemblyVersion("$Version")] namespace CsvHelper { public class CsvReader { } }'
`$null = [Reflection.Assembly]::LoadFrom('$folder/CsvHelper.dll')

"@
        }
        Invoke-Fresh ($load + $read) | Should -Be 'x,y'
    }

    # It proves that the code runs, not that Windows PowerShell finds its assemblies.
    It 'has a build for Windows PowerShell that this engine can run, too' {
        $dll = Join-Path (Split-Path $env:DHIS2_MODULE) 'bin/net472/Dhis2.PowerShell.dll'
        Invoke-Fresh "Import-Module '$dll'; New-Dhis2Uid | Test-Dhis2Uid; try { Connect-Dhis2 http://127.0.0.1:9 ([pscredential]::new('a', [securestring]::new())) -MaximumRetryCount 0 } catch { `$_.FullyQualifiedErrorId }" |
            Should -Be 'True', 'Dhis2.Connection,Dhis2.PowerShell.Commands.ConnectDhis2Command'
    }

    It 'answers for no name but its own' {
        Invoke-Fresh 'Import-Module $env:DHIS2_MODULE; $null -eq [Type]::GetType("CsvHelper.CsvReader, CsvHelper", $false)' | Should -Be 'True'
    }

    It 'costs no more than 150 ms to import, above an empty compiled module' {
        $empty = Join-Path $TestDrive 'Empty.dll'
        Add-Type -OutputAssembly $empty -TypeDefinition 'using System.Management.Automation; [Cmdlet("Get", "Empty")] public class GetEmpty : PSCmdlet { }'
        # Processor time: what a busy machine adds to the clock is not ours.
        $probe = '$p = [Diagnostics.Process]::GetCurrentProcess(); $before = $p.TotalProcessorTime; Import-Module "{0}"; $p.Refresh(); ($p.TotalProcessorTime - $before).TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)'
        $measure = { param($path) (1..5 | ForEach-Object { [double] (Invoke-Fresh ($probe -f $path)) } | Measure-Object -Minimum).Minimum }
        $base = & $measure $empty
        $ours = & $measure $env:DHIS2_MODULE
        $ours - $base | Should -BeLessThan 150
    }
}
