Describe 'Import-Dhis2DataValueSet, where somebody is asked,' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../Support/Questions.psm1"
        $sandbox = Start-Sandbox
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -Name imports
        $file = Join-Path $TestDrive 'asked.csv'
        $rows = 1..3 | ForEach-Object { [pscustomobject]@{ dataElement = 'wQnWB75rNpL'; period = "20180$_"; orgUnit = 'aIv4qaIOQ2k'; value = $_ } }
        $rows | Export-Csv $file
    }

    AfterAll {
        Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'names <Source>, the server and what is to be done' -ForEach @(
        @{ Source = 'the file'; Script = 'Import-Dhis2DataValueSet -LiteralPath $args[1] -DataSet J33aMjt3IoU -Session imports -Confirm'; Name = '{0}' }
        @{ Source = 'how many objects there are'; Script = '$args[0] | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU -Session imports -Confirm'; Name = '3 objects from the pipeline' }
        @{ Source = 'how many objects there are so far'; Script = '$args[0] | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU -Session imports -Confirm -BatchSize 2'; Name = '2 objects from the pipeline and those that follow' }
        @{ Source = 'the file that was piped in'; Script = 'Get-Item $args[1] | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU -Session imports -Confirm'; Name = '{0}' }
    ) {
        $asked = "*""Import data values"" on target ""$($Name -f $file) into $($sandbox.Uri)""*"
        $no = Invoke-Answered $Script -Argument $rows, $file -Answer No
        $no.Errors | Should -BeNullOrEmpty
        $no.Output | Should -BeNullOrEmpty
        $no.Questions | Should -HaveCount 1
        $no.Questions[0] | Should -BeLike $asked
        Get-SandboxRequest $sandbox '*dataValueSets*' | Should -BeNullOrEmpty

        $yes = Invoke-Answered $Script -Argument $rows, $file -Answer Yes
        $yes.Questions | Should -HaveCount 1
        $yes.Output.Total | Should -Be 3
        $yes.Output.DryRun | Should -BeFalse

        $trial = Invoke-Answered $Script.Replace('-Confirm', '-WhatIf') -Argument $rows, $file
        $trial.Questions | Should -BeNullOrEmpty
        @($trial.Lines -like "What if: $asked") | Should -HaveCount 1
        $trial.Output.Total | Should -Be 3
        $trial.Output.DryRun | Should -BeTrue
    }
}
