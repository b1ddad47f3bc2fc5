# Every example of the pages runs here, as it stands there. Only the server's name, the vault and the question for a password are stood in for.
BeforeDiscovery {
    # An example that cannot run here, by page and title, and why.
    $cannotRun = @{
        'Connect-Dhis2: Log in with a browser' = 'nobody is there to log in; the spec of OAuth2 plays the user'
        'Connect-Dhis2: A client of an external provider' = 'the provider is made up; the spec of OAuth2 has one'
        'Connect-Dhis2: An enrolled device' = 'no device is enrolled; the spec of OAuth2 enrols one'
    }
    $examples = foreach ($page in Get-ChildItem "$PSScriptRoot/../../../en-US/*-*.md") {
        $text = Get-Content -LiteralPath $page.FullName -Raw
        foreach ($example in [regex]::Matches($text, '(?ms)^### Example \d+: (?<title>[^\r\n]*)(?<body>.*?)(?=^##)')) {
            $title = $example.Groups['title'].Value
            $code = [regex]::Matches($example.Groups['body'].Value, '(?ms)^```powershell\r?\n(.*?)^```') | ForEach-Object { $_.Groups[1].Value }
            @{ Page = $page.BaseName; Title = $title; Code = $code -join "`n"; Reason = $cannotRun["$($page.BaseName): $title"] }
        }
    }
    $runnable = @($examples | Where-Object { -not $_.Reason })
    $others = @($examples | Where-Object Reason)
    $unknown = @($cannotRun.Keys | Where-Object { $_ -notin @($examples | ForEach-Object { "$($_.Page): $($_.Title)" }) })
}

BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    Import-Module "$PSScriptRoot/../Support/Profiles.psm1" -Force
    Import-Module "$PSScriptRoot/../Support/Served.psm1"
    Import-Module "$PSScriptRoot/../Support/ServedAccess.psm1"
    $sandbox = Start-Sandbox
    # Parallel runspaces load the module by its name.
    $modulePath = $env:PSModulePath
    $env:PSModulePath = (Split-Path (Split-Path $env:DHIS2_MODULE)) + [IO.Path]::PathSeparator + $modulePath
    # Shows a rejected row, which is an error record.
    $expectsRowErrors = @('Import-Dhis2DataValueSet: A file')
    # Pages and examples that need no server, or send nothing on purpose.
    $sendsNothing = @('New-Dhis2Uid', 'Test-Dhis2Uid', 'Disconnect-Dhis2', 'Get-Dhis2Session', 'Invoke-Dhis2Request: See what a write would be', 'Get-Dhis2SystemInfo: Look at a server',
        'Get-Dhis2Profile', 'Set-Dhis2Profile', 'Rename-Dhis2Profile', 'Remove-Dhis2Profile',
        'Approve-Dhis2DataApproval: Rows of a file', 'Undo-Dhis2DataApproval: Rows of a file', 'New-Dhis2LockException: See what would be opened', 'Remove-Dhis2LockException: Several org units',
        'New-Dhis2Profile: With a password in the file', 'New-Dhis2Profile: For a project', 'New-Dhis2Profile: OAuth2 with a browser')
    # Pages with examples that filter by what no object of the sandbox has, and the lists.
    $none = @{
        'Get-Dhis2Dashboard'        = , 'dashboards'
        'Get-Dhis2OrgUnitGroup'     = , 'organisationUnitGroups'
        'Get-Dhis2ProgramIndicator' = , 'programIndicators'
        'Get-Dhis2User'             = 'users', 'userRoles'
        'Get-Dhis2UserGroup'        = , 'users'
        'Get-Dhis2ValidationRule'   = , 'validationRules'
        'Get-Dhis2Visualization'    = , 'visualizations'
    }
    # Pages whose examples are about profiles that are there.
    $needsProfiles = @('Get-Dhis2Profile', 'Set-Dhis2Profile', 'Rename-Dhis2Profile', 'Remove-Dhis2Profile', 'Test-Dhis2Profile')

    function Get-Secret([string] $Name) {
        if ($Name -like '*token*') {
            (New-Dhis2AccessToken).Key
        }
        else {
            Get-AdminCredential
        }
    }

    function Set-Secret([string] $Name, [securestring] $Secret) {
        $Secret.Length | Should -BeGreaterThan 20 -Because "$Name is to be kept"
    }

    # The sandbox keeps no files: a server's answers to what is sent for one.
    function Add-FileAnswer {
        Add-SandboxAnswer $sandbox '/api/dataValues\?' '["cUfkmAYKXcE"]'
        Add-SandboxRecording $sandbox data-values file-upload -Path '/api/fileResources\?'
        Add-SandboxRecording $sandbox data-values file-resource -Path '/api/fileResources/'
        Add-SandboxRecording $sandbox data-values value-post -Path '/api/dataValues$'
        Add-SandboxRecording $sandbox data-values file-value-get -Path '/api/dataValues/files'
    }

    # Imports and exports of metadata as servers answer to them.
    function Add-MetadataAnswer {
        Add-SandboxRecording $sandbox metadata-export dependency-datasets -Path '/api/dataSets/\w+/metadata' -Count 0
        Add-SandboxRecording $sandbox metadata-import commit -Path '/api/metadata(\?(import|atomic|skip).*)?$' -Count 0
        # The recorded list is shortened, and its last item is no object.
        Add-SandboxAnswer $sandbox '/api/metadata\?dataElements' @{ dataElements = @(@{ id = 'vbw9CRBE7NS'; name = 'MI_A' }); indicators = @(@{ id = 'dISJMHyAaye'; name = 'MI_B' }) }
        Add-SandboxRecording $sandbox metadata-writes create -Count 0
    }

    function New-ExampleFile {
        @'
dataElement,period,orgUnit,categoryOptionCombo,value
OqYjd00phS6,202401,KFiYEZCK1ek,T263yzuGhlX,12
OqYjd00phS6,202401,KFiYEZCK1ek,CfOvHrrD5Xe,9
OqYjd00phS6,202401,Kai0TQObhiK,T263yzuGhlX,-3
wQnWB75rNpL,202401,KFiYEZCK1ek,,4
'@ | Set-Content opd.csv
        "dataElement,orgUnit,value`nDE_BIRTHS,OU_NORTH_D1_F1,7`nDE_STOCK,OU_NORTH_D1_F2,1.5" | Set-Content opd-codes.csv
        "facility,month,visits`nKFiYEZCK1ek,202403,31`nKai0TQObhiK,202403,17" | Set-Content visits.csv
        '{"dataValues":[{"dataElement":"wQnWB75rNpL","period":"202402","orgUnit":"KFiYEZCK1ek","value":"5"}]}' | Set-Content opd.json
        "userName,firstName,surname,email`nmary.banda,Mary,Banda,mary@example.org`njohn.phiri,John,Phiri,john@example.org" | Set-Content users.csv
        "type,id,property,locale,value`ndataElements,OqYjd00phS6,NAME,fr,Consultations externes`ndataElements,OqYjd00phS6,SHORT_NAME,fr,Consultations" | Set-Content french.csv
        'scanned' | Set-Content scan.txt
        "Path,Period,OrgUnit`nscan.txt,202401,KFiYEZCK1ek" | Set-Content scans.csv
        '<adx xmlns="urn:ihe:qrph:adx:2015"><group dataSet="DS_ROUTINE" period="2024-02-01/P1M" orgUnit="OU_NORTH_D1_F1"><dataValue dataElement="DE_OPD" CAT_SEX="CO_F" CAT_AGE="CO_U5" value="5"/></group></adx>' | Set-Content malaria.adx.xml
        '{"dataElements":[{"id":"vbw9CRBE7NS","code":"MI_A","name":"MI_A"},{"id":"dISJMHyAaye","code":"MI_B","name":"MI_B"}]}' | Set-Content package.json
        "name,shortName,valueType,domainType,aggregationType`nMI_A,MI_A,NUMBER,AGGREGATE,SUM`nMI_B,MI_B,NUMBER,AGGREGATE,SUM" | Set-Content elements.csv
        $null = New-Item -ItemType Directory -Path inbox
        Copy-Item opd.csv inbox
    }
}

