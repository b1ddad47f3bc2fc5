BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    $session = Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -Name india -PassThru
    $before = [cultureinfo]::CurrentCulture
    # A time of the machine's own zone, and how it is written.
    $local = [datetime]::new(2024, 1, 31, 13, 5, 7, [DateTimeKind]::Local)
    $localText = '2024-01-31T13:05:07.000' + $local.ToString('zzz', [cultureinfo]::InvariantCulture)
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'What goes to the server under <_>' -ForEach 'en-US', 'tr-TR', 'ar-SA', 'da-DK', 'de-DE', 'th-TH', 'fa-IR' {
    BeforeAll {
        [cultureinfo]::CurrentCulture = [cultureinfo]::new($_)
    }

    AfterAll {
        [cultureinfo]::CurrentCulture = $before
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'is <Text> in a query, a form and a setting, and <Json> in a body: <Name>' -ForEach @(
        @{ Name = 'true'; Value = { $true }; Text = 'true'; Json = 'true' }
        @{ Name = 'a switch'; Value = { [switch] $false }; Text = 'false'; Json = 'false' }
        @{ Name = 'a text'; Value = { 'İı' }; Text = 'İı'; Json = '"İı"' }
        @{ Name = 'a wrapped text'; Value = { Add-Member -InputObject 'a' -NotePropertyName n -NotePropertyValue 1 -PassThru }; Text = 'a'; Json = '"a"' }
        @{ Name = 'a letter'; Value = { [char] 'i' }; Text = 'i'; Json = '"i"' }
        @{ Name = 'a whole number'; Value = { -1234567 }; Text = '-1234567'; Json = '-1234567' }
        @{ Name = 'a very large number'; Value = { [bigint]::Parse('9223372036854775808123') }; Text = '9223372036854775808123'; Json = '9223372036854775808123' }
        @{ Name = 'a decimal'; Value = { 1234.50d }; Text = '1234.50'; Json = '1234.50' }
        @{ Name = 'a double'; Value = { 0.1 }; Text = '0.1'; Json = '0.1' }
        @{ Name = 'a float'; Value = { [float] 0.1 }; Text = '0.1'; Json = '0.1' }
        @{ Name = 'a negative double'; Value = { -1234.5 }; Text = '-1234.5'; Json = '-1234.5' }
        @{ Name = 'a point in time'; Value = { [DateTimeOffset]::new(2024, 1, 31, 13, 5, 7, [timespan]::FromMinutes(210)) }; Text = '2024-01-31T13:05:07.000+03:30'; Json = '"2024-01-31T13:05:07.000+03:30"' }
        @{ Name = 'a time in UTC'; Value = { [datetime]::new(2024, 1, 31, 13, 5, 7, [DateTimeKind]::Utc) }; Text = '2024-01-31T13:05:07.000Z'; Json = '"2024-01-31T13:05:07.000Z"' }
        @{ Name = 'midnight in UTC'; Value = { [datetime]::new(2024, 1, 31, 0, 0, 0, [DateTimeKind]::Utc) }; Text = '2024-01-31T00:00:00.000Z'; Json = '"2024-01-31T00:00:00.000Z"' }
        @{ Name = 'a time without a zone'; Value = { [datetime]::new(2024, 1, 31, 13, 5, 7) }; Text = '2024-01-31T13:05:07.000'; Json = '"2024-01-31T13:05:07.000"' }
        @{ Name = 'a time of the machine'; Value = { $local }; Text = 'LOCAL'; Json = '"LOCAL"' }
        @{ Name = 'a day'; Value = { [datetime]::new(2024, 1, 31) }; Text = '2024-01-31'; Json = '"2024-01-31T00:00:00.000"' }
        @{ Name = 'a date'; Value = { [DateOnly]::new(2024, 1, 31) }; Text = '2024-01-31'; Json = '"2024-01-31"' }
        @{ Name = 'a time of day'; Value = { [TimeOnly]::new(13, 5, 7) }; Text = '13:05:07.000'; Json = '"13:05:07.000"' }
        @{ Name = 'a duration'; Value = { [timespan]::FromMinutes(5) }; Text = 'PT5M'; Json = '"PT5M"' }
        @{ Name = 'a word of an enumeration'; Value = { [DayOfWeek]::Friday }; Text = 'Friday'; Json = '"Friday"' }
        @{ Name = 'a GUID'; Value = { [guid] '6f9619ff-8b86-d011-b42d-00c04fc964ff' }; Text = '6f9619ff-8b86-d011-b42d-00c04fc964ff'; Json = '"6f9619ff-8b86-d011-b42d-00c04fc964ff"' }
        @{ Name = 'an address'; Value = { [uri] 'https://example.org/a%2Fb' }; Text = 'https://example.org/a%2Fb'; Json = '"https://example.org/a%2Fb"' }
        @{ Name = 'a version'; Value = { [version] '2.42.1' }; Text = '2.42.1'; Json = '"2.42.1"' }
        @{ Name = 'nothing of a database'; Value = { [DBNull]::Value }; Text = ''; Json = 'null' }
        @{ Name = 'nothing'; Value = { $null }; Text = ''; Json = 'null' }
        @{ Name = 'a list'; Value = { , @(1.5, $true) }; Text = '1.5,true'; Json = '[1.5,true]' }
    ) {
        $text = $Text.Replace('LOCAL', $localText)
        $given = & $Value
        Add-SandboxAnswer $sandbox '/api/things' @{}
        $null = Invoke-Dhis2Request things -Query @{ x = $given }
        $null = Invoke-Dhis2Request things POST -Body @{ x = $given }
        $read, $written = Get-SandboxRequest $sandbox '/api/things*'
        ([uri]::UnescapeDataString($read.path) -replace '^[^?]*\?' -replace 'x=' -replace '&', ',') | Should -BeExactly $text
        $written.body | Should -BeExactly "{`"x`":$($Json.Replace('LOCAL', $localText))}"
    }

    It 'is the same in a row of the pipeline as in a query' {
        $values = @(
            $true, [switch] $false, 'İı', [char] 'i', -1234567, [bigint]::Parse('9223372036854775808123'), 1234.50d, 0.1, [float] 0.1, -1234.5
            [DateTimeOffset]::new(2024, 1, 31, 13, 5, 7, [timespan]::FromMinutes(210)), [datetime]::new(2024, 1, 31, 13, 5, 7, [DateTimeKind]::Utc)
            [datetime]::new(2024, 1, 31, 0, 0, 0, [DateTimeKind]::Utc), [datetime]::new(2024, 1, 31, 13, 5, 7), $local, [datetime]::new(2024, 1, 31)
            [DateOnly]::new(2024, 1, 31), [TimeOnly]::new(13, 5, 7), [timespan]::FromMinutes(5), [DayOfWeek]::Friday
        )
        $rows = for ($i = 0; $i -lt $values.Count; $i++) {
            [pscustomobject]@{
                dataElement = 'tqMs4690lkQ'; Period = 2001 + $i; ORGUNIT = 'aIv4qaIOQ2k'; VALUE = $values[$i]; followUp = $i -eq 0; deleted = [DBNull]::Value
                lastUpdated = [DateTimeOffset]::new(2024, 1, 31, 13, 5, 7, [timespan]::Zero); comment = 1.5
            }
        }
        $null = $rows | Import-Dhis2DataValueSet -ErrorAction SilentlyContinue
        $sent = (Get-SandboxRequest $sandbox '*dataValueSets*' | Where-Object method -EQ POST)[0].body
        $sent = [Text.Json.JsonDocument]::Parse($sent).RootElement.GetProperty('dataValues').EnumerateArray() | ForEach-Object { $_ }
        @($sent | ForEach-Object { $_.GetProperty('value').GetString() }) | Should -BeExactly @(
            'true', 'false', 'İı', 'i', '-1234567', '9223372036854775808123', '1234.50', '0.1', '0.1', '-1234.5'
            '2024-01-31T13:05:07.000+03:30', '2024-01-31T13:05:07.000Z', '2024-01-31T00:00:00.000Z', '2024-01-31T13:05:07.000', $localText, '2024-01-31'
            '2024-01-31', '13:05:07.000', 'PT5M', 'Friday'
        )
        @($sent | ForEach-Object { $_.GetProperty('period').GetString() }) | Should -BeExactly @(2001..(2000 + $values.Count) | ForEach-Object { "$_" })
        @($sent | ForEach-Object { $_.GetProperty('comment').GetString() } | Sort-Object -Unique) | Should -BeExactly '1.5'
        $sent[0].GetProperty('followup').GetBoolean() | Should -BeTrue
        $flag = [Text.Json.JsonElement]::new()
        $sent[1].TryGetProperty('followup', [ref] $flag) | Should -BeFalse
        $sent[0].TryGetProperty('deleted', [ref] $flag) | Should -BeFalse
    }

    It 'is refused in a row of the pipeline, and leaves the rows before and behind it: <Name>' -ForEach @(
        @{ Name = 'a time as the period'; Property = 'period'; Value = { [datetime]::new(2024, 1, 1) }; Says = '*row 2: *DateTime (2024-01-01T00:00:00.000)*202401*' }
        @{ Name = 'a date as the period'; Property = 'period'; Value = { [DateOnly]::new(2024, 1, 1) }; Says = '*row 2: *DateOnly (2024-01-01)*202401*' }
        @{ Name = 'a point in time as the period'; Property = 'period'; Value = { [DateTimeOffset]::new(2024, 1, 1, 0, 0, 0, [timespan]::Zero) }; Says = '*row 2: *DateTimeOffset*202401*' }
        @{ Name = 'several values'; Property = 'value'; Value = { 1, 2 }; Says = '*row 2: value: Several values*' }
        @{ Name = 'no number'; Property = 'value'; Value = { [double]::NaN }; Says = '*row 2: value: *NaN*' }
        @{ Name = 'a file'; Property = 'comment'; Value = { Get-Item $PSCommandPath }; Says = '*row 2: comment: *FileInfo is no data*' }
        @{ Name = 'no flag'; Property = 'followUp'; Value = { 'perhaps' }; Says = "*row 2: 'perhaps' is neither*followUp*" }
    ) {
        $rows = 1..3 | ForEach-Object { @{ dataElement = 'tqMs4690lkQ'; period = "201$_"; orgUnit = 'aIv4qaIOQ2k'; value = "v$_" } }
        $rows[1][$Property] = & $Value
        foreach ($call in { $rows | Import-Dhis2DataValueSet }, { $rows | ForEach-Object { [pscustomobject] $_ } | Import-Dhis2DataValueSet }) {
            Clear-Sandbox $sandbox
            $outcome = Get-Outcome $call
            $outcome.End | Should -BeNullOrEmpty
            $refused = @($outcome.Errors | Where-Object { "$_" -like $Says })
            $refused | Should -HaveCount 1
            $refused[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.RowRejected,*'
            $sent = (Get-SandboxRequest $sandbox '*dataValueSets*' | Where-Object method -EQ POST)[0].body | ConvertFrom-Json
            $sent.dataValues.value | Should -Be 'v1', 'v3'
        }
    }

    It 'is refused where it is a thing of this machine: <Name>' -ForEach @(
        @{ Name = 'a file'; Value = { Get-Item $PSCommandPath }; Says = '*FileInfo is no data*' }
        @{ Name = 'a folder'; Value = { Get-Item $PSScriptRoot }; Says = '*DirectoryInfo is no data*' }
        @{ Name = 'a password'; Value = { [securestring]::new() }; Says = '*SecureString is no data*' }
        @{ Name = 'a script'; Value = { { 1 } }; Says = '*ScriptBlock is no data*' }
        @{ Name = 'no number'; Value = { [double]::NaN }; Says = '*NaN*' }
    ) {
        $given = & $Value
        foreach ($call in { Invoke-Dhis2Request things -Query @{ x = $given } }, { Invoke-Dhis2Request things POST -Body @{ x = $given } }, { Invoke-Dhis2Request things POST -Body @{ a = @{ b = , $given } } }) {
            $outcome = Get-Outcome $call
            $outcome.Errors | Should -HaveCount 1
            "$($outcome.Errors[0])" | Should -BeLike $Says
            $outcome.Errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'is the id of an object in a query' {
        Add-SandboxAnswer $sandbox '/api/things' @{}
        $null = Invoke-Dhis2Request things -Query @{ x = (Get-Dhis2OrgUnit -Root), [pscustomobject]@{ id = 'abcdefghijk'; name = 'x' } }
        (Get-SandboxRequest $sandbox '/api/things*').path | Should -Be '/api/things?x=BfFftYJpIEv&x=abcdefghijk'
        $outcome = Get-Outcome { Invoke-Dhis2Request things -Query @{ x = [pscustomobject]@{ name = 'x' } } }
        "$($outcome.Errors[0])" | Should -BeLike '*has no id*'
    }

    It 'is the same moment for an object that was read and goes back' {
        Add-SandboxAnswer $sandbox '/api/things' @{}
        $read = '{"at":"2024-03-05T21:30:00.000+0000","midnight":"2024-03-05T00:00:00.000+0000","zoneless":"2024-03-05T21:30:00.000"}' | ConvertFrom-Json
        $null = Invoke-Dhis2Request things POST -Body $read
        $sent = [Text.Json.JsonDocument]::Parse((Get-SandboxRequest $sandbox '/api/things*').body).RootElement
        [DateTimeOffset]::Parse($sent.GetProperty('at').GetString(), [cultureinfo]::InvariantCulture).UtcDateTime | Should -Be ([datetime]::new(2024, 3, 5, 21, 30, 0, [DateTimeKind]::Utc))
        [DateTimeOffset]::Parse($sent.GetProperty('midnight').GetString(), [cultureinfo]::InvariantCulture).UtcDateTime | Should -Be ([datetime]::new(2024, 3, 5, 0, 0, 0, [DateTimeKind]::Utc))
        $sent.GetProperty('zoneless').GetString() | Should -BeExactly '2024-03-05T21:30:00.000'
    }

    It 'is the same in the criteria of a SQL view' {
        Add-SandboxAnswer $sandbox '/api/sqlViews/' @{ listGrid = @{ headers = @(@{ name = 'n' }); rows = @() } }
        $null = Invoke-Dhis2SqlView RpcqyiSV9Xb -Criteria @{ day = [datetime]::new(2024, 1, 31) } -ErrorAction SilentlyContinue
        $null = Invoke-Dhis2SqlView RpcqyiSV9Xb -Criteria @{ flag = $true } -ErrorAction SilentlyContinue
        $null = Invoke-Dhis2SqlView RpcqyiSV9Xb -Criteria @{ share = [long] 7 } -ErrorAction SilentlyContinue
        (Get-SandboxRequest $sandbox '*sqlViews*').path | ForEach-Object { [regex]::Match([uri]::UnescapeDataString($_), 'criteria=([^&]*)').Groups[1].Value } |
            Should -Be 'day:2024-01-31', 'flag:true', 'share:7'
        $outcome = Get-Outcome { Invoke-Dhis2SqlView RpcqyiSV9Xb -Criteria @{ code = 'a', 'b' } }
        "$($outcome.Errors[0])" | Should -BeLike '*Several values*'
    }

    It 'is the same moment for the server as -LastUpdated: <Name>' -ForEach @(
        @{ Name = 'a text of another zone'; Value = { '2024-07-08T20:47:12+02:00' }; Sent = '2024-07-08T18:47:12.000' }
        @{ Name = 'a text of UTC'; Value = { '2024-07-08T20:47:12Z' }; Sent = '2024-07-08T20:47:12.000' }
        @{ Name = 'a text without a zone'; Value = { '2024-07-08T20:47:12' }; Sent = '2024-07-08T20:47:12.000' }
        @{ Name = 'a day'; Value = { '2024-07-08' }; Sent = '2024-07-08T00:00:00.000' }
        @{ Name = 'what the module gives out'; Value = { [DateTimeOffset]::new(2024, 7, 8, 20, 47, 12, [timespan]::FromHours(-3)) }; Sent = '2024-07-08T23:47:12.000' }
        @{ Name = 'a time in UTC'; Value = { [datetime]::new(2024, 7, 8, 20, 47, 12, [DateTimeKind]::Utc) }; Sent = '2024-07-08T20:47:12.000' }
        @{ Name = 'a date'; Value = { [DateOnly]::new(2024, 7, 8) }; Sent = '2024-07-08T00:00:00.000' }
    ) {
        $null = Get-Dhis2DataValueSet J33aMjt3IoU -OrgUnit aIv4qaIOQ2k -Period 201401 -LastUpdated (& $Value)
        (Get-SandboxRequest $sandbox '*dataValueSets*').path | ForEach-Object { [regex]::Match([uri]::UnescapeDataString($_), 'lastUpdated=([^&]*)').Groups[1].Value } | Should -BeExactly $Sent
    }

    It 'finds the same by a pattern as elsewhere' {
        (Get-Dhis2Session I*).Name | Should -Be 'india'
        @(Get-Dhis2SystemSetting KEYUILOCALE*) | Should -Not -BeNullOrEmpty
        (TabExpansion2 'Get-Dhis2Metadata INDICATORT' 28).CompletionMatches.CompletionText | Should -Contain 'indicatorTypes'
    }
}

Describe 'A server on another clock' {
    BeforeEach {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '/api/system/info' @{ version = '2.42.0'; serverTimeZoneId = 'Asia/Kathmandu'; serverDate = '2024-01-01T00:00:00.000' }
        $there = Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -NoDefault -PassThru
    }

    AfterEach {
        Disconnect-Dhis2 $there
    }

    It 'is asked in its own time, and asked for its zone once' {
        foreach ($time in '2024-07-08T20:47:12Z', '2024-07-08T20:47:12+02:00', '2024-07-08T20:47:12') {
            $null = Get-Dhis2DataValueSet J33aMjt3IoU -OrgUnit aIv4qaIOQ2k -Period 201401 -LastUpdated $time -Session $there
        }
        (Get-SandboxRequest $sandbox '*dataValueSets*').path | ForEach-Object { [regex]::Match([uri]::UnescapeDataString($_), 'lastUpdated=([^&]*)').Groups[1].Value } |
            Should -Be '2024-07-09T02:32:12.000', '2024-07-09T00:32:12.000', '2024-07-08T20:47:12.000'
        @(Get-SandboxRequest $sandbox '/api/system/info*').Count | Should -Be 1
    }

    It 'gives times without a zone in its own, and takes them back' {
        Add-SandboxAnswer $sandbox 'dataValueSets' '{"dataValues":[{"dataElement":"a","lastUpdated":"2024-07-08T20:47:12.000"},{"dataElement":"b","lastUpdated":"2024-07-08T20:47:12.000+0000"}]}'
        $values = @(Get-Dhis2DataValueSet J33aMjt3IoU -OrgUnit aIv4qaIOQ2k -Period 201401 -Session $there)
        $values[0].LastUpdated | Should -Be ([DateTimeOffset]::new(2024, 7, 8, 20, 47, 12, [timespan]::FromMinutes(345)))
        $values[1].LastUpdated | Should -Be ([DateTimeOffset]::new(2024, 7, 8, 20, 47, 12, [timespan]::Zero))
        $null = Get-Dhis2DataValueSet J33aMjt3IoU -OrgUnit aIv4qaIOQ2k -Period 201401 -LastUpdated $values[0].LastUpdated -Session $there
        (Get-SandboxRequest $sandbox '*lastUpdated*').path | Should -BeLike '*lastUpdated=2024-07-08T20%3A47%3A12.000*'
    }
}
