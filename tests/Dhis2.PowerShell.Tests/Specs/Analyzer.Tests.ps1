# PSScriptAnalyzer comes from the PowerShell Gallery, and not with the restore as the rest does.

BeforeDiscovery {
    . "$PSScriptRoot/../Support/Setup.ps1"
}

Describe 'The scripts of the module, its build and its tests' {
    It 'have no finding of PSScriptAnalyzer' {
        if (-not (Get-Module PSScriptAnalyzer -ListAvailable)) {
            Set-ItResult -Skipped -Because 'PSScriptAnalyzer is not installed (Install-PSResource PSScriptAnalyzer)'
        }
        Import-Module PSScriptAnalyzer
        $root = Resolve-Path "$PSScriptRoot/../../.."
        $forTests = Import-PowerShellDataFile "$root/tests/PSScriptAnalyzerSettings.psd1"
        # The manifest where it is staged: the analyzer looks for the files that it names.
        $files = @(
            Get-ChildItem (Split-Path $env:DHIS2_MODULE) -File | Where-Object Extension -In '.psd1', '.psm1'
            Get-Item "$root/build.ps1"
            Get-ChildItem "$root/tests" -Recurse -Include '*.ps1', '*.psm1', '*.psd1' | Where-Object FullName -NotMatch '[\\/](bin|obj)[\\/]'
        )
        $files.Count | Should -BeGreaterThan 40
        $findings = foreach ($file in $files) {
            $settings = if ($file.FullName -match '[\\/]tests[\\/]') { $forTests } else { @{} }
            Invoke-ScriptAnalyzer -Path $file.FullName -Settings $settings
        }
        @($findings | ForEach-Object { "$($_.ScriptName):$($_.Line) $($_.RuleName): $($_.Message)" }) -join "`n" | Should -BeNullOrEmpty
    }
}
