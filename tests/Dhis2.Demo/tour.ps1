#requires -Version 7.4
# The tour, as a user of the module would type it. Each step shows what it got, and holds it against what is known of the server.
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $FactFile
)
$ErrorActionPreference = 'Stop'
$script:failures = 0

function Show-Step([int] $Number, [string] $Title, [string] $Command) {
    Write-Host ''
    Write-Host "$Number  $Title"
    Write-Host "   PS> $Command" -ForegroundColor DarkGray
    $script:clock = [Diagnostics.Stopwatch]::StartNew()
}

function Show-Result([string] $Text, [bool] $IsRight) {
    $seconds = '{0:0.0} s' -f $script:clock.Elapsed.TotalSeconds
    if ($IsRight) {
        Write-Host ('   ok      {0,-72}{1,8}' -f $Text, $seconds) -ForegroundColor Green
    }
    else {
        $script:failures++
        Write-Host ('   WRONG   {0,-72}{1,8}' -f $Text, $seconds) -ForegroundColor Red
    }
}

function Show-Table {
    ($input | Out-String -Width 130).Trim("`r`n") -replace '(?m)^', '   ' | Write-Host
}

Import-Module $Module
$facts = Get-Content -Raw $FactFile | ConvertFrom-Json
$admin = [pscredential]::new($env:DHIS2_DEMO_USER, (ConvertTo-SecureString $env:DHIS2_DEMO_PASSWORD -AsPlainText -Force))

Show-Step 1 'Connect' "Connect-Dhis2 $($facts.Uri) -Credential `$admin -PassThru"
$session = Connect-Dhis2 $facts.Uri -Credential $admin -PassThru
Show-Result "DHIS2 $($session.Version), as $($session.UserName)" ($session.UserName -eq $admin.UserName)

Show-Step 2 'Stream all org units' 'Get-Dhis2OrgUnit | Group-Object level -NoElement'
$levels = Get-Dhis2OrgUnit | Group-Object level -NoElement | Sort-Object { [int] $_.Name }
$count = ($levels | Measure-Object Count -Sum).Sum
$text = '{0:N0} org units: {1} on levels {2}' -f $count, (($levels | ForEach-Object { '{0:N0}' -f $_.Count }) -join ', '), ($levels.Name -join ', ')
Show-Result $text ((($levels | ForEach-Object Count) -join ',') -eq ($facts.Levels -join ','))

Show-Step 3 'Import a file of data values as tasks of the server, and wait for them' `
    'Import-Dhis2DataValueSet values.csv -BatchSize 25000 -Async | Wait-Dhis2Task'
$results = @(Import-Dhis2DataValueSet $facts.Csv -BatchSize 25000 -Async | Wait-Dhis2Task -ErrorAction SilentlyContinue)
$total = ($results.ImportSummary | Measure-Object Total -Sum).Sum
$rejected = @($results.ImportSummary.Conflicts | Where-Object Outcome -EQ Rejected)
$text = '{0:N0} rows in {1} tasks: {2:N0} stored, {3} rejected' -f $total, $results.Count, ($total - $rejected.Count), $rejected.Count
Show-Result $text ($total -eq $facts.RowCount -and $rejected.Count -eq $facts.BadLines.Count)

Show-Step 4 'Which rows were rejected?' '$results.ImportSummary.Conflicts | Format-Table Line, OrgUnit, Value, Message -Wrap'
$lines = ($rejected | Sort-Object Line | Select-Object -First 10).Line
$rejected | Sort-Object Line | Select-Object -First 10 | Format-Table Line, OrgUnit, Value, Message -Wrap | Show-Table
Show-Result "Lines $($lines -join ', ') of the file" (($lines -join ',') -eq ($facts.BadLines -join ','))

Show-Step 5 'Read back what is stored' "Get-Dhis2DataValueSet $($facts.DataSet) -Period $($facts.Period) -OrgUnit $($facts.Root) -Children"
$last = $facts.LastRow
$stored = 0
$found = $null
Get-Dhis2DataValueSet $facts.DataSet -Period $facts.Period -OrgUnit $facts.Root -Children | ForEach-Object {
    $stored++
    if ($_.OrgUnit -eq $last.OrgUnit -and $_.DataElement -eq $last.DataElement) {
        $found = $_.Value
    }
}
Show-Result ('{0:N0} values; that of the last row of the file is {1}' -f $stored, $found) ($stored -eq $facts.RowCount - $facts.BadLines.Count -and $found -eq $last.Value)

Show-Step 6 'Stream a SQL view into a table' "Invoke-Dhis2SqlView $($facts.SqlView) -Variable @{ level = 2 } | Format-Table"
Invoke-Dhis2SqlView $facts.SqlView -Variable @{ level = 2 } | Tee-Object -Variable rows | Format-Table | Show-Table
Show-Result "$(@($rows).Count) rows" ((($rows.name | Sort-Object) -join ',') -eq (($facts.Regions | Sort-Object) -join ','))

exit ($script:failures -gt 0 ? 1 : 0)
