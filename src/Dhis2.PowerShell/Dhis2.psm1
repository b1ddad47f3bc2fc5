# The compiled module, built for the engine at hand.
$framework = if ($PSVersionTable.PSEdition -eq 'Core') { 'net8.0' } else { 'net472' }
Import-Module -Name "$PSScriptRoot/bin/$framework/Dhis2.PowerShell.dll"
