Describe 'Get-Dhis2DataApproval on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../Support/Served.psm1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
    }

    AfterAll {
        Get-Dhis2Session | Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
        Add-ServedApproval $sandbox -Ready 1
    }

    It 'gives the state of each, in words, too, and what the account may do' {
        $found = Get-Dhis2DataApproval -Workflow YUbWhsfNfPW -Period 201601 -OrgUnit aIv4qaIOQ2k, KwRtWpWGrgR
        $found[0].PSObject.TypeNames[0] | Should -Be 'Dhis2.DataApproval'
        $found.OrgUnit | Should -Be 'aIv4qaIOQ2k', 'KwRtWpWGrgR'
        $found.State | Should -Be 'UNAPPROVED_READY', 'UNAPPROVED_READY'
        $found[0].Meaning | Should -Match 'ready to be approved'
        $found[0].MayApprove, $found[0].MayUnapprove, $found[0].IsApproved | Should -Be $true, $false, $false
        (Get-SandboxRequest $sandbox).path | Should -Be '/api/dataApprovals/multiple?wf=YUbWhsfNfPW&pe=201601&ou=aIv4qaIOQ2k&ou=KwRtWpWGrgR'
    }

    It 'asks about a data set by its workflow' {
        $found = Get-Dhis2DataApproval OSO3mmayIk3 201601 aIv4qaIOQ2k
        $found.DataSet, $found.Workflow | Should -Be 'OSO3mmayIk3', 'YUbWhsfNfPW'
        $outcome = Get-Outcome { Get-Dhis2DataApproval J33aMjt3IoU 201601 aIv4qaIOQ2k }
        $outcome.Errors.Exception.Message | Should -Match 'J33aMjt3IoU.*no approval workflow'
        $outcome.Errors.TargetObject.DataSet | Should -Be 'J33aMjt3IoU'
    }

    It 'tells who approved with -IncludeApprover' {
        $found = Get-Dhis2DataApproval -Workflow YUbWhsfNfPW -Period 201601 -OrgUnit aIv4qaIOQ2k -IncludeApprover
        $found.State, $found.ApprovedBy | Should -Be 'APPROVED_HERE', 'admin admin'
        $found.ApprovedAt | Should -BeOfType ([datetime])
        (Get-SandboxRequest $sandbox).path | Should -Be '/api/dataApprovals?wf=YUbWhsfNfPW&pe=201601&ou=aIv4qaIOQ2k'
    }

    It 'takes its own objects from the pipeline' {
        $found = Get-Dhis2DataApproval OSO3mmayIk3 201601 aIv4qaIOQ2k | Get-Dhis2DataApproval
        $found.DataSet, $found.State | Should -Be 'OSO3mmayIk3', 'APPROVED_HERE'
    }

    It 'refuses what says nothing' {
        (Get-Outcome { Get-Dhis2DataApproval -Period 201601 -OrgUnit aIv4qaIOQ2k }).Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        (Get-Outcome { Get-Dhis2DataApproval OSO3mmayIk3 -OrgUnit aIv4qaIOQ2k }).Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }
}
