# Answers of real servers about sharing, translations and accounts, of which the sandbox keeps nothing that could be changed.

# Types as servers describe them: their data are shared only of data sets, and org units are not shared at all.
function Add-ServedSchema {
    [CmdletBinding()]
    param($Sandbox)
    Add-SandboxRecording $Sandbox -Area metadata -Name schema -Path '^/api/schemas/dataElement\?' -Count 0
    $properties = @(@{ name = 'name'; propertyType = 'TEXT'; persisted = $true })
    Add-SandboxAnswer $Sandbox '^/api/schemas/dataSet\?' @{ singular = 'dataSet'; plural = 'dataSets'; shareable = $true; dataShareable = $true; properties = $properties }
    Add-SandboxAnswer $Sandbox '^/api/schemas/organisationUnit\?' @{ singular = 'organisationUnit'; plural = 'organisationUnits'; shareable = $false; dataShareable = $false; properties = $properties }
}

# The sharing of an object: each state in turn, the last for ever; and a good answer to each change of it.
function Add-ServedSharing {
    [CmdletBinding()]
    param($Sandbox, [object[]] $State, [string] $Id = 'OqYjd00phS6', [string] $Type = 'dataElements')
    for ($i = 0; $i -lt $State.Count; $i++) {
        $body = @{ id = $Id; name = "Name of $Id"; displayName = "Name of $Id"; sharing = $State[$i] }
        Add-SandboxAnswer $Sandbox "^/api/$Type/$Id\?" $body -Count ([int] ($i -lt $State.Count - 1)) -Method GET
    }
    Add-SandboxFault $Sandbox @{ kind = 'empty'; path = "^/api/$Type/$Id/sharing$"; method = 'PUT'; status = 204; count = 0 }
}

# Sharing as a server of a version sends it: only some tell of access without a login.
function Get-ServedSharing {
    [CmdletBinding()]
    [OutputType([hashtable])]
    param([string] $Version = '2.42', [string] $Public = 'rw------', [hashtable] $User = @{}, [hashtable] $Group = @{}, [string] $Owner = 'M5zQapPyTZI')
    $sharing = @{ public = $Public; users = @{}; userGroups = @{} }
    if ($Owner) {
        $sharing.owner = $Owner
    }
    if ($Version -in '2.40', '2.42') {
        $sharing.external = $false
    }
    foreach ($id in $User.Keys) {
        $sharing.users[$id] = @{ id = $id; access = $User[$id]; displayName = 'Clerk Test' }
    }
    foreach ($id in $Group.Keys) {
        $sharing.userGroups[$id] = @{ id = $id; access = $Group[$id]; displayName = 'Clerks' }
    }
    $sharing
}

# What an example of Set-Dhis2Sharing leads to, by its title.
function Add-ServedSharingExample {
    [CmdletBinding()]
    param($Sandbox, [string] $Title)
    $both = @{ User = @{ z1tRD1nXEcz = 'rw------' }; Group = @{ YMZUBcZGr3P = 'r-------' } }
    $before, $after = switch -Wildcard ($Title) {
        'Open to all*' { @{}, @{ Public = 'r-------' } }
        'A user and*' { @{}, $both }
        'Take an access*' { $both, @{} }
        default { @{}, @{} }
    }
    Add-ServedSharing $Sandbox (Get-ServedSharing @before), (Get-ServedSharing @after)
    # Of another object that is to become like this one.
    Add-SandboxAnswer $Sandbox '^/api/dataElements\?fields=id%2Cname%2CdisplayName%2Csharing' @{ dataElements = @(@{ id = 'OqYjd00phS6'; name = 'OPD visits'; sharing = (Get-ServedSharing @both) }) }
    Add-ServedSharing $Sandbox (Get-ServedSharing), (Get-ServedSharing @both) -Id wQnWB75rNpL
}

# The translations of an object: each list in turn, the last for ever; and a good answer to each change of it.
function Add-ServedTranslation {
    [CmdletBinding()]
    param($Sandbox, [object[]] $List, [string] $Id = 'OqYjd00phS6', [string] $Type = 'dataElements')
    for ($i = 0; $i -lt $List.Count; $i++) {
        $body = @{ id = $Id; name = "Name of $Id"; displayName = "Name of $Id"; translations = @($List[$i].Rows) }
        Add-SandboxAnswer $Sandbox "^/api/$Type/$Id\?" $body -Count ([int] ($i -lt $List.Count - 1)) -Method GET
    }
    Add-SandboxFault $Sandbox @{ kind = 'empty'; path = "^/api/$Type/$Id/translations$"; method = 'PUT'; status = 204; count = 0 }
}

# A list of translations, each given as 'PROPERTY locale value'.
function Get-ServedTranslation {
    [CmdletBinding()]
    [OutputType([hashtable])]
    param([string[]] $Text = @())
    $rows = foreach ($one in $Text) {
        $property, $locale, $value = $one.Split(' ', 3)
        @{ property = $property; locale = $locale; value = $value }
    }
    @{ Rows = @($rows | Where-Object { $_ }) }
}

