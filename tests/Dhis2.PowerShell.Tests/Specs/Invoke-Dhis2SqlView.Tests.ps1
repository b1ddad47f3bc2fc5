Describe 'Invoke-Dhis2SqlView on <_>' -ForEach '2.40', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'gives all rows, not the 50 of a page' {
        $rows = @(Invoke-Dhis2SqlView RpcqyiSV9Xb)
        $rows | Should -HaveCount 1234
        $rows[1233].n | Should -BeExactly '1234'
        $rows[1233].label | Should -BeExactly 'row 1234'
        $rows[0].PSTypeNames[0] | Should -Be 'Dhis2.SqlViewRow'
        @(Get-SandboxRequest $sandbox '*sqlViews*') | Should -HaveCount 1
    }

    It 'gives rows that filter, export and take new values' {
        $row = Invoke-Dhis2SqlView RpcqyiSV9Xb | Where-Object n -EQ 7
        $row.label = 'changed'
        $row | ConvertTo-Csv | Should -Be '"n","label"', '"7","changed"'
        ($row | ConvertTo-Json -Compress) | Should -BeExactly '{"n":"7","label":"changed"}'
    }

    It 'fills variables' {
        @(Invoke-Dhis2SqlView lcUvEMk3p4l -Variable @{ level = 2 }) | Should -HaveCount 3
    }

    It 'refuses what a server would drop: <Says>' -ForEach @(
        @{ Parameters = @{ Variable = @{ level = '1,2' } }; Says = '*1,2*' }
        @{ Parameters = @{ Criteria = @{ code = 'a:b' } }; Says = '*a:b*' }
        @{ Parameters = @{ Filter = 'name:eq:a:b' }; Says = '*name:eq:a:b*' }
        @{ Parameters = @{ Filter = 'name:like$:a' }; Says = '*no operator*' }
    ) {
        { Invoke-Dhis2SqlView lcUvEMk3p4l @Parameters -ErrorAction Stop } | Should -Throw $Says
        Get-SandboxRequest $sandbox '*sqlViews*' | Should -BeNullOrEmpty
    }

    It 'gives the server''s own reason' {
        $null = Invoke-Dhis2SqlView lcUvEMk3p4l -ErrorAction SilentlyContinue -ErrorVariable faults
        $faults[0].Exception.ErrorCode | Should -Be 'E4307'
        $faults[0].Exception.Message | Should -BeLike '*level*'
    }

    It 'goes on with the next view after a bad one' {
        $rows = 'abcdefghijk', 'RpcqyiSV9Xb' | Invoke-Dhis2SqlView -ErrorAction SilentlyContinue -ErrorVariable faults
        $faults[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        @($rows) | Should -HaveCount 1234
    }

    It 'reads the good views round a bad one, as an array and through the pipeline' {
        $ids = 'RpcqyiSV9Xb', 'abcdefghijk', 'RpcqyiSV9Xb'
        $ways = { Invoke-Dhis2SqlView -Id $ids -ErrorAction Continue }, { $ids | Invoke-Dhis2SqlView -ErrorAction Continue }
        foreach ($way in $ways) {
            Clear-Sandbox $sandbox
            $out = & $way 2>&1
            $faults = @($out | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
            $faults | Should -HaveCount 1
            $faults[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
            $faults[0].TargetObject | Should -BeExactly 'abcdefghijk'
            @($out | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] }) | Should -HaveCount 2468
            (Get-SandboxRequest $sandbox '*sqlViews*').path | ForEach-Object { $_.Split('/')[3] } | Should -Be $ids
        }
    }

    It 'reads the good views round one whose id is none' {
        $rows = Invoke-Dhis2SqlView RpcqyiSV9Xb, '../me', RpcqyiSV9Xb -First 1300 -ErrorAction Continue -ErrorVariable faults 2>$null
        $faults | Should -HaveCount 1
        $faults[0].TargetObject | Should -BeExactly '../me'
        @($rows) | Should -HaveCount 1300
        @(Get-SandboxRequest $sandbox '*sqlViews/*') | Should -HaveCount 2
    }

    It 'ends where rows of a view are missing after others went out' {
        Add-SandboxFault $sandbox @{ kind = 'truncate'; path = 'RpcqyiSV9Xb'; afterBytes = 20000 }
        { Invoke-Dhis2SqlView RpcqyiSV9Xb, RpcqyiSV9Xb -ErrorAction SilentlyContinue } | Should -Throw '*more are missing*'
        @(Get-SandboxRequest $sandbox '*sqlViews*') | Should -HaveCount 1
    }

    It 'has the server make the relation of a view before it reads it with -Execute, and does neither under -WhatIf' {
        Invoke-Dhis2SqlView DQUFnpCowzq -Execute -First 3 | Should -HaveCount 3
        $sent = Get-SandboxRequest $sandbox '*sqlViews*'
        $sent.method | Should -Be 'POST', 'GET'
        $sent[0].path | Should -Be '/api/sqlViews/DQUFnpCowzq/execute'
        Clear-Sandbox $sandbox
        $null = Invoke-Dhis2SqlView DQUFnpCowzq -Execute -WhatIf
        Get-SandboxRequest $sandbox | Where-Object method -EQ POST | Should -BeNullOrEmpty
    }

    It 'stops reading with -First' {
        @(Invoke-Dhis2SqlView RpcqyiSV9Xb -First 2 -Skip 3).n | Should -Be '4', '5'
        @(Invoke-Dhis2SqlView RpcqyiSV9Xb, RpcqyiSV9Xb -First 2 -Skip 1233).n | Should -Be '1234', '1'
    }
}
