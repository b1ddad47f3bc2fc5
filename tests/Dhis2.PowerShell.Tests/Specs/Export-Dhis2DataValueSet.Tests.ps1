Describe 'Export-Dhis2DataValueSet on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $version = $_
        $sandbox = Start-Sandbox -Version $version
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $set = @{ DataSet = 'J33aMjt3IoU'; OrgUnit = 'aIv4qaIOQ2k'; Period = '201401' }

        # A comment, a mark, a text of several lines, and an option combo.
        function Set-StoredRow {
            $rows = @(
                @{ dataElement = 'wQnWB75rNpL'; value = 4; comment = 'say "hi", ok'; followUp = $true }
                @{ dataElement = 'tqMs4690lkQ'; value = "line 1`nline 2, `"q`"" }
                @{ dataElement = 'OqYjd00phS6'; value = 5; categoryOptionCombo = 'T263yzuGhlX' }
            )
            $report = $rows | ForEach-Object { [pscustomobject] ($_ + @{ period = '201401'; orgUnit = 'aIv4qaIOQ2k' }) } | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU
            $report.Status | Should -Be SUCCESS
        }

        function Get-StoredRow {
            Get-Dhis2DataValueSet @set | Sort-Object DataElement | ForEach-Object { $_.DataElement, $_.CategoryOptionCombo, $_.Value, $_.Comment, $_.FollowUp -join '|' }
        }

        function Get-Unpacked([string] $Path) {
            $stream = [IO.Compression.GZipStream]::new([IO.File]::OpenRead($Path), [IO.Compression.CompressionMode]::Decompress)
            try {
                [IO.StreamReader]::new($stream).ReadToEnd()
            }
            finally {
                $stream.Dispose()
            }
        }

        function Get-FileName {
            @(Get-ChildItem $folder -Force).Name
        }
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
        Set-StoredRow
        Clear-Sandbox $sandbox
        $folder = (New-Item -ItemType Directory "TestDrive:/$([guid]::NewGuid())").FullName
    }

    It 'keeps the server''s own file byte for byte: <Name>' -ForEach @(
        @{ Name = 'values.json'; Asked = 'format=json' }
        @{ Name = 'values.csv'; Asked = 'format=csv' }
        @{ Name = 'values.XML'; Asked = 'format=xml' }
        @{ Name = 'values.dat'; Asked = 'format=csv'; More = @{ Format = 'Csv' } }
    ) {
        $file = Join-Path $folder $Name
        $more = if ($More) { $More } else { @{} }
        Export-Dhis2DataValueSet @set -Path $file @more | Should -BeNullOrEmpty
        $path = (Get-SandboxRequest $sandbox '*dataValueSets*').path
        $path | Should -BeLike "/api/dataValueSets?dataSet=J33aMjt3IoU&period=201401&orgUnit=aIv4qaIOQ2k&$Asked"
        Invoke-Dhis2Request $path.Substring(5) -OutFile "$file.expected"
        [IO.File]::ReadAllText($file) | Should -BeExactly ([IO.File]::ReadAllText("$file.expected"))
        $packed = Export-Dhis2DataValueSet @set -Path "$file.gz" @more -PassThru
        $packed.FullName | Should -Be "$file.gz"
        (Get-SandboxRequest $sandbox '*compression=gzip').path | Should -BeLike "*$Asked&compression=gzip"
        Get-Unpacked "$file.gz" | Should -BeExactly ([IO.File]::ReadAllText($file))
    }

    It 'writes ADX, which each version has by another way' {
        Add-SandboxRecording $sandbox data-values export-format-adx -Path 'dataValueSets'
        Export-Dhis2DataValueSet @set -Path "$folder/values.adx.xml"
        (Get-SandboxRequest $sandbox '*dataValueSets*').path | Should -BeLike '*&format=adx%2Bxml'
        ([xml] (Get-Content -LiteralPath "$folder/values.adx.xml" -Raw)).adx.group.dataSet | Should -Be 'DS_ROUTINE'
    }

    It 'goes round through <Name> <How>' -ForEach @(
        foreach ($name in 'values.json', 'values.json.gz', 'values.csv', 'values.csv.gz') {
            @{ Name = $name; How = 'of the server'; More = @{} }
            @{ Name = $name; How = 'with -ForImport'; More = @{ ForImport = $true } }
        }
    ) {
        $before = Get-StoredRow
        Export-Dhis2DataValueSet @set -Path "$folder/$Name" @More
        $null = Get-Dhis2DataValueSet @set | Import-Dhis2DataValueSet -ImportStrategy Delete
        Get-StoredRow | Should -BeNullOrEmpty
        $report = Import-Dhis2DataValueSet "$folder/$Name" -DataSet J33aMjt3IoU
        $report.Status, $report.Total | Should -Be SUCCESS, 3
        Get-StoredRow | Should -BeExactly $before
    }

    It 'takes a form that is marked as complete back with -ForImport' {
        $null = Invoke-Dhis2Request dataValueSets POST -Body @{ dataSet = 'J33aMjt3IoU'; period = '201401'; orgUnit = 'aIv4qaIOQ2k'; completeDate = '2014-02-03'; dataValues = @(@{ dataElement = 'SgcilVDz1X3'; period = '201401'; orgUnit = 'aIv4qaIOQ2k'; value = '9' }) }
        Export-Dhis2DataValueSet @set -Path "$folder/rows.json" -ForImport
        (Import-Dhis2DataValueSet "$folder/rows.json").Total | Should -Be 4
        (Get-Content -LiteralPath "$folder/rows.json" -Raw | ConvertFrom-Json).dataSet | Should -Be 'J33aMjt3IoU'
    }

    It 'says by which ids rows are written, so that they are imported by them' {
        Export-Dhis2DataValueSet @set -Path "$folder/codes.json" -ForImport -DataElementIdScheme CODE
        $written = Get-Content -LiteralPath "$folder/codes.json" -Raw | ConvertFrom-Json
        $written.dataElementIdScheme | Should -Be CODE
        $written.dataValues.dataElement | Should -Contain 'DE_BIRTHS'
        $report = Import-Dhis2DataValueSet "$folder/codes.json"
        $report.Rejected, $report.Unknown, $report.NotSent | Should -Be 0, 0, 0
    }

    It 'writes one whole <Name> of a selection that takes several requests' -ForEach @{ Name = 'all.json' }, @{ Name = 'all.csv' }, @{ Name = 'all.csv.gz' } {
        $many = @{ DataSet = 'J33aMjt3IoU'; Period = @('201401') + @(0..298 | ForEach-Object { ([datetime] '1950-01-01').AddMonths($_).ToString('yyyyMM') }) }
        $units = (Get-Dhis2OrgUnit).id
        $units.Count | Should -BeGreaterThan 100
        $expected = @($units | Get-Dhis2DataValueSet @many)
        $expected.Count | Should -BeGreaterThan 2
        Clear-Sandbox $sandbox
        $units | Export-Dhis2DataValueSet @many -Path "$folder/$Name"
        @(Get-SandboxRequest $sandbox '*dataValueSets*').Count | Should -BeGreaterThan 1
        $report = Import-Dhis2DataValueSet "$folder/$Name"
        $report.Total, $report.Rejected | Should -Be $expected.Count, 0
        $limited = "$folder/limited.csv"
        $units | Export-Dhis2DataValueSet @many -Path $limited -Limit 2
        @(Import-Csv $limited) | Should -HaveCount 2
    }

    It 'says what to shorten where a format cannot be put together' {
        $periods = 0..599 | ForEach-Object { ([datetime] '1980-01-01').AddMonths($_).ToString('yyyyMM') }
        $outcome = Get-Outcome { Export-Dhis2DataValueSet -DataSet J33aMjt3IoU -OrgUnit aIv4qaIOQ2k -Period $periods -Path "$folder/values.xml" }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.TooLong,*'
        $outcome.Errors.TargetObject | Should -Be '-Period'
        Get-FileName | Should -BeNullOrEmpty
    }

    It 'leaves the file as it was where the server answers <What> under 200: <Name>' -ForEach @(
        foreach ($name in 'values.json', 'values.csv', 'values.xml', 'values.adx', 'values.json.gz') {
            @{ Name = $name; What = 'an error'; Answer = @{ httpStatus = 'Conflict'; httpStatusCode = 409; status = 'ERROR'; message = 'Said no'; errorCode = 'E2001' }; Said = '*Said no*' }
            @{ Name = $name; What = 'something else'; Answer = @{ other = 1 }; Said = '*the answer is no*' }
        }
    ) {
        Add-SandboxAnswer $sandbox 'dataValueSets' $Answer
        Set-Content "$folder/$Name" 'before'
        foreach ($more in @{}, @{ Resume = $true }) {
            $outcome = Get-Outcome { Export-Dhis2DataValueSet @set -Path "$folder/$Name" -PassThru @more }
            $outcome.Output | Should -BeNullOrEmpty
            $outcome.Errors | Should -HaveCount 1
            $outcome.Errors[0].Exception.Message | Should -BeLike $Said
            $outcome.Errors[0].TargetObject | Should -BeExactly "$folder/$Name"
            Get-FileName | Should -Be $Name
            Get-Content "$folder/$Name" | Should -Be 'before'
        }
    }

    It 'writes no file of an org unit outside the account''s hierarchy: <Name>' -ForEach @{ Name = 'values.json' }, @{ Name = 'values.csv' }, @{ Name = 'values.csv.gz' }, @{ Name = 'rows.json' } {
        $clerk = Connect-Dhis2 $sandbox.Uri ([pscredential]::new('clerk', (ConvertTo-SecureString 'Str0ng-Pass!word' -AsPlainText -Force))) -NoDefault -PassThru
        $outcome = Get-Outcome { Export-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201401 -OrgUnit aIv4qaIOQ2k, NqjesZ8CbQ3 -Path "$folder/$Name" -ForImport:($Name -like 'rows*') -Session $clerk }
        Disconnect-Dhis2 $clerk
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].Exception.Message | Should -Match 'hierarchy|not allowed to view'
        Get-FileName | Should -BeNullOrEmpty
    }

    It 'writes no file where <What>, and tells each bad one' -ForEach @(
        @{ What = 'an org unit does not exist'; Bad = 'abcdefghijk'; Call = { 'aIv4qaIOQ2k', 'abcdefghijk', 'KwRtWpWGrgR' | Export-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201401 -Path "$folder/values.json" } }
        @{ What = 'an org unit of an array does not exist'; Bad = 'abcdefghijk'; Call = { Export-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201401 -OrgUnit aIv4qaIOQ2k, abcdefghijk -Path "$folder/values.json" } }
        @{ What = 'the only org unit does not exist'; Bad = 'abcdefghijk'; Call = { Export-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201401 -OrgUnit abcdefghijk -Path "$folder/values.json" } }
        @{ What = 'the only data set does not exist'; Bad = 'abcdefghijk'; Call = { Export-Dhis2DataValueSet -DataSet abcdefghijk -Period 201401 -OrgUnit aIv4qaIOQ2k -Path "$folder/values.json" } }
        @{ What = 'a data set does not exist'; Bad = 'abcdefghijk'; Call = { Export-Dhis2DataValueSet -DataSet J33aMjt3IoU, abcdefghijk -Period 201401 -OrgUnit aIv4qaIOQ2k -Path "$folder/values.json" } }
        @{ What = 'a name is nobody''s'; Bad = 'No such set'; Call = { Export-Dhis2DataValueSet -DataSet J33aMjt3IoU, 'No such set' -Period 201401 -OrgUnit aIv4qaIOQ2k -Path "$folder/values.json" } }
    ) {
        $outcome = Get-Outcome $Call
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].TargetObject | Should -BeExactly $Bad
        Get-SandboxRequest $sandbox '*dataValueSets*' | Should -BeNullOrEmpty
        Get-FileName | Should -BeNullOrEmpty
    }

    It 'writes no file of an answer that ends in the middle' {
        Disconnect-Dhis2
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -MaximumRetryCount 0
        Add-SandboxFault $sandbox @{ path = 'dataValueSets'; kind = 'truncate'; afterBytes = 300; count = 0 }
        foreach ($name in 'values.json', 'values.csv', 'values.csv.gz') {
            { Export-Dhis2DataValueSet @set -Path "$folder/$name" -ErrorAction Stop } | Should -Throw -ErrorId 'Dhis2.*'
        }
        { Export-Dhis2DataValueSet @set -Path "$folder/values.json" -ForImport -ErrorAction Stop } | Should -Throw -ErrorId 'Dhis2.*'
        Get-FileName | Should -BeNullOrEmpty
    }

    It 'goes on with a download that broke, where a proxy can send the rest' {
        Disconnect-Dhis2
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -MaximumRetryCount 0
        Add-SandboxRangeProxy $sandbox '/api/dataValueSets'
        Add-SandboxFault $sandbox @{ path = 'dataValueSets'; kind = 'truncate'; afterBytes = 300 }
        { Export-Dhis2DataValueSet @set -Path "$folder/values.csv" -Resume -ErrorAction Stop } | Should -Throw -ErrorId 'Dhis2.Connection,*'
        (Get-Item "$folder/values.csv.part").Length | Should -Be 300
        Clear-Sandbox $sandbox
        Export-Dhis2DataValueSet @set -Path "$folder/values.csv" -Resume
        (Get-SandboxRequest $sandbox '*dataValueSets*').headers.Range | Should -Be 'bytes=300-'
        @(Import-Csv "$folder/values.csv") | Should -HaveCount @(Get-Dhis2DataValueSet @set).Count
        Get-FileName | Should -Be 'values.csv'
    }

    It 'makes one file of what is piped, where that differs in one thing alone' {
        Get-Dhis2Metadata dataSets -Id J33aMjt3IoU, uvQkystpVbY | Export-Dhis2DataValueSet -OrgUnit aIv4qaIOQ2k -Period 201401 -Path "$folder/sets.csv"
        (Get-SandboxRequest $sandbox '*dataValueSets*').path | Should -BeLike '*?dataSet=J33aMjt3IoU&dataSet=uvQkystpVbY&*'
        $pairs = [pscustomobject]@{ OrgUnit = 'aIv4qaIOQ2k'; Period = '201401' }, [pscustomobject]@{ OrgUnit = 'KwRtWpWGrgR'; Period = '201402' }
        $outcome = Get-Outcome { $pairs | Export-Dhis2DataValueSet -DataSet J33aMjt3IoU -Path "$folder/pairs.csv" }
        $outcome.Errors.Exception.Message | Should -BeLike '*org units*periods*'
        Get-FileName | Should -Be 'sets.csv'
    }

    It 'asks for nothing with <What>' -ForEach @(
        @{ What = '-WhatIf'; Call = { Export-Dhis2DataValueSet @set -Path "$folder/values.csv" -WhatIf } }
        @{ What = 'a name that tells no format'; Fault = 'Dhis2.Input,*'; Call = { Export-Dhis2DataValueSet @set -Path "$folder/values.txt" -ErrorAction Stop } }
        @{ What = '-NoClobber and a file that is there'; Fault = 'Dhis2.*'; Call = { Export-Dhis2DataValueSet @set -Path "$folder/there.csv" -NoClobber -ErrorAction Stop } }
        @{ What = '-ForImport for XML'; Fault = 'Dhis2.Input,*'; Call = { Export-Dhis2DataValueSet @set -Path "$folder/values.xml" -ForImport -ErrorAction Stop } }
        @{ What = '-ForImport with -Resume'; Fault = 'Dhis2.Input,*'; Call = { Export-Dhis2DataValueSet @set -Path "$folder/values.csv" -ForImport -Resume -ErrorAction Stop } }
        @{ What = 'a folder that does not exist'; Fault = 'Dhis2.*'; Call = { Export-Dhis2DataValueSet @set -Path "$folder/none/values.csv" -ErrorAction Stop } }
    ) {
        Set-Content "$folder/there.csv" 'before'
        if ($Fault) {
            $Call | Should -Throw -ErrorId $Fault
        }
        else {
            & $Call
        }
        Get-SandboxRequest $sandbox '*dataValueSets*' | Should -BeNullOrEmpty
        Get-FileName | Should -Be 'there.csv'
        Get-Content "$folder/there.csv" | Should -Be 'before'
    }
}
