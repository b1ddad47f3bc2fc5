BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox -Option '--org-units', '300'
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
    $view = @{}
    Get-Dhis2Metadata sqlViews -Fields id, code | ForEach-Object { $view[$_.code] = $_.id }
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Invoke-Dhis2SqlView' {
    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'gives rows as objects, with variables' {
        $rows = Invoke-Dhis2SqlView $view.SV_BY_LEVEL -Variable @{ level = 2 }
        @($rows).Count | Should -Be @(Get-Dhis2OrgUnit -Level 2).Count
        @($rows)[0].PSObject.Properties.Name.Count | Should -BeGreaterThan 0
    }

    It 'takes views from the pipeline and stops with what takes its rows' {
        @(Get-Dhis2Metadata sqlViews -Filter 'code:eq:SV_BY_LEVEL' | Invoke-Dhis2SqlView -Variable @{ level = 2 } | Select-Object -First 1).Count | Should -Be 1
    }

    It 'reports a variable that is missing, as one error' {
        Invoke-Dhis2SqlView $view.SV_BY_LEVEL -ErrorAction SilentlyContinue -ErrorVariable faults
        $faults.Count | Should -Be 1
        "$($faults[0])" | Should -Match 'level'
    }

    It 'refuses what a server would drop without a word, before it asks' {
        Invoke-Dhis2SqlView $view.SV_BY_LEVEL -Variable @{ level = "2'; drop" } -ErrorAction SilentlyContinue -ErrorVariable faults
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        @(Get-SandboxRequest $sandbox '*sqlViews*').Count | Should -Be 0
    }
}
