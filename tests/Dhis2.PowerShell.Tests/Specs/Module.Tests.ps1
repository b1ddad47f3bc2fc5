BeforeDiscovery {
    $module = Import-Module $env:DHIS2_MODULE -PassThru -Force
    $commands = @($module.ExportedCmdlets.Values | ForEach-Object { @{ Name = $_.Name; Command = $_ } })
}

BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $manifest = Import-PowerShellDataFile $env:DHIS2_MODULE
    $assembly = [Dhis2.Session].Assembly.Location | Split-Path | Join-Path -ChildPath 'Dhis2.PowerShell.dll'
    $types = ([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object Location -EQ $assembly).GetExportedTypes()
    $declared = foreach ($type in $types) {
        foreach ($attribute in $type.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)) {
            "$($attribute.VerbName)-$($attribute.NounName)"
        }
    }

    # What a cmdlet declares itself; the engine adds its own to these.
    function Get-DeclaredParameter($Command) {
        $Command.ImplementingType.GetProperties() | Where-Object { $_.IsDefined([Management.Automation.ParameterAttribute], $true) }
    }

    # The name, and then the aliases.
    function Get-ParameterName($Property) {
        $Property.Name
        foreach ($attribute in $Property.GetCustomAttributes([Management.Automation.AliasAttribute], $true)) { $attribute.AliasNames }
    }

    function Get-CalledCommand($Ast, [string] $Name = '*') {
        $Ast.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true) | Where-Object { $_.GetCommandName() -like $Name }
    }

    # The cmdlets that a test of the specs of the contract calls.
    $contract = foreach ($file in Get-ChildItem "$PSScriptRoot/Contract/*.Tests.ps1") {
        $text = [Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref] $null, [ref] $null)
        $tagged = Get-CalledCommand $text Describe | Where-Object { "$_" -match '\A.* -Tag Contract ' }
        $tagged | ForEach-Object { Get-CalledCommand $_ It } | ForEach-Object { (Get-CalledCommand $_ *-Dhis2*).ForEach{ $_.GetCommandName() } }
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

    It 'has a contract that any server can be held to: <Name>' -ForEach $commands {
        $contract | Should -Contain $Name -Because "a test in Specs/Contract, within a block tagged Contract, has to call it"
    }

    It 'has no parameter named like one that the engine adds, or like an alias of one: <Name>' -ForEach $commands {
        $engine = [Management.Automation.Internal.CommonParameters], [Management.Automation.Internal.ShouldProcessParameters], [Management.Automation.PagingParameters] |
            ForEach-Object { $_.GetProperties() } | ForEach-Object { Get-ParameterName $_ }
        $engine | Should -Contain 'vb'
        Get-DeclaredParameter $Command | ForEach-Object { Get-ParameterName $_ } | Where-Object { $_ -in $engine } | Should -BeNullOrEmpty
    }

    It 'gives one type to parameters of one name' {
        # -Scope of Connect-Dhis2 asks a provider of OAuth2 for rights; that of the cmdlets for profiles is a place.
        # -Id of Test-Dhis2Uid is any text: whether it is an id is the question.
        # Formats and orders of data values are few, and not those of lists.
        # An export has several types, each with fields, filters and an order of its own in a hashtable.
        # The strategies of both imports have the same names; each import has a type of its own for them.
        # -Disabled selects accounts in one cmdlet and is a property of them in the other; what is taken away is a person here and a property there; a translation is a text.
        $others = 'New-Dhis2User -Disabled', 'Set-Dhis2Sharing -Remove', 'Set-Dhis2Translation -Value', 'Import-Dhis2Metadata -ImportStrategy', 'Export-Dhis2Metadata -Type', 'Export-Dhis2Metadata -Filter', 'Export-Dhis2Metadata -Order', 'Connect-Dhis2 -Scope', 'Test-Dhis2Uid -Id', 'Export-Dhis2DataValueSet -Format', 'Get-Dhis2DataValueSetTemplate -Format', 'Get-Dhis2DataValueSet -Order', 'Export-Dhis2DataValueSet -Order'
        $all = foreach ($command in (Get-Module Dhis2).ExportedCmdlets.Values) {
            foreach ($parameter in Get-DeclaredParameter $command) {
                # One or many, given or not, it is the same thing.
                $type = [Nullable]::GetUnderlyingType($parameter.PropertyType) ?? $parameter.PropertyType
                [pscustomobject]@{ Name = $parameter.Name; Type = if ($type.IsArray) { $type.GetElementType() } else { $type }; Place = "$($command.Name) -$($parameter.Name)" }
            }
        }
        $all.Count | Should -BeGreaterThan 100
        $all | Where-Object Place -NotIn $others | Group-Object Name | Where-Object { @($_.Group.Type | Select-Object -Unique).Count -gt 1 } |
            ForEach-Object { $_.Group.ForEach({ "$($_.Place): $($_.Type)" }) } | Should -BeNullOrEmpty
    }

    It 'gives one name to what has a second one, and that to nothing else' {
        # The org units of data values are given by their ids, and -Format is how other commands for the web call -Accept.
        $others = 'Get-Dhis2DataValueSet -OrgUnit', 'Invoke-Dhis2Request -Accept'
        $all = foreach ($command in (Get-Module Dhis2).ExportedCmdlets.Values) {
            foreach ($parameter in Get-DeclaredParameter $command | Where-Object { "$($command.Name) -$($_.Name)" -notin $others }) {
                $name, $aliases = @(Get-ParameterName $parameter)
                foreach ($alias in $aliases) { [pscustomobject]@{ Alias = $alias; Name = $name } }
            }
        }
        $all.Alias | Should -Contain 'Uid'
        $all | Group-Object Alias | Where-Object { @($_.Group.Name | Select-Object -Unique).Count -gt 1 } | Should -BeNullOrEmpty
        $names = (Get-Module Dhis2).ExportedCmdlets.Values | ForEach-Object { (Get-DeclaredParameter $_).Name }
        # A raw request names the file as Invoke-WebRequest does; exports take that name, too. Properties of a type are fields of its objects.
        $all.Alias | Where-Object { $_ -in $names -and $_ -notin 'OutFile', 'Property' } | Should -BeNullOrEmpty
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

    # In a process of its own: the import of the spec itself would count, too.
    It 'lives in two runspaces, and <Then>' -ForEach @(
        @{ Then = 'stays in one when removed from the other'; Removed = 1; Expected = 'CsvFormat' }
        @{ Then = 'answers for its assemblies no more when removed from both'; Removed = 2; Expected = $null }
        @{ Then = 'is there again when imported after that'; Removed = 2; Again = $true; Expected = 'CsvFormat' }
    ) {
        # Dhis2.Csv is loaded when it is first asked for, so that only a look after the removal tells whether somebody still answers.
        $script = @'
$shells = 1..2 | ForEach-Object { [powershell]::Create() }
function Invoke-There($Shell, $Script) {
    $Shell.Commands.Clear()
    $Shell.AddScript($Script).Invoke()
    if ($Shell.HadErrors) { throw "$($Shell.Streams.Error)" }
}
foreach ($shell in $shells) { $null = Invoke-There $shell 'Import-Module $env:DHIS2_MODULE; if (-not (New-Dhis2Uid)) { throw "no uid" }' }
foreach ($shell in $shells[0..(REMOVED - 1)]) { Invoke-There $shell 'Remove-Module Dhis2' }
if (AGAIN) { Invoke-There $shells[0] 'Import-Module $env:DHIS2_MODULE' }
if (REMOVED -eq 1) { $null = Invoke-There $shells[1] 'if (-not (New-Dhis2Uid)) { throw "no uid" }' }
[Type]::GetType('Dhis2.Csv.CsvFormat, Dhis2.Csv', $false).Name
'@
        Invoke-Fresh $script.Replace('REMOVED', $Removed).Replace('AGAIN', "`$$([bool] $Again)") | Should -Be $Expected
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
$reader = $format.OpenReaderAsync($stream, [Dhis2.Client.Csv.CsvReadOptions]::new(), $none).GetAwaiter().GetResult()
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
}
