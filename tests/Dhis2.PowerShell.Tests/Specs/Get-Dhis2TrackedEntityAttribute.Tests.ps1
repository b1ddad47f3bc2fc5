BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2TrackedEntityAttribute' {
    BeforeEach {
        Clear-Sandbox $sandbox
        Add-SandboxAnswer $sandbox '/api/trackedEntityAttributes\?' @{ trackedEntityAttributes = @(@{ id = 'iiiiiiiiii1'; code = 'TA_1'; name = 'National id'; valueType = 'TEXT'; unique = $true; optionSet = @{ id = 'oooooooooo1'; name = 'Kinds' } }) }
    }

    It 'asks those that list them which attributes they are, with -<Parameter>' -ForEach @(
        @{ Parameter = 'Program'; List = 'programs'; Property = 'programTrackedEntityAttributes' }
        @{ Parameter = 'TrackedEntityType'; List = 'trackedEntityTypes'; Property = 'trackedEntityTypeAttributes' }
    ) {
        $lists = foreach ($id in 'aaaaaaaaaa1', 'aaaaaaaaaa3') {
            @{ id = $id; $Property = @('iiiiiiiiii1', 'iiiiiiiiii2' | ForEach-Object { @{ trackedEntityAttribute = @{ id = $_ } } }) }
        }
        Add-SandboxAnswer $sandbox "/api/$List\?.*filter=id" @{ $List = $lists }
        Add-SandboxAnswer $sandbox "/api/$List\?.*filter=name" @{ $List = @() }
        $three, $none = @{ $Parameter = 'aaaaaaaaaa1', 'aaaaaaaaaa2', 'Nowhere', 'aaaaaaaaaa3' }, @{ $Parameter = 'Nowhere' }
        $outcome = Get-Outcome { Get-Dhis2TrackedEntityAttribute @three }
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Output.id | Should -Be 'iiiiiiiiii1'
        $outcome.Errors.TargetObject | Should -Be 'Nowhere', 'aaaaaaaaaa2'
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotFound,*'
        Get-SandboxFilter $sandbox trackedEntityAttributes | Should -BeExactly 'id:in:[iiiiiiiiii1,iiiiiiiiii2]'
        (Get-Outcome { Get-Dhis2TrackedEntityAttribute @none }).Output | Should -BeNullOrEmpty
        @(Get-SandboxRequest $sandbox '/api/trackedEntityAttributes*') | Should -HaveCount 1
    }

    It 'is a table of what identifies and tells apart' {
        $lines = (Get-Dhis2TrackedEntityAttribute | Out-String -Width 100) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines[0].Trim() -split '\s+' | Should -Be 'Id', 'Code', 'Name', 'ValueType', 'Unique', 'OptionSet'
        $lines[2] | Should -Match 'iiiiiiiiii1\s+TA_1\s+National id\s+TEXT\s+True\s+Kinds'
    }
}
