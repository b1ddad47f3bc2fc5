Describe 'Set-Dhis2DataValueFile on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $cell = @{ DataElement = 'WPdDM1Wt3pQ'; Period = '201503'; OrgUnit = 'OspiCZXWiTj' }

        function Get-Write {
            Get-SandboxRequest $sandbox | Where-Object method -EQ POST
        }

        # The upload, how it stands with it, and the value, as they were recorded.
        function Add-Upload([int] $Count = 1) {
            Add-SandboxRecording $sandbox data-values file-upload -Path '/api/fileResources' -Count $Count
            Add-SandboxRecording $sandbox data-values file-resource -Path '/api/fileResources/\w+$' -Count $Count
            Add-SandboxRecording $sandbox data-values value-post -Path '/api/dataValues$' -Count $Count
        }
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
        'hello' | Set-Content TestDrive:/scan.txt -NoNewline
        'more' | Set-Content TestDrive:/more.txt -NoNewline
    }

    It 'uploads a file, waits until it is stored, and makes it the value' {
        Add-Upload
        Set-Dhis2DataValueFile @cell -Path TestDrive:/scan.txt -Comment 'page 1' | Should -BeNullOrEmpty
        $upload, $value = Get-Write
        $upload.path | Should -Be '/api/fileResources?domain=DATA_VALUE'
        $upload.body | Should -BeLike '*name="file"; filename="scan.txt"*Content-Type: text/plain*hello*'
        $sent = $value.body | ConvertFrom-Json
        $sent.dataElement, $sent.period, $sent.orgUnit, $sent.comment | Should -Be 'WPdDM1Wt3pQ', '201503', 'OspiCZXWiTj', 'page 1'
        $sent.value | Should -Match '^[A-Za-z]\w{10}$'
        $status = Get-SandboxRequest $sandbox '/api/fileResources/*'
        $status.path | Should -Be "/api/fileResources/$($sent.value)"
        [array]::IndexOf(@(Get-SandboxRequest $sandbox).path, $status.path) | Should -BeLessThan ([array]::IndexOf(@(Get-SandboxRequest $sandbox).path, $value.path))
    }

    It 'leaves the value alone where the file is refused' {
        Add-SandboxRecording $sandbox data-values file-upload-blocked -Path '/api/fileResources'
        $outcome = Get-Outcome { Set-Dhis2DataValueFile @cell -Path TestDrive:/scan.txt }
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].Exception.ErrorCode | Should -Be E6101
        $outcome.Errors[0].TargetObject.DataElement | Should -Be WPdDM1Wt3pQ
        (Get-Write).path | Should -Be '/api/fileResources?domain=DATA_VALUE'
    }

    It 'names the file resource where the file cannot be attached' {
        Add-SandboxRecording $sandbox data-values file-upload -Path '/api/fileResources'
        Add-SandboxRecording $sandbox data-values file-resource -Path '/api/fileResources/\w+$'
        Add-SandboxAnswer $sandbox '^/api/dataValues$' @{ httpStatus = 'Conflict'; httpStatusCode = 409; status = 'ERROR'; message = 'The data set is locked' } -Status 409
        $outcome = Get-Outcome { Set-Dhis2DataValueFile @cell -Path TestDrive:/scan.txt }
        $outcome.Errors | Should -HaveCount 1
        $id = (Get-SandboxRequest $sandbox '/api/fileResources/*').path -replace '.*/'
        $outcome.Errors[0].Exception.Message | Should -BeLike "*scan.txt' was uploaded as file resource $id.*The data set is locked*"
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.Conflict,*'
        $outcome.Errors[0].ErrorDetails.RecommendedAction | Should -BeLike "*Set-Dhis2DataValue -Value $id*"
    }

    It 'makes of a file that is not there one error, and goes on' {
        Add-Upload 2
        $rows = 'scan.txt', 'none.txt', 'more.txt' | ForEach-Object { [pscustomobject]@{ Path = "TestDrive:/$_"; Period = '201503' } }
        $outcome = Get-Outcome { $rows | Set-Dhis2DataValueFile -DataElement WPdDM1Wt3pQ -OrgUnit OspiCZXWiTj }
        $outcome.Errors | Should -HaveCount 1
        "$($outcome.Errors[0].TargetObject)" | Should -BeLike '*none.txt'
        # There is no -LiteralPath to be advised: -Path is literal.
        $outcome.Errors[0].ErrorDetails.RecommendedAction | Should -BeExactly 'Check the path.'
        @(Get-Write | Where-Object path -Like '*fileResources*') | Should -HaveCount 2
    }

    It 'takes files of Get-ChildItem, with the place from their names' {
        Add-Upload
        'scan' | Set-Content TestDrive:/201503.txt
        Get-Item TestDrive:/201503.txt | Set-Dhis2DataValueFile -DataElement WPdDM1Wt3pQ -Period { $_.BaseName } -OrgUnit OspiCZXWiTj
        ((Get-Write)[1].body | ConvertFrom-Json).period | Should -Be '201503'
    }

    It 'sends nothing with -WhatIf' {
        Set-Dhis2DataValueFile @cell -Path TestDrive:/scan.txt -WhatIf
        Get-Write | Should -BeNullOrEmpty
    }
}