AfterAll {
    $env:PSModulePath = $modulePath
    Get-Dhis2Session | Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'The examples' {
    BeforeEach {
        Mock Get-Credential { Get-AdminCredential }
        Clear-Sandbox $sandbox
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $null = Enter-ProfileHome $TestDrive
        Add-FakeVault $TestDrive
        $folder = New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))
        Push-Location $folder
        New-ExampleFile
        # What the examples of reading and deleting find.
        $null = Import-Dhis2DataValueSet opd.csv -ErrorAction SilentlyContinue
        $null = @{ dataElement = 'wQnWB75rNpL'; period = '202401'; orgUnit = 'Kai0TQObhiK'; value = 2 } | Import-Dhis2DataValueSet
    }

    AfterEach {
        Pop-Location
        Exit-ProfileHome
        Get-Dhis2Session | Disconnect-Dhis2
    }

    It 'of <Page> run: <Title>' -ForEach $runnable {
        $here = $Code.Replace('https://dhis2.example.org/hmis', $sandbox.Uri.AbsoluteUri)
        $block = [scriptblock]::Create($here)
        $preference = if ("${Page}: $Title" -in $expectsRowErrors) { 'SilentlyContinue' } else { 'Stop' }
        if ($Page -in $needsProfiles) {
            New-Dhis2Profile prod $sandbox.Uri -SecretName hmis-import -Default
            New-Dhis2Profile training $sandbox.Uri -Credential (Get-AdminCredential) -AllowPlaintextSecret
            New-Dhis2Profile prod $sandbox.Uri -SecretName hmis-import -Scope Project
        }
        # Of these the sandbox keeps nothing.
        if ($Page -like '*Dhis2LockException') {
            Add-ServedLock $sandbox
        }
        elseif ($Page -like '*Dhis2DataApproval') {
            Add-ServedApproval $sandbox -Ready 1 -Undone:($Page -like 'Undo-*')
        }
        elseif ($Page -eq 'Set-Dhis2Sharing') {
            Add-ServedSharingExample $sandbox $Title
        }
        elseif ($Page -eq 'Set-Dhis2Translation') {
            Add-ServedTranslationExample $sandbox $Title
        }
        elseif ($Page -like '*-Dhis2User*' -and $Page -notlike 'Get-*') {
            Add-ServedUserExample $sandbox $Title
        }
        elseif ($Page -like '*DataValueFile') {
            Add-FileAnswer
        }
        elseif ($Page -match '^(Import|New|Export)-Dhis2Metadata$') {
            Add-MetadataAnswer
        }
        foreach ($list in $none[$Page]) {
            Add-SandboxAnswer $sandbox "^/api/$list\?" @{ $list = @(@{ id = 'aaaaaaaaaa1'; name = 'One'; authorities = @('ALL') }) }
        }
        $received = @(Get-SandboxRequest $sandbox).Count
        & { $ErrorActionPreference = $preference; & $block } 6>$null | Out-String | Set-Content output.txt
        $sent = @(Get-SandboxRequest $sandbox).Count - $received
        if ("${Page}: $Title" -notin $sendsNothing -and $Page -notin $sendsNothing) {
            $sent | Should -BeGreaterThan 0 -Because 'it talks to the server'
        }
    }

    It 'of <Page> cannot run: <Title>, for <Reason>; it is PowerShell at least' -ForEach $others {
        $faults = $null
        $null = [Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $faults)
        $faults | Should -BeNullOrEmpty
    }

    It 'that cannot run are still there' {
        $unknown | Should -BeNullOrEmpty
    }

    It 'show what their outputs say: <Page>, <Title>' -ForEach @(
        @{ Page = 'Import-Dhis2DataValueSet'; Title = 'the counts of the first'; Code = '$s = Import-Dhis2DataValueSet opd.csv -ErrorAction Ignore; "$($s.Status) $($s.Total) $($s.Rejected) $($s.Conflicts[0].Place)"'; Expected = 'WARNING 4 1 opd.csv:4' }
        @{ Page = 'Invoke-Dhis2SqlView'; Title = 'the regions'; Code = '(Invoke-Dhis2SqlView lcUvEMk3p4l -Variable @{ level = 2 }).name -join '',''' ; Expected = 'Middle Region,North Region,South Region' }
        @{ Page = 'Get-Dhis2Metadata'; Title = 'the data sets'; Code = '(Get-Dhis2Metadata dataSets).code -join '','''; Expected = 'DS_ROUTINE,DS_NORTH,DS_WEEKLY,DS_FUNDS' }
        @{ Page = 'Get-Dhis2OrgUnit'; Title = 'facilities of a region'; Code = '@(Get-Dhis2OrgUnit -Id nEOCGROdzZM -Descendants -Level 4).Count'; Expected = '32' }
    ) {
        & ([scriptblock]::Create($Code)) | Should -Be $Expected
    }
}
