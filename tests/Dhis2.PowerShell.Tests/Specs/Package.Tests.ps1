# What goes to the Gallery, and that it installs as a user installs it. Repositories are folders, and each engine that registers one
# has a home folder of its own, so that nothing of whoever runs this is seen or touched.

BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"

    # Runs a script in an engine of its own, with this folder as home, and returns what it wrote as JSON.
    function Invoke-Engine([string] $HomeFolder, [string] $Script, [string[]] $Argument) {
        $own = @{
            HOME            = $HomeFolder
            # Without them everything is below the home folder.
            XDG_DATA_HOME   = $null
            XDG_CONFIG_HOME = $null
            XDG_CACHE_HOME  = $null
            PSModulePath    = $null
        }
        $quoted = $Argument.ForEach({ "'$($_.Replace("'", "''"))'" })
        $text = "`$ErrorActionPreference = 'Stop'; `$ProgressPreference = 'SilentlyContinue'; & { $Script } $quoted"
        # NuGet writes its settings into the current folder where a home has no such folder.
        $null = New-Item -ItemType Directory -Path (Join-Path $HomeFolder '.config') -Force
        $before = @{}
        foreach ($name in $own.Keys) {
            $before[$name] = [Environment]::GetEnvironmentVariable($name)
            # Not by the .NET method, for which PowerShell makes an empty text of null: the variable would stay.
            Set-Item -LiteralPath "Env:$name" -Value $own[$name]
        }
        try {
            $output = Invoke-ChildEngine '-Command', $text 2>&1
            if ($LASTEXITCODE -ne 0) {
                throw "The engine ended with exit code $LASTEXITCODE`:`n$($output | Out-String)"
            }
            $output | Select-Object -Last 1 | ConvertFrom-Json
        }
        finally {
            $before.Keys.ForEach({ Set-Item -LiteralPath "Env:$_" -Value $before[$_] })
        }
    }

    function Invoke-Pack([string] $StagedModule, [string] $OutputFolder) {
        $arguments = "$PSScriptRoot/../../../build.ps1", $StagedModule, $OutputFolder
        $made = Invoke-Engine (Join-Path $TestDrive 'packer') 'param($Build, $StagedModule, $OutputFolder)
            (& $Build -Task Pack -StagedModule $StagedModule -OutputFolder $OutputFolder).FullName | ConvertTo-Json' $arguments
        Get-Item -LiteralPath $made
    }

    # The module by its name alone, in an engine that has it among the modules of its user.
    function Invoke-InstalledModule([string] $HomeFolder) {
        Clear-Sandbox $sandbox
        Invoke-Engine $HomeFolder 'param($Uri, $Support)
            Import-Module Dhis2
            Import-Module $Support
            Connect-Dhis2 $Uri (Get-AdminCredential)
            [pscustomobject]@{ Base = (Get-Module Dhis2).ModuleBase; Unit = (Get-Dhis2OrgUnit -First 1).Id } | ConvertTo-Json -Compress' @(
            $sandbox.Uri, "$PSScriptRoot/../Support/Sandbox.psm1")
    }

    function Read-Entry([string] $Package, [string] $Path) {
        $archive = [IO.Compression.ZipFile]::OpenRead($Package)
        try {
            [IO.StreamReader]::new($archive.GetEntry($Path).Open()).ReadToEnd()
        }
        finally {
            $archive.Dispose()
        }
    }

    $staged = Split-Path $env:DHIS2_MODULE
    $package = Invoke-Pack $staged (Join-Path $TestDrive 'made')
    $sandbox = Start-Sandbox
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'The package' {
    It 'is named by the version of the manifest' {
        $manifest = Import-PowerShellDataFile $env:DHIS2_MODULE
        $package.Name | Should -Be "Dhis2.$($manifest.ModuleVersion)-$($manifest.PrivateData.PSData.Prerelease).nupkg"
    }

    It 'holds the module and nothing else' {
        $archive = [IO.Compression.ZipFile]::OpenRead($package)
        $entries = $archive.Entries.FullName
        $archive.Dispose()
        $expected = @'
CHANGELOG.md
Dhis2.Format.ps1xml
Dhis2.Types.ps1xml
Dhis2.nuspec
Dhis2.psd1
Dhis2.psm1
LICENSE
README.md
[Content_Types].xml
_rels/.rels
bin/net472/CsvHelper.dll
bin/net472/Dhis2.Client.dll
bin/net472/Dhis2.Client.pdb
bin/net472/Dhis2.Csv.dll
bin/net472/Dhis2.Csv.pdb
bin/net472/Dhis2.PowerShell.dll
bin/net472/Dhis2.PowerShell.pdb
bin/net472/Microsoft.Bcl.AsyncInterfaces.dll
bin/net472/System.Buffers.dll
bin/net472/System.Memory.dll
bin/net472/System.Numerics.Vectors.dll
bin/net472/System.Runtime.CompilerServices.Unsafe.dll
bin/net472/System.Text.Encodings.Web.dll
bin/net472/System.Text.Json.dll
bin/net472/System.Threading.Tasks.Extensions.dll
bin/net472/System.ValueTuple.dll
bin/net8.0/Dhis2.Client.dll
bin/net8.0/Dhis2.Client.pdb
bin/net8.0/Dhis2.PowerShell.dll
bin/net8.0/Dhis2.PowerShell.pdb
bin/net8.0/dependencies/CsvHelper.dll
bin/net8.0/dependencies/Dhis2.Csv.dll
bin/net8.0/dependencies/Dhis2.Csv.pdb
en-US/Dhis2.PowerShell.dll-Help.xml
en-US/about_Dhis2.help.txt
en-US/about_Dhis2_Authentication.help.txt
en-US/about_Dhis2_Automation.help.txt
en-US/about_Dhis2_Errors.help.txt
en-US/about_Dhis2_Importing.help.txt
en-US/about_Dhis2_Profiles.help.txt
en-US/about_Dhis2_Querying.help.txt
en-US/about_Dhis2_Sessions.help.txt
package/services/metadata/core-properties/core.psmdcp
'@ -split '\r?\n'
        $entries | Should -Be $expected
    }

    It 'is made again byte for byte from the same files, wherever and however old they are' {
        $elsewhere = Join-Path $TestDrive 'elsewhere'
        Copy-Item -LiteralPath $staged -Destination $elsewhere -Recurse
        Get-ChildItem -LiteralPath $elsewhere -Recurse -File | ForEach-Object { $_.LastWriteTimeUtc = [datetime] '2001-02-03T04:05:06' }
        $again = Invoke-Pack $elsewhere (Join-Path $TestDrive 'again')
        (Get-FileHash $again).Hash | Should -Be (Get-FileHash $package).Hash
    }

    It 'is a valid package of the open packaging conventions' {
        Add-Type -AssemblyName System.IO.Packaging
        $opened = [IO.Packaging.Package]::Open($package, 'Open', 'Read')
        try {
            $relations = @($opened.GetRelationships())
            $relations.RelationshipType | Should -Contain 'http://schemas.microsoft.com/packaging/2010/07/manifest'
            $relations | ForEach-Object { $opened.PartExists($_.TargetUri) } | Should -Be $true, $true
            $opened.PackageProperties.Identifier | Should -Be 'Dhis2'
            # Each file has a type of content: without one it would be no part.
            @($opened.GetParts()).Uri.OriginalString | Should -Contain '/LICENSE'
        }
        finally {
            $opened.Close()
        }
    }

    It 'tells the newest changes as its release notes' {
        $changelog = Get-Content (Join-Path $staged 'CHANGELOG.md')
        $newest = ([xml] (Read-Entry $package 'Dhis2.nuspec')).package.metadata.releaseNotes -split '\r?\n'
        $newest[0] | Should -Be ($changelog | Where-Object { $_ -like '## *' } | Select-Object -First 1)
        $newest | Where-Object { $_ -like '## *' } | Should -HaveCount 1
        $newest | Where-Object { $_ -like '- *' } | Should -Not -BeNullOrEmpty
        $newest | Where-Object { $_ -notin $changelog } | Should -BeNullOrEmpty
    }
}

Describe 'The package, published to a repository' {
    BeforeEach {
        if ($IsWindows) {
            Set-ItResult -Skipped -Because 'Windows keeps modules and registered repositories where no variable leads elsewhere'
        }
        $repository = Join-Path $TestDrive ([guid]::NewGuid())
        $own = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item -ItemType Directory $repository
    }

    It 'is installed by Install-PSResource and works' {
        $installed = Invoke-Engine $own 'param($Package, $Repository)
            Register-PSResourceRepository -Name Folder -Uri $Repository -Trusted
            Publish-PSResource -NupkgPath $Package -Repository Folder
            Install-PSResource Dhis2 -Prerelease -Repository Folder
            Get-InstalledPSResource Dhis2 | Select-Object Name, Prerelease, InstalledLocation | ConvertTo-Json -Compress' @(
            $package, $repository)
        $installed.Name | Should -Be 'Dhis2'
        Get-ChildItem $repository -Filter *.nupkg | Get-FileHash | ForEach-Object Hash | Should -Be (Get-FileHash $package).Hash
        $installed.InstalledLocation | Should -BeLike "$own*"
        Get-ChildItem $own -Recurse -Force -Filter PSResourceRepository.xml | Should -HaveCount 1 -Because 'it was registered for this home and no other'

        $used = Invoke-InstalledModule $own
        $used.Base | Should -BeLike "$own*"
        $used.Unit | Should -MatchExactly '^[A-Za-z][A-Za-z0-9]{10}$'
        Get-SandboxRequest $sandbox '/api/organisationUnits*' | Should -Not -BeNullOrEmpty
    }

    It 'is installed by Install-Module of PowerShellGet 2 and works' {
        Copy-Item $package $repository
        $installed = Invoke-Engine $own 'param($Repository)
            $getter = Get-Module PowerShellGet -ListAvailable | Where-Object Version -Like 2.* | Select-Object -First 1
            $reason = if (-not $getter) {
                "this engine has no PowerShellGet 2"
            }
            elseif (-not (Get-PackageProvider -ListAvailable | Where-Object Name -EQ NuGet)) {
                "PackageManagement has no NuGet provider here and would have to fetch it"
            }
            if ($reason) {
                [pscustomobject]@{ Reason = $reason } | ConvertTo-Json -Compress
                return
            }
            Import-Module $getter.Path
            Register-PSRepository -Name Folder -SourceLocation $Repository -InstallationPolicy Trusted
            Install-Module Dhis2 -AllowPrerelease -Repository Folder -Scope CurrentUser
            Get-InstalledModule Dhis2 -AllowPrerelease | Select-Object Name, InstalledLocation, @{ Name = "Reason"; Expression = { } } | ConvertTo-Json -Compress' $repository
        if ($installed.Reason) {
            Set-ItResult -Skipped -Because $installed.Reason
        }
        $installed.Name | Should -Be 'Dhis2'
        $installed.InstalledLocation | Should -BeLike "$own*"
        Get-ChildItem $own -Recurse -Force -Filter PSRepositories.xml | Should -HaveCount 1 -Because 'it was registered for this home and no other'

        $used = Invoke-InstalledModule $own
        $used.Base | Should -BeLike "$own*"
        $used.Unit | Should -MatchExactly '^[A-Za-z][A-Za-z0-9]{10}$'
        Get-SandboxRequest $sandbox '/api/organisationUnits*' | Should -Not -BeNullOrEmpty
    }
}
