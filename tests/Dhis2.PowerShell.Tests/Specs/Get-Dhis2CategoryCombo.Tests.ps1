BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2CategoryCombo' {
    BeforeEach {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '/api/categoryCombos\?' @{ categoryCombos = @(@{ id = 'iiiiiiiiii1'; code = 'CC_1'; name = 'Sex and age'; dataDimensionType = 'DISAGGREGATION'; categories = @(@{ id = 'tttttttttt1'; name = 'Sex' }, @{ id = 'tttttttttt2'; name = 'Age' }) }) }
    }

    It 'reads one by name, and says of another that there is none' {
        $outcome = Get-Outcome { Get-Dhis2CategoryCombo 'sex and age', 'Nothing' }
        $outcome.Output.id | Should -Be 'iiiiiiiiii1'
        $outcome.Errors.TargetObject | Should -BeExactly 'Nothing'
    }

    It 'is a table of what identifies and tells apart' {
        $lines = (Get-Dhis2CategoryCombo | Out-String -Width 100) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines[0].Trim() -split '\s+' | Should -Be 'Id', 'Code', 'Name', 'DimensionType', 'Categories'
        $lines[2] | Should -Match 'iiiiiiiiii1\s+CC_1\s+Sex and age\s+DISAGGREGATION\s+Sex, Age'
    }
}