# What an example of Set-Dhis2Translation leads to, by its title.
function Add-ServedTranslationExample {
    [CmdletBinding()]
    param($Sandbox, [string] $Title)
    $before, $after = switch -Wildcard ($Title) {
        'One*' { 'SHORT_NAME fr OPD', ('SHORT_NAME fr OPD', 'NAME fr Consultations externes') }
        'Take*' { ('SHORT_NAME fr OPD', 'NAME fr Consultations externes'), 'SHORT_NAME fr OPD' }
        'From a file*' { @(), ('NAME fr Consultations externes', 'SHORT_NAME fr Consultations') }
        default { 'NAME fr Consultations externes', 'NAME fr Consultations externes' }
    }
    Add-ServedTranslation $Sandbox (Get-ServedTranslation $before), (Get-ServedTranslation $after)
}

# The one role there is.
function Add-ServedRole {
    [CmdletBinding()]
    param($Sandbox)
    Add-SandboxAnswer $Sandbox '^/api/userRoles\?' @{ userRoles = @(@{ id = 'b6uyKyW8GVj'; code = 'READER'; name = 'Reader' }) }
}

# An account, as it is read: each state in turn, the last for ever; and a good answer to each change of it, and to its making.
function Add-ServedUser {
    [CmdletBinding()]
    param($Sandbox, [hashtable[]] $State, [string] $Id = 'L05s254TThP')
    for ($i = 0; $i -lt $State.Count; $i++) {
        Add-SandboxAnswer $Sandbox "^/api/users/$Id\?" (Get-ServedUser $State[$i] $Id) -Count ([int] ($i -lt $State.Count - 1)) -Method GET
    }
    Add-ServedRole $Sandbox
    Add-SandboxAnswer $Sandbox "^/api/users\?fields=.*id%3Ain%3A%5B$Id" @{ users = @(Get-ServedUser $State[-1] $Id) } -Method GET
    Add-SandboxFault $Sandbox @{ kind = 'empty'; path = '^/api/users(/invite)?$'; method = 'POST'; status = 201; count = 0 }
    Add-SandboxFault $Sandbox @{ kind = 'empty'; path = "^/api/users/$Id/(disabled|enabled|expired.*|unexpired|invite|userRoles|userGroups|organisationUnits)$"; method = 'POST'; status = 204; count = 0 }
    Add-SandboxFault $Sandbox @{ kind = 'empty'; path = "^/api/users/$Id$"; method = 'PATCH'; status = 200; count = 0 }
}

function Get-ServedUser([hashtable] $State, [string] $Id) {
    $user = @{ id = $Id; username = 'clerk'; name = 'Clerk Test'; disabled = $false; passwordLastUpdated = '1' }
    $lists = @{ roles = 'userRoles'; groups = 'userGroups'; orgUnits = 'organisationUnits' }
    foreach ($key in $lists.Keys) {
        $user[$lists[$key]] = @($State[$key] | Where-Object { $_ } | ForEach-Object { @{ id = $_ } })
    }
    foreach ($key in $State.Keys | Where-Object { $_ -notin $lists.Keys }) {
        $user[$key] = $State[$key]
    }
    $user
}

# What an example about accounts leads to, by its title.
function Add-ServedUserExample {
    [CmdletBinding()]
    param($Sandbox, [string] $Title)
    $before, $after = switch -Wildcard ($Title) {
        'Disable*' { @{}, @{ disabled = $true } }
        'Roles and groups*' { @{ groups = 'YMZUBcZGr3P' }, @{ roles = 'b6uyKyW8GVj' } }
        'A new password*' { @{}, @{ passwordLastUpdated = '2' } }
        default { @{}, @{} }
    }
    Add-ServedUser $Sandbox $before, $after -Id z1tRD1nXEcz
    Add-ServedUser $Sandbox @{} -Id WcF4XgRsgkS
    Add-ServedUser $Sandbox @{ roles = 'b6uyKyW8GVj'; orgUnits = 'nEqAk5IOAIj' }
    Add-SandboxFault $Sandbox @{ kind = 'empty'; path = '/reset$'; method = 'POST'; status = 204; count = 0 }
    # Accounts that get new ids.
    Add-SandboxAnswer $Sandbox '^/api/users/\w{11}\?' @{ id = 'C2QAnBT9uTc'; username = 'mary.banda'; userRoles = @(@{ id = 'b6uyKyW8GVj' }) } -Method GET
}

Export-ModuleMember -Function Add-ServedSchema, Add-ServedSharing, Add-ServedSharingExample, Get-ServedSharing, Add-ServedTranslation, Add-ServedTranslationExample, Get-ServedTranslation, Add-ServedRole, Add-ServedUser, Add-ServedUserExample
