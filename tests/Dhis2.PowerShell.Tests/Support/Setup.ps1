# Dot-sourced by each spec: the staged module, and the helpers.
$ErrorActionPreference = 'Stop'
Import-Module $env:DHIS2_MODULE -Force
# Once: it remembers the sandboxes of the specs before. The contract needs none where it is tried on a given server alone.
if ($env:DHIS2_TEST_TOOLS) {
    Import-Module "$PSScriptRoot/Sandbox.psm1"
}
Import-Module "$PSScriptRoot/Engine.psm1"
# Another runspace may have kept the sessions alive, and the server of one may be another spec's by now.
Get-Dhis2Session | Disconnect-Dhis2

# What a command line gives to somebody who has set nothing: its objects and its errors, and the error that ended it, if one did.
# Its own variables have names that no script asks for: scripts see them.
function Get-Outcome([scriptblock] $Script) {
    $ErrorActionPreference = 'Continue'
    $gathered = [Collections.Generic.List[object]]::new()
    $endedBy = $null
    try {
        & $Script 2>&1 | ForEach-Object { $gathered.Add($_) }
    }
    catch {
        $endedBy = $_
    }
    [pscustomobject]@{
        Output = @($gathered | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] })
        Errors = @($gathered | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
        End    = $endedBy
    }
}

# A reference that stands for nothing is one error behind which a reading cmdlet goes on; where it is the only one, nothing is read.
function Assert-GoesOnBehindUnknown($Sandbox, [string] $Command, [string] $Type, [hashtable] $Case, [string[]] $Id = 'iiiiiiiiii1') {
    $parameter = $Case.Parameter
    Add-SandboxAnswer $Sandbox "/api/$($Case.List)\?.*filter=name" @{ $Case.List = @() }
    $three, $one = @{ $parameter = 'aaaaaaaaaa1', 'Nowhere', 'aaaaaaaaaa2' }, @{ $parameter = 'Nowhere' }
    $outcome = Get-Outcome { & $Command @three }
    $outcome.End | Should -BeNullOrEmpty
    $outcome.Output.id | Should -Be $Id
    $outcome.Errors | Should -HaveCount 1
    $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
    $outcome.Errors[0].TargetObject | Should -BeExactly 'Nowhere'
    Get-SandboxFilter $Sandbox $Type | Should -BeExactly "$($Case.Property):in:[aaaaaaaaaa1,aaaaaaaaaa2]"
    (Get-Outcome { & $Command @one }).Output | Should -BeNullOrEmpty
    @(Get-SandboxRequest $Sandbox "/api/$Type``?*") | Should -HaveCount 1
}
