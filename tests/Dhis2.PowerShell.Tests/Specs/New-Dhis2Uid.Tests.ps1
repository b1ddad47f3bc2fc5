BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
}

Describe 'New-Dhis2Uid' {
    It 'makes one well-formed id' {
        New-Dhis2Uid | Should -MatchExactly '^[A-Za-z][A-Za-z0-9]{10}$'
    }

    It 'makes many, each another' {
        $made = New-Dhis2Uid -Count 20000
        $made.Count | Should -Be 20000
        [Linq.Enumerable]::Count([Linq.Enumerable]::Distinct([string[]] $made)) | Should -Be 20000
        $made | Where-Object { $_ -cnotmatch '^[A-Za-z][A-Za-z0-9]{10}$' } | Should -BeNullOrEmpty
    }

    It 'makes no more than are taken' {
        (New-Dhis2Uid 5000000 | Select-Object -First 3).Count | Should -Be 3
    }

    It 'refuses <_>' -ForEach 0, -1 {
        { New-Dhis2Uid -Count $_ } | Should -Throw
    }
}
