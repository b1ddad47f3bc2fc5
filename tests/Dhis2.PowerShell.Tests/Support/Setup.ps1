# Dot-sourced by each spec: the staged module, and the helpers.
$ErrorActionPreference = 'Stop'
Import-Module $env:DHIS2_MODULE -Force
Import-Module "$PSScriptRoot/Sandbox.psm1" -Force
Import-Module "$PSScriptRoot/Engine.psm1"
