# Answers of real servers about approvals, lock exceptions and writes of metadata, of which the sandbox keeps nothing.

$script:Workflow = 'YUbWhsfNfPW'
$script:Period = '201601'
$script:Unit = 'aIv4qaIOQ2k', 'KwRtWpWGrgR'

# How far the data of the workflow is approved at two org units: the first so many times it is ready to be approved (-Ready), from then on approved,
# or the other way round with -Undone. An unknown org unit fails the whole of its request, as servers do.
function Add-ServedApproval {
    [CmdletBinding()]
    param($Sandbox, [int] $Ready, [switch] $Undone)
    $unknown = @{ httpStatus = 'Conflict'; httpStatusCode = 409; status = 'ERROR'; message = 'Organisation unit does not exist: abcdefghijk' }
    Add-SandboxAnswer $Sandbox '^/api/dataApprovals.*abcdefghijk' $unknown -Status 409
    $sets = @{ dataSets = @(@{ id = 'OSO3mmayIk3'; workflow = @{ id = $script:Workflow } }) }
    Add-SandboxAnswer $Sandbox '^/api/dataSets\?fields=id%2Cworkflow' $sets
    $first, $then = if ($Undone) { 'APPROVED_HERE', 'UNAPPROVED_READY' } else { 'UNAPPROVED_READY', 'APPROVED_HERE' }
    if ($Ready) {
        Add-SandboxAnswer $Sandbox '^/api/dataApprovals/multiple' (Get-ApprovalRow $first) -Count $Ready
    }
    Add-SandboxAnswer $Sandbox '^/api/dataApprovals/multiple' (Get-ApprovalRow $then)
    Add-SandboxFault $Sandbox @{ kind = 'empty'; path = '^/api/dataApprovals/(un)?approvals'; status = 204; count = 0 }
    Add-SandboxRecording $Sandbox -Area data-values -Name approval-get-approved -Count 0
}

# Whether the approvals of both org units are accepted: not at first, from the second look on they are, or the other way round with -Undone.
function Add-ServedAcceptance {
    [CmdletBinding()]
    param($Sandbox, [switch] $Undone)
    $first, $then = if ($Undone) { 'ACCEPTED_HERE', 'APPROVED_HERE' } else { 'APPROVED_HERE', 'ACCEPTED_HERE' }
    Add-SandboxAnswer $Sandbox '^/api/dataApprovals/multiple' (Get-ApprovalRow $first) -Count 1
    Add-SandboxAnswer $Sandbox '^/api/dataApprovals/multiple' (Get-ApprovalRow $then)
    Add-SandboxFault $Sandbox @{ kind = 'empty'; path = '/dataAcceptances/(un)?acceptances$'; status = 204; count = 0 }
}

function Get-ApprovalRow([string] $State) {
    $isApproved = $State -ne 'UNAPPROVED_READY'
    $rows = foreach ($unit in $script:Unit) {
        @{
            wf = $script:Workflow; pe = $script:Period; ou = $unit; aoc = 'HllvX50cXC0'; state = $State; level = 'eyJ5wizbUzF'
            permissions = @{ mayApprove = -not $isApproved; mayUnapprove = $isApproved; mayAccept = $State -eq 'APPROVED_HERE'; mayUnaccept = $State -eq 'ACCEPTED_HERE'; mayReadData = $true }
        }
    }
    ConvertTo-Json -InputObject @($rows) -Depth 5 -Compress
}

# Lock exceptions of one data set, period and org unit: each name of the list is a recorded list, in turn, and the last for ever.
function Add-ServedLock {
    [CmdletBinding()]
    param($Sandbox, [string[]] $List = 'lock-exceptions')
    for ($i = 0; $i -lt $List.Count; $i++) {
        Add-SandboxRecording $Sandbox -Area data-values -Name $List[$i] -Count ([int] ($i -lt $List.Count - 1))
    }
    Add-SandboxRecording $Sandbox -Area data-values -Name lock-exception-combinations -Count 0
    Add-SandboxRecording $Sandbox -Area data-values -Name lock-exception-bad-org-unit -Path '^/api/lockExceptions\?.*ou=abcdefghijk' -Count 0
    Add-SandboxRecording $Sandbox -Area data-values -Name lock-exception-add -Count 0
    Add-SandboxRecording $Sandbox -Area data-values -Name lock-exception-delete -Count 0
}

