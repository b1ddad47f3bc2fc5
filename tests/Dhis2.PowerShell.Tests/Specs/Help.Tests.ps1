BeforeDiscovery {
    $module = Import-Module $env:DHIS2_MODULE -PassThru -Force
    $commands = @($module.ExportedCmdlets.Values | ForEach-Object { @{ Name = $_.Name; Command = $_ } })
    $pages = @(Get-ChildItem "$PSScriptRoot/../../../en-US/*-*.md" | ForEach-Object { @{ Page = $_.BaseName } })
    $topics = @(Get-ChildItem "$PSScriptRoot/../../../en-US/about_*.help.txt" | ForEach-Object { @{ Topic = $_.Name -replace '\.help\.txt$' } })
}

BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $root = Resolve-Path "$PSScriptRoot/../../.."
    $common = [Management.Automation.Cmdlet]::CommonParameters

    function Get-Page([string] $Name) {
        Get-Content -LiteralPath "$root/en-US/$Name.md" -Raw
    }

    # The text of a section, or of a parameter's.
    function Get-Section([string] $Page, [string] $Heading) {
        $level = ($Heading -split ' ')[0].Length
        [regex]::Match($Page, "(?ms)^$([regex]::Escape($Heading))\r?\n(.*?)(?=^#{1,$level} |\z)").Groups[1].Value.Trim()
    }

    function Get-ParameterName($Command) {
        $Command.Parameters.Keys | Where-Object { $_ -notin $common } | Sort-Object
    }
}

Describe 'The page of <Name>' -ForEach $commands {
    BeforeAll {
        $page = Get-Page $Name
    }

    It 'leaves nothing to be filled in' {
        $page | Should -Not -Match '\{\{'
        foreach ($heading in '## SYNOPSIS', '## DESCRIPTION', '## INPUTS', '## OUTPUTS', '## NOTES', '## RELATED LINKS') {
            Get-Section $page $heading | Should -Not -BeNullOrEmpty -Because "$heading must say something"
        }
    }

    It 'describes the parameters there are, and no others' {
        $described = [regex]::Matches((Get-Section $page '## PARAMETERS'), '(?m)^### -(\w+)') | ForEach-Object { $_.Groups[1].Value } | Sort-Object
        $described | Should -Be (Get-ParameterName $Command)
        foreach ($parameter in Get-ParameterName $Command) {
            $text = (Get-Section $page "### -$parameter") -replace '(?s)```yaml.*', ''
            $text.Trim().Length | Should -BeGreaterThan 15 -Because "-$parameter must be described"
        }
    }

    It 'has the types, aliases, positions and sets of the parameters' {
        foreach ($parameter in Get-ParameterName $Command) {
            $declared = $Command.Parameters[$parameter]
            $yaml = [regex]::Match((Get-Section $page "### -$parameter"), '(?s)```yaml(.*?)```').Groups[1].Value
            [regex]::Match($yaml, '(?m)^Type: (.*?)\s*$').Groups[1].Value.Trim("'") | Should -Be $declared.ParameterType.ToString() -Because "that is the type of -$parameter"
            $aliases = [regex]::Match($yaml, '(?s)Aliases:(.*?)ParameterSets:').Groups[1].Value
            [regex]::Matches($aliases, '(?m)^- (\w+)') | ForEach-Object { $_.Groups[1].Value } | Should -Be @($declared.Aliases) -Because "those are the aliases of -$parameter"
            $sets = [regex]::Matches($yaml, '(?m)^- Name: (.*?)\s*$') | ForEach-Object { $_.Groups[1].Value } | Sort-Object
            $sets | Should -Be @($declared.ParameterSets.Keys -replace '^__AllParameterSets$', '(All)' | Sort-Object) -Because "those are the sets of -$parameter"
            $required = [regex]::Matches($yaml, '(?m)IsRequired: (\w+)') | ForEach-Object { $_.Groups[1].Value }
            $required -contains 'true' | Should -Be ($declared.ParameterSets.Values.IsMandatory -contains $true) -Because "-$parameter"
        }
    }

    It 'names what the cmdlet writes' {
        $written = [regex]::Matches((Get-Section $page '## OUTPUTS'), '(?m)^### (\S+)') | ForEach-Object { $_.Groups[1].Value } | Sort-Object
        $written | Should -Be @($Command.OutputType.Name | Sort-Object)
    }

    It 'has three examples, each with what it shows' {
        $examples = [regex]::Matches($page, '(?ms)^### Example \d+: \S.*?(?=^##)')
        $examples.Count | Should -BeGreaterOrEqual 3
        foreach ($example in $examples) {
            $example.Value | Should -Match '(?m)^```powershell'
            ($example.Value -replace '(?ms)^###.*?$' -replace '(?ms)^```.*?^```' ).Trim() | Should -Not -BeNullOrEmpty
        }
    }

    It 'links to what exists' {
        foreach ($link in [regex]::Matches((Get-Section $page '## RELATED LINKS'), '\]\((.*?)\)')) {
            "$root/en-US/$($link.Groups[1].Value)" | Should -Exist
        }
    }

    It 'is what Get-Help shows' {
        $help = Get-Help $Name
        $help.Synopsis | Should -Be (Get-Section $page '## SYNOPSIS')
        @($help.examples.example).Count | Should -Be ([regex]::Matches($page, '(?m)^### Example')).Count
        @($help.examples.example | Where-Object { -not $_.code }) | Should -BeNullOrEmpty
        $code = [regex]::Match($page, '(?ms)^```powershell\r?\n(.*?)\r?\n```').Groups[1].Value
        @($help.examples.example)[0].code | Should -BeLike "$([WildcardPattern]::Escape($code))*"
        foreach ($parameter in $help.parameters.parameter) {
            $parameter.description.Text | Should -Not -BeNullOrEmpty -Because "-$($parameter.name)"
        }
    }
}

Describe 'The help' {
    It 'has no page without a cmdlet: <Page>' -ForEach $pages {
        Get-Command $Page -Module Dhis2 | Should -Not -BeNullOrEmpty
    }

    It 'shows the topic <Topic>' -ForEach $topics {
        (Get-Help $Topic | Out-String) | Should -Match "TOPIC\s+$Topic\s"
    }
}
