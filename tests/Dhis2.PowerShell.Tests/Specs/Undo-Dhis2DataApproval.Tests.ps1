Describe 'Undo-Dhis2DataApproval on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../Support/Served.psm1"
        $sandbox = Start-Sandbox -Version $_
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        $both = @{ Workflow = 'YUbWhsfNfPW'; Period = '201601'; OrgUnit = 'aIv4qaIOQ2k', 'KwRtWpWGrgR' }
    }

    AfterAll {
        Get-Dhis2Session | Disconnect-Dhis2
        Stop-Sandbox $sandbox
    }

    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'takes back all in one request, and reads how it stands' {
        Add-ServedApproval $sandbox -Ready 1 -Undone
        (Undo-Dhis2DataApproval @both -PassThru).State | Should -Be 'UNAPPROVED_READY', 'UNAPPROVED_READY'
        $post = Get-SandboxRequest $sandbox | Where-Object method -EQ POST
        $post.path | Should -Be '/api/dataApprovals/unapprovals'
        ($post.body | ConvertFrom-Json).approvals.ou | Should -Be $both.OrgUnit
    }

    It 'takes the acceptance back with -Acceptance, and leaves the approval' {
        Add-ServedAcceptance $sandbox -Undone
        (Undo-Dhis2DataApproval @both -Acceptance -PassThru).State | Should -Be 'APPROVED_HERE', 'APPROVED_HERE'
        $post = Get-SandboxRequest $sandbox | Where-Object method -EQ POST
        $post.path | Should -BeLike '*/dataAcceptances/unacceptances'
        $outcome = Get-Outcome { Undo-Dhis2DataApproval @both -Acceptance }
        $outcome.Errors[0].Exception.Message | Should -Match 'cannot take back the acceptance of the data'
    }

    It 'is an error where there is nothing to take back, which is not sent' {
        Add-ServedApproval $sandbox -Undone
        $outcome = Get-Outcome { Undo-Dhis2DataApproval @both }
        $outcome.Errors.FullyQualifiedErrorId -replace ',.*' | Should -Be 'Dhis2.NotAllowed', 'Dhis2.NotAllowed'
        $outcome.Errors[0].Exception.Message | Should -Match 'cannot take back the approval'
        Get-SandboxRequest $sandbox | Where-Object method -EQ POST | Should -BeNullOrEmpty
    }

    It 'is an error where the approval stays, and sends nothing with -WhatIf' {
        Add-ServedApproval $sandbox
        (Get-Outcome { Undo-Dhis2DataApproval @both }).Errors.FullyQualifiedErrorId -replace ',.*' | Should -Be 'Dhis2.NotDone', 'Dhis2.NotDone'
        Clear-Sandbox $sandbox
        Undo-Dhis2DataApproval @both -WhatIf
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }
}