# One data element, whole, by its id and in lists, as a real server of this version has it, with the schema of its type; and a good answer to each write of it.
function Add-ServedElement {
    [CmdletBinding()]
    param($Sandbox)
    Add-SandboxRecording $Sandbox -Area metadata -Name schema -Path '^/api/schemas/dataElement\?' -Count 0
    Add-SandboxRecording $Sandbox -Area metadata -Name fields-owner -Path '^/api/dataElements/OqYjd00phS6\?' -Count 0
    $whole = Invoke-Dhis2Request dataElements/OqYjd00phS6 -Query @{ fields = ':owner' } -Raw
    Add-SandboxAnswer $Sandbox '^/api/dataElements\?fields=.*OqYjd00phS6' "{`"dataElements`":[$whole]}" -Method GET
    foreach ($name in 'put', 'patch', 'delete') {
        Add-SandboxRecording $Sandbox -Area metadata-writes -Name $name -Path '^/api/\w+/\w{11}$' -Count 0
    }
    $whole
}

# Data elements that are there for so many reads of each, and gone from then on; a deletion is answered as a success.
function Add-ServedDeletion {
    [CmdletBinding()]
    param($Sandbox, [string[]] $Id, [int] $Reads = 1, [string] $Type = 'dataElements')
    foreach ($one in $Id) {
        Add-SandboxAnswer $Sandbox "^/api/$Type/$one\?" @{ id = $one; name = 'OPD visits' } -Count $Reads
        Add-SandboxAnswer $Sandbox "^/api/$Type/$one\?" @{ httpStatus = 'Not Found'; httpStatusCode = 404; status = 'ERROR'; message = "Object with id $one could not be found."; errorCode = 'E1005' } -Status 404
    }
    Add-SandboxRecording $Sandbox -Area metadata-writes -Name delete -Path '^/api/\w+/\w{11}$' -Count 0
}

# A group of data elements under its id, and what a server says of its type. Of the data elements abcdefghijk alone does not exist.
function Add-ServedGroup {
    [CmdletBinding()]
    param($Sandbox, [string[]] $Member = @())
    $list = @{ name = 'dataElement'; collectionName = 'dataElements'; propertyType = 'COLLECTION'; itemPropertyType = 'REFERENCE'; itemKlass = 'org.hisp.dhis.dataelement.DataElement'; persisted = $true; owner = $true }
    $name = @{ name = 'name'; propertyType = 'TEXT'; klass = 'java.lang.String'; persisted = $true; owner = $true }
    Add-SandboxAnswer $Sandbox '^/api/schemas/dataElementGroup\?' @{ singular = 'dataElementGroup'; plural = 'dataElementGroups'; relativeApiEndpoint = '/dataElementGroups'; properties = @($name, $list) }
    Add-SandboxAnswer $Sandbox '^/api/schemas\?' @{ schemas = @(@{ singular = 'dataElement'; plural = 'dataElements'; klass = 'org.hisp.dhis.dataelement.DataElement'; relativeApiEndpoint = '/dataElements' }) }
    Add-SandboxAnswer $Sandbox '^/api/dataElementGroups/KlWgIAbh8Rf\?fields=id' @{ id = 'KlWgIAbh8Rf'; name = 'MM_G' }
    Add-SandboxAnswer $Sandbox '^/api/dataElementGroups/KlWgIAbh8Rf\?fields=dataElements' @{ dataElements = @($Member | ForEach-Object { @{ id = $_ } }) }
}

# What a server says of the org units of data sets.
function Add-ServedDataSetSchema {
    [CmdletBinding()]
    param($Sandbox)
    $list = @{ name = 'organisationUnit'; collectionName = 'organisationUnits'; propertyType = 'COLLECTION'; itemPropertyType = 'REFERENCE'; itemKlass = 'org.hisp.dhis.organisationunit.OrganisationUnit'; persisted = $true; owner = $true }
    Add-SandboxAnswer $Sandbox '^/api/schemas/dataSet\?' @{ singular = 'dataSet'; plural = 'dataSets'; relativeApiEndpoint = '/dataSets'; properties = @($list) }
    Add-SandboxAnswer $Sandbox '^/api/schemas\?' @{ schemas = @(@{ singular = 'organisationUnit'; plural = 'organisationUnits'; klass = 'org.hisp.dhis.organisationunit.OrganisationUnit'; relativeApiEndpoint = '/organisationUnits' }) }
}

# What a server counts of a change of a list, for a number of requests.
function Add-ServedCount {
    [CmdletBinding()]
    param($Sandbox, [int] $Updated, [int] $Deleted, [int] $Ignored, [int] $Count = 1, [string] $Path = '^/api/dataElementGroups/KlWgIAbh8Rf/dataElements$')
    $stats = @{ created = 0; updated = $Updated; deleted = $Deleted; ignored = $Ignored; total = $Updated + $Deleted + $Ignored }
    Add-SandboxAnswer $Sandbox $Path @{ httpStatus = 'OK'; httpStatusCode = 200; status = 'OK'; response = @{ responseType = 'ImportReport'; status = 'OK'; stats = $stats; typeReports = @() } } -Method POST -Count $Count
}

# JSON with the members of its objects in one order, so that two texts can be compared.
function ConvertTo-OrderedJson {
    [CmdletBinding()]
    [OutputType([string])]
    param([Parameter(ValueFromPipeline)] [string] $Json)
    process {
        ConvertTo-Json -InputObject (Get-OrderedValue (ConvertFrom-Json $Json -AsHashtable -DateKind String -NoEnumerate)) -Depth 50 -Compress
    }
}

function Get-OrderedValue($Value) {
    if ($Value -is [Collections.IDictionary]) {
        $sorted = [ordered]@{}
        foreach ($name in $Value.Keys | Sort-Object -CaseSensitive) {
            $sorted[$name] = Get-OrderedValue $Value[$name]
        }
        return $sorted
    }
    if ($Value -is [array]) {
        return , @($Value | ForEach-Object { Get-OrderedValue $_ })
    }
    $Value
}

Export-ModuleMember -Function Add-ServedApproval, Add-ServedAcceptance, Add-ServedLock, Add-ServedElement, Add-ServedDeletion, Add-ServedGroup, Add-ServedDataSetSchema, Add-ServedCount, ConvertTo-OrderedJson
