Describe 'Get-Dhis2Translation on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../Support/ServedAccess.psm1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
    }

    AfterAll {
        Get-Dhis2Session | Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
        $items = @(
            @{ id = 'OqYjd00phS6'; name = 'OPD'; translations = (Get-ServedTranslation 'NAME fr Un', 'SHORT_NAME fr u', 'NAME pt_BR Um').Rows }
            @{ id = 'wQnWB75rNpL'; name = 'Births'; translations = (Get-ServedTranslation).Rows }
        )
        Add-SandboxAnswer $sandbox '^/api/dataElements\?fields=' @{ pager = @{ page = 1; total = 2; pageSize = 1000 }; dataElements = $items }
    }

    It 'writes a row for each translation' {
        $rows = Get-Dhis2Translation dataElements
        $rows | Should -HaveCount 3
        $rows[0].PSObject.TypeNames[0] | Should -Be Dhis2.Translation
        $rows[0].Type, $rows[0].Id, $rows[0].Name, $rows[0].Property, $rows[0].Locale, $rows[0].Value | Should -Be 'dataElements', 'OqYjd00phS6', 'OPD', 'NAME', 'fr', 'Un'
        @(Get-Dhis2Translation dataElements -First 2) | Should -HaveCount 2
    }

    It 'chooses by property and language' {
        (Get-Dhis2Translation dataElements OqYjd00phS6 -Property shortName).Value | Should -Be u
        (Get-Dhis2Translation dataElements OqYjd00phS6 -Locale pt-BR).Value | Should -Be Um
        (Get-Dhis2Translation dataElements OqYjd00phS6 -Property NAME -Locale fr, pt_BR).Value | Should -Be Un, Um
        (Get-Outcome { Get-Dhis2Translation dataElements -Locale french }).End.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
    }
}
