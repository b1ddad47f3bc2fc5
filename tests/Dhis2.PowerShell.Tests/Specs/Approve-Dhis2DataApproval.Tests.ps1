Describe 'Approve-Dhis2DataApproval on <_>' -ForEach '2.40', '2.41', '2.42', '2.43' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../Support/Served.psm1"
        $version = $_
        $sandbox = Start-Sandbox -Version $version
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

    It 'approves all in one request, and reads how it stands' {
        Add-ServedApproval $sandbox -Ready 1
        $done = Approve-Dhis2DataApproval @both -PassThru
        $done.OrgUnit | Should -Be $both.OrgUnit
        $done.IsApproved | Should -Be $true, $true
        $requests = @(Get-SandboxRequest $sandbox)
        $requests.method | Should -Be GET, POST, GET
        $body = $requests[1].body | ConvertFrom-Json
        $body.wf, $body.pe | Should -Be 'YUbWhsfNfPW', '201601'
        $body.approvals.ou | Should -Be $both.OrgUnit
    }

    It 'writes nothing without -PassThru, and takes what Get- gives' {
        Add-ServedApproval $sandbox -Ready 2
        Get-Dhis2DataApproval @both | Approve-Dhis2DataApproval | Should -BeNullOrEmpty
        @(Get-SandboxRequest $sandbox | Where-Object method -EQ POST).Count | Should -Be 1
    }

    It 'is an error where the state stays as it was, whatever the server answers' {
        Add-ServedApproval $sandbox -Ready 9
        $outcome = Get-Outcome { Approve-Dhis2DataApproval @both -PassThru }
        $outcome.Output | Should -BeNullOrEmpty
        $outcome.Errors.FullyQualifiedErrorId -replace ',.*' | Should -Be 'Dhis2.NotDone', 'Dhis2.NotDone'
        $outcome.Errors.TargetObject.OrgUnit | Should -Be $both.OrgUnit
        $outcome.Errors[0].Exception.Message | Should -Match 'ready to be approved here \(UNAPPROVED_READY\)'
    }

    It 'sends nothing for what is approved, and nothing with -WhatIf' {
        Add-ServedApproval $sandbox
        (Approve-Dhis2DataApproval @both -PassThru).State | Should -Be 'APPROVED_HERE', 'APPROVED_HERE'
        Approve-Dhis2DataApproval @both -WhatIf
        Get-SandboxRequest $sandbox | Where-Object method -EQ POST | Should -BeNullOrEmpty
    }

    It 'accepts approvals with -Acceptance, at the path of the version' {
        Add-ServedAcceptance $sandbox
        $done = Approve-Dhis2DataApproval @both -Acceptance -PassThru
        $done.State | Should -Be 'ACCEPTED_HERE', 'ACCEPTED_HERE'
        $done.IsAccepted | Should -Be $true, $true
        $post = Get-SandboxRequest $sandbox | Where-Object method -EQ POST
        $post.path | Should -Be ($version -in '2.40', '2.41' ? '/api/dataAcceptances/acceptances' : '/api/dataApprovals/dataAcceptances/acceptances')
        ($post.body | ConvertFrom-Json).approvals.ou | Should -Be $both.OrgUnit
        # What is accepted is left as it is, and -WhatIf sends nothing.
        Approve-Dhis2DataApproval @both -Acceptance
        Approve-Dhis2DataApproval @both -Acceptance -WhatIf
        @(Get-SandboxRequest $sandbox | Where-Object method -EQ POST).Count | Should -Be 1
    }

    It 'accepts nothing that is not approved' {
        Add-ServedApproval $sandbox -Ready 9
        $outcome = Get-Outcome { Approve-Dhis2DataApproval @both -Acceptance }
        $outcome.Errors.FullyQualifiedErrorId -replace ',.*' | Should -Be 'Dhis2.NotAllowed', 'Dhis2.NotAllowed'
        $outcome.Errors[0].Exception.Message | Should -Match 'cannot accept the approval of the data'
        Get-SandboxRequest $sandbox | Where-Object method -EQ POST | Should -BeNullOrEmpty
    }

    It 'says of an account without the authority that it cannot' {
        $row = ConvertTo-Json @(@{ wf = 'YUbWhsfNfPW'; pe = '201601'; ou = 'aIv4qaIOQ2k'; aoc = 'HllvX50cXC0'; state = 'UNAPPROVED_WAITING'; permissions = @{ mayApprove = $false } }) -Depth 5
        Add-SandboxAnswer $sandbox '^/api/dataApprovals/multiple' $row
        $outcome = Get-Outcome { Approve-Dhis2DataApproval -Workflow YUbWhsfNfPW -Period 201601 -OrgUnit aIv4qaIOQ2k }
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.NotAllowed,*'
        $outcome.Errors.Exception.Message | Should -Match 'org units below have to approve first'
        Get-SandboxRequest $sandbox | Where-Object method -EQ POST | Should -BeNullOrEmpty
    }
}
