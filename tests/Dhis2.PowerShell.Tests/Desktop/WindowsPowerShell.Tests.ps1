# What Windows PowerShell 5.1 must be able to do; runs in PowerShell 7, too. The specs beside it need PowerShell 7.
# Told where module and server are: DHIS2_MODULE, DHIS2_TEST_URL, DHIS2_TEST_USERNAME, DHIS2_TEST_PASSWORD.
Describe 'The module in this PowerShell' {
    BeforeAll {
        $ErrorActionPreference = 'Stop'
        foreach ($name in 'DHIS2_MODULE', 'DHIS2_TEST_URL', 'DHIS2_TEST_USERNAME', 'DHIS2_TEST_PASSWORD') {
            if (-not [Environment]::GetEnvironmentVariable($name)) {
                throw "The environment variable $name is not set."
            }
        }
        Import-Module $env:DHIS2_MODULE -Force
        $password = New-Object Security.SecureString
        $env:DHIS2_TEST_PASSWORD.ToCharArray() | ForEach-Object { $password.AppendChar($_) }
        $credential = New-Object Management.Automation.PSCredential $env:DHIS2_TEST_USERNAME, $password
        Connect-Dhis2 $env:DHIS2_TEST_URL -Credential $credential
    }

    AfterAll {
        Disconnect-Dhis2
        Get-Dhis2Session | Should -BeNullOrEmpty
    }

    It 'loads the files of its edition' {
        $folder = if ($PSVersionTable.PSEdition -eq 'Desktop') { 'net472' } else { 'net8.0' }
        $file = (Get-Command Connect-Dhis2).ImplementingType.Assembly.Location
        Split-Path (Split-Path $file) -Leaf | Should -Be $folder
    }

    It 'is connected as the account it was given' {
        (Get-Dhis2Session).UserName | Should -Be $env:DHIS2_TEST_USERNAME
        (Get-Dhis2SystemInfo).Version | Should -Match '^2\.4\d'
    }

    It 'refuses a wrong password with an error that does not show it' {
        $wrong = New-Object Security.SecureString
        'not-the-password'.ToCharArray() | ForEach-Object { $wrong.AppendChar($_) }
        $credential = New-Object Management.Automation.PSCredential $env:DHIS2_TEST_USERNAME, $wrong
        $fault = { Connect-Dhis2 $env:DHIS2_TEST_URL -Credential $credential } | Should -Throw -PassThru
        $fault.CategoryInfo.Category | Should -Be 'AuthenticationError'
        "$fault$($fault.Exception)" | Should -Not -Match 'not-the-password'
    }

    It 'streams org units over several pages' {
        $units = @(Get-Dhis2OrgUnit -PageSize 40)
        $units.Count | Should -BeGreaterThan 40
        @($units.Id | Sort-Object -Unique).Count | Should -Be $units.Count
        @(Get-Dhis2OrgUnit -PageSize 40 | Select-Object -First 1).Count | Should -Be 1
    }

    It 'imports a CSV file and accounts for the bad row in it' {
        $path = Join-Path $TestDrive 'values.csv'
        Set-Content -LiteralPath $path -Encoding UTF8 -Value @(
            'dataelement,period,orgunit,value'
            'wQnWB75rNpL,201401,aIv4qaIOQ2k,3'
            'SgcilVDz1X3,201401,aIv4qaIOQ2k,many'
            'SgcilVDz1X3,201402,aIv4qaIOQ2k,5'
        )
        $summary = Import-Dhis2DataValueSet $path -ErrorAction SilentlyContinue -ErrorVariable faults
        $summary.Total | Should -Be 3
        ($summary.Imported + $summary.Updated + $summary.Unchanged) | Should -Be 2
        $summary.Rejected | Should -Be 1
        @($summary.Conflicts).Count | Should -Be 1
        $summary.Conflicts[0].Line | Should -Be 3
        @($faults).Count | Should -Be 1
        $values = @(Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -Period 201401, 201402 -OrgUnit aIv4qaIOQ2k)
        @($values | Where-Object { $_.DataElement -eq 'SgcilVDz1X3' -and $_.Period -eq '201402' }).Value | Should -Be '5'
    }
}
