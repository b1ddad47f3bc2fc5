# Dot-sourced by each spec: the staged module, and the helpers.
$ErrorActionPreference = 'Stop'
Import-Module $env:DHIS2_MODULE -Force
# Once: it remembers the sandboxes of the specs before.
Import-Module "$PSScriptRoot/Sandbox.psm1"
Import-Module "$PSScriptRoot/Engine.psm1"
# Sessions outlive the import, and the server of one may be another spec's by now.
Get-Dhis2Session | Disconnect-Dhis2
