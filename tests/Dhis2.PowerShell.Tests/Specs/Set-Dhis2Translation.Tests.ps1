Describe 'Set-Dhis2Translation on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../Support/ServedAccess.psm1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)

        function Get-Put {
            Get-SandboxRequest $sandbox | Where-Object method -EQ PUT
        }

        # What was sent, each as 'PROPERTY locale value'.
        function Get-Sent {
            foreach ($one in (@(Get-Put)[-1].body | ConvertFrom-Json).translations) {
                "$($one.property) $($one.locale) $($one.value)"
            }
        }
    }

    AfterAll {
        Get-Dhis2Session | Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
        Clear-Dhis2Cache
        Add-ServedSchema $sandbox
    }

    It 'sets one and keeps the others, those with a word that servers pass over as well' {
        Add-ServedTranslation $sandbox (Get-ServedTranslation 'NAME pt_BR Consultas', 'name fr petit'), (Get-ServedTranslation 'NAME pt_BR Consultas', 'name fr petit', 'NAME fr Consultations')
        Set-Dhis2Translation dataElements OqYjd00phS6 name fr Consultations | Should -BeNullOrEmpty
        @(Get-Put).path | Should -Be '/api/dataElements/OqYjd00phS6/translations'
        Get-Sent | Should -BeExactly 'NAME pt_BR Consultas', 'name fr petit', 'NAME fr Consultations'
    }

    It 'takes a property by any of its names, and the name of a culture: <Property>' -ForEach @(
        @{ Property = 'shortName' }, @{ Property = 'SHORT_NAME' }, @{ Property = 'short_name' }, @{ Property = 'ShortName' }
    ) {
        Add-ServedTranslation $sandbox (Get-ServedTranslation), (Get-ServedTranslation 'SHORT_NAME pt_BR Consultas')
        (Set-Dhis2Translation dataElements OqYjd00phS6 -Property $Property -Locale pt-BR -Value Consultas -PassThru).Property | Should -BeExactly SHORT_NAME
        Get-Sent | Should -BeExactly 'SHORT_NAME pt_BR Consultas'
    }

    It 'goes by what a server says that can be translated' {
        Clear-Sandbox $sandbox
        $properties = @{ name = 'name'; propertyType = 'TEXT'; persisted = $true; translatable = $true; translationKey = 'NAME' },
            @{ name = 'executionDateLabel'; propertyType = 'TEXT'; persisted = $true; translatable = $true; translationKey = 'REPORT_DATE_LABEL' },
            @{ name = 'url'; propertyType = 'TEXT'; persisted = $true }
        Add-SandboxAnswer $sandbox '^/api/schemas/dataElement\?' @{ singular = 'dataElement'; plural = 'dataElements'; properties = $properties }
        Add-ServedTranslation $sandbox (Get-ServedTranslation), (Get-ServedTranslation 'REPORT_DATE_LABEL fr Jour')
        Set-Dhis2Translation dataElements OqYjd00phS6 report_date_label fr Jour
        Get-Sent | Should -BeExactly 'REPORT_DATE_LABEL fr Jour'
        $outcome = Get-Outcome { Set-Dhis2Translation dataElements OqYjd00phS6 url fr x }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        $outcome.Errors.ErrorDetails.RecommendedAction | Should -BeLike '*NAME, REPORT_DATE_LABEL*'
    }

    It 'removes one that is set to nothing, and it alone' {
        Add-ServedTranslation $sandbox (Get-ServedTranslation 'NAME fr x', 'NAME pt_BR y'), (Get-ServedTranslation 'NAME pt_BR y')
        Set-Dhis2Translation dataElements OqYjd00phS6 NAME fr ''
        Get-Sent | Should -BeExactly 'NAME pt_BR y'
    }

    It 'takes rows of a file, those of one object together, and tells the bad ones' {
        @'
type,id,property,locale,value
dataElements,OqYjd00phS6,NAME,fr,Un
dataElements,OqYjd00phS6,NOPE,fr,Un
dataElements,OqYjd00phS6,SHORT_NAME,fr,"L'un"
dataElements,OqYjd00phS6,NAME,french,Un
dataElements,wQnWB75rNpL,NAME,fr,Deux
nope,wQnWB75rNpL,NAME,fr,Deux
'@ | Set-Content TestDrive:/french.csv
        Add-ServedTranslation $sandbox (Get-ServedTranslation), (Get-ServedTranslation 'NAME fr Un', "SHORT_NAME fr L'un")
        Add-ServedTranslation $sandbox (Get-ServedTranslation), (Get-ServedTranslation 'NAME fr Deux') -Id wQnWB75rNpL
        $outcome = Get-Outcome { Import-Csv TestDrive:/french.csv | Set-Dhis2Translation -PassThru }
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        $outcome.Errors | Should -HaveCount 3
        $outcome.Errors[0, 1].TargetObject.property | Should -Be NOPE, NAME
        $outcome.Errors[0, 1].TargetObject.locale | Should -Be fr, french
        $outcome.Errors[2].TargetObject | Should -Be nope
        $outcome.Output.Value | Should -Be Un, "L'un", Deux
        @(Get-Put) | Should -HaveCount 2
    }

    It 'takes back what Get-Dhis2Translation gives' {
        Add-SandboxAnswer $sandbox '^/api/dataElements\?fields=' @{ dataElements = @(@{ id = 'OqYjd00phS6'; name = 'OPD'; translations = (Get-ServedTranslation 'NAME fr x').Rows }) }
        Add-ServedTranslation $sandbox (Get-ServedTranslation 'NAME fr x')
        $given = Get-Dhis2Translation dataElements OqYjd00phS6
        $given | Set-Dhis2Translation
        # Nothing is to be changed.
        Get-Put | Should -BeNullOrEmpty
        $given | Select-Object * | ConvertTo-Csv | ConvertFrom-Csv | Set-Dhis2Translation -Value y -WhatIf
        Get-Put | Should -BeNullOrEmpty
    }

    It 'refuses rows without a text, a property or a type' {
        $rows = [pscustomobject]@{ type = 'dataElements'; id = 'OqYjd00phS6'; property = 'NAME'; locale = 'fr'; value = 'x' },
            [pscustomobject]@{ type = 'dataElements'; id = 'OqYjd00phS6'; property = 'NAME'; locale = 'fr' },
            [pscustomobject]@{ type = 'dataElements'; id = 'OqYjd00phS6'; locale = 'fr'; value = 'x' },
            [pscustomobject]@{ id = 'OqYjd00phS6'; property = 'NAME'; locale = 'fr'; value = 'x' },
            [pscustomobject]@{ type = 'dataElements'; property = 'NAME'; locale = 'fr'; value = 'x' }
        Add-ServedTranslation $sandbox (Get-ServedTranslation), (Get-ServedTranslation 'NAME fr x')
        $outcome = Get-Outcome { $rows | Set-Dhis2Translation }
        $outcome.Errors | Should -HaveCount 4
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        Get-Sent | Should -Be 'NAME fr x'
    }

    It 'tells a refusal with all rows that it is about' {
        Clear-Sandbox $sandbox
        Add-SandboxRecording $sandbox -Area metadata-members -Name translations-put-reader -Path '/translations$'
        Add-ServedSchema $sandbox
        Add-ServedTranslation $sandbox (Get-ServedTranslation)
        $rows = 'NAME', 'SHORT_NAME' | ForEach-Object { [pscustomobject]@{ type = 'dataElements'; id = 'OqYjd00phS6'; property = $_; locale = 'fr'; value = 'x' } }
        $outcome = Get-Outcome { $rows | Set-Dhis2Translation }
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.Forbidden,*'
        $outcome.Errors[0].TargetObject.property | Should -Be NAME, SHORT_NAME
    }

    It 'says that a server did not do what it said' {
        Add-ServedTranslation $sandbox (Get-ServedTranslation)
        $outcome = Get-Outcome { Set-Dhis2Translation dataElements OqYjd00phS6 NAME fr x }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotDone,*'
        $outcome.Errors.TargetObject | Should -Be OqYjd00phS6
    }

    It 'settles a lost answer by what the server holds, and sends nothing twice: <Case>' -ForEach @(
        @{ Case = 'it was done'; After = 'NAME fr x' }
        @{ Case = 'it was not'; After = 'NAME pt_BR y'; Expected = 'Dhis2.NotDone,*' }
    ) {
        Add-SandboxFault $sandbox @{ kind = 'reset'; method = 'PUT'; path = '/translations$'; count = 1 }
        Add-ServedTranslation $sandbox (Get-ServedTranslation), (Get-ServedTranslation $After)
        $outcome = Get-Outcome { Set-Dhis2Translation dataElements OqYjd00phS6 NAME fr x }
        @($outcome.Errors.FullyQualifiedErrorId) | Should -BeLike "$Expected"
        @(Get-Put) | Should -HaveCount 1
    }
}
