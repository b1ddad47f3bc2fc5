# The servers that the contract is tried on, and what such a server has under ids that no spec knows beforehand.

$script:Given = 'the server of DHIS2_TEST_URL'

# A row for each server: the sandbox in every dialect, where the library that starts it is at hand, and the server that DHIS2_TEST_URL,
# DHIS2_TEST_USERNAME and DHIS2_TEST_PASSWORD name, if any.
function Get-ContractServer {
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()
    if (-not $env:DHIS2_TEST_TOOLS -and -not $env:DHIS2_TEST_URL) {
        throw 'There is no server to test: set DHIS2_TEST_URL, DHIS2_TEST_USERNAME and DHIS2_TEST_PASSWORD, or DHIS2_TEST_TOOLS to the library that starts sandboxes.'
    }
    if ($env:DHIS2_TEST_TOOLS) {
        '2.40', '2.41', '2.42', '2.43' | ForEach-Object { @{ Server = $_ } }
    }
    if ($env:DHIS2_TEST_URL) {
        @{ Server = $script:Given }
    }
}

# Opens a session, the default one, with a server of the list.
function Connect-ContractServer {
    [CmdletBinding()]
    param([string] $Server)
    $contract = [pscustomobject]@{ Uri = $null; Credential = $null; Sandbox = $null; Plain = $null }
    if ($Server -eq $script:Given) {
        $contract.Uri = [uri] $env:DHIS2_TEST_URL
        $contract.Credential = [pscredential]::new($env:DHIS2_TEST_USERNAME, (ConvertTo-SecureString $env:DHIS2_TEST_PASSWORD -AsPlainText -Force))
    }
    else {
        $contract.Sandbox = Start-Sandbox -Version $Server
        $contract.Uri = $contract.Sandbox.Uri
        $contract.Credential = Get-AdminCredential
    }
    # Who names a server of plain http has said that it is meant.
    $contract.Plain = @{ AllowUnencryptedAuthentication = $contract.Uri.Scheme -eq 'http' }
    $plain = $contract.Plain
    Connect-Dhis2 $contract.Uri $contract.Credential @plain
    $contract
}

function Disconnect-ContractServer {
    [CmdletBinding()]
    param($Contract)
    Get-Dhis2Session | Disconnect-Dhis2
    if ($Contract.Sandbox) {
        Stop-Sandbox $Contract.Sandbox
    }
}

# Whether the account has one of these authorities.
function Test-Authority {
    [CmdletBinding()]
    [OutputType([bool])]
    param([string[]] $Name)
    $all = (Get-Dhis2CurrentUser -Fields authorities).authorities
    @($all | Where-Object { $_ -in @('ALL') + $Name }).Count -gt 0
}

# A data value that the account may write and that has never been there: of a monthly data set without deadlines and approvals,
# and an element of numbers or of another type, both without categories. Nothing where the server has none.
function Find-FreeDataValue {
    [CmdletBinding()]
    param([string[]] $ValueType = @('NUMBER', 'INTEGER', 'INTEGER_POSITIVE', 'INTEGER_ZERO_OR_POSITIVE'))
    if (-not (Test-Authority F_DATAVALUE_ADD)) {
        return
    }
    $own = (Get-Dhis2CurrentUser -Fields 'organisationUnits[id]').organisationUnits.id
    $fields = 'id', 'access', 'expiryDays', 'workflow[id]', 'dataInputPeriods', 'categoryCombo[name]', 'dataSetElements[dataElement[id,valueType,categoryCombo[name]]]'
    $sets = Get-Dhis2Metadata dataSets -Filter 'periodType:eq:Monthly' -Fields $fields -First 100 |
        Where-Object { $_.access.data.write -ne $false -and -not $_.expiryDays -and -not $_.workflow -and -not $_.dataInputPeriods -and $_.categoryCombo.name -eq 'default' }
    foreach ($set in $sets) {
        $element = $set.dataSetElements.dataElement |
            Where-Object { $_.valueType -in $ValueType -and $_.categoryCombo.name -eq 'default' } | Select-Object -First 1
        $unit = Get-Dhis2OrgUnit -Filter "dataSets.id:eq:$($set.id)" -Fields id, path, openingDate, closedDate -First 500 |
            Where-Object { -not $_.closedDate -and [datetime] $_.openingDate -lt [datetime]::Today.AddYears(-4) -and @($_.path.Split('/') | Where-Object { $_ -in $own }).Count } |
            Select-Object -First 1
        if ($element -and $unit) {
            # Deleted values are still in the way.
            $used = @(Get-Dhis2DataValueSet -DataSet $set.id -OrgUnit $unit.id -StartDate ([datetime]::Today.AddYears(-4)) -EndDate ([datetime]::Today) -IncludeDeleted).Period
            $period = 3..36 | ForEach-Object { [datetime]::Today.AddMonths(-$_).ToString('yyyyMM', [cultureinfo]::InvariantCulture) } | Where-Object { $_ -notin $used } | Select-Object -First 1
            if ($period) {
                return [pscustomobject]@{ DataSet = $set.id; DataElement = $element.id; OrgUnit = $unit.id; Period = $period }
            }
        }
    }
}

# The stored values of its data set, org unit and period; before it is imported there are none.
function Get-StoredDataValue {
    [CmdletBinding()]
    param($Value)
    Get-Dhis2DataValueSet -DataSet $Value.DataSet -OrgUnit $Value.OrgUnit -Period $Value.Period
}

Export-ModuleMember -Function *
