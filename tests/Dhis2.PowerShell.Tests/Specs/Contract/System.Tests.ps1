BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../Support/Contract.psm1" -Force
    $servers = Get-ContractServer
}

Describe 'The system of <Server>' -Tag Contract -ForEach $servers {
    BeforeAll {
        . "$PSScriptRoot/../../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../../Support/Contract.psm1"
        $contract = Connect-ContractServer $Server
    }

    AfterAll {
        Disconnect-ContractServer $contract
    }

    Context 'Get-Dhis2SystemInfo' {
        It 'gives what the server says of itself' {
            $info = Get-Dhis2SystemInfo -Refresh
            $raw = Invoke-Dhis2Request system/info
            $info.version | Should -BeExactly $raw.version
            $info.contextPath | Should -BeExactly $raw.contextPath
        }
    }

    Context 'Get-Dhis2CurrentUser' {
        It 'gives the account of the session' {
            $user = Get-Dhis2CurrentUser
            $user.username | Should -Be $contract.Credential.UserName
            $user.id | Should -BeExactly (Invoke-Dhis2Request me -Query @{ fields = 'id' }).id
            (Get-Dhis2CurrentUser -Fields id).PSObject.Properties.Name | Should -Be id
        }
    }

    Context 'Clear-Dhis2Cache' {
        It 'lets the session ask the server again' {
            $before = (Get-Dhis2SystemInfo).serverDate
            (Get-Dhis2SystemInfo).serverDate | Should -BeExactly $before
            Clear-Dhis2Cache
            Start-Sleep -Milliseconds 20
            (Get-Dhis2SystemInfo).serverDate | Should -Not -Be $before
        }
    }

    Context 'Get-Dhis2SystemSetting' {
        It 'gives the settings, each once, and says which is not there' {
            $all = @(Get-Dhis2SystemSetting)
            $all.Count | Should -BeGreaterThan 10
            @($all.Key | Sort-Object -Unique).Count | Should -Be $all.Count
            $outcome = Get-Outcome { Get-Dhis2SystemSetting applicationTitle, keyNoSuchSetting }
            $outcome.Output.Key | Should -Be applicationTitle
            $outcome.Errors.TargetObject | Should -Be keyNoSuchSetting
        }
    }

    Context 'Set-Dhis2SystemSetting' {
        It 'writes a setting, and puts it back' {
            if (-not (Test-Authority F_SYSTEM_SETTING)) {
                Set-ItResult -Skipped -Because 'the account may not write system settings'
            }
            $before = (Get-Dhis2SystemSetting keyApplicationFooter -Refresh).Value
            $other = "Contract of Dhis2 $(New-Dhis2Uid)"
            try {
                Set-Dhis2SystemSetting keyApplicationFooter $other
                (Get-Dhis2SystemSetting keyApplicationFooter -Refresh).Value | Should -BeExactly $other
            }
            finally {
                if ($before) { Set-Dhis2SystemSetting keyApplicationFooter $before } else { Set-Dhis2SystemSetting keyApplicationFooter -Reset }
            }
            (Get-Dhis2SystemSetting keyApplicationFooter -Refresh).Value | Should -BeExactly $before
        }
    }

    Context 'Invoke-Dhis2Request' {
        It 'writes a setting of the account, and puts it back' {
            $path = 'userSettings/keyAnalysisDisplayProperty'
            $before = (Invoke-Dhis2Request userSettings).keyAnalysisDisplayProperty
            $other = $before -eq 'name' ? 'shortName' : 'name'
            try {
                $null = Invoke-Dhis2Request $path -Method Post -Query @{ value = $other }
                (Invoke-Dhis2Request userSettings).keyAnalysisDisplayProperty | Should -BeExactly $other
            }
            finally {
                $null = Invoke-Dhis2Request $path -Method Post -Query @{ value = $before }
            }
            (Invoke-Dhis2Request userSettings).keyAnalysisDisplayProperty | Should -BeExactly $before
        }

        It 'reads a list page by page, and whole' {
            $whole = Invoke-Dhis2Request organisationUnits -Query @{ fields = 'id'; paging = $false; order = 'id:asc' }
            $paged = @(Invoke-Dhis2Request organisationUnits -Query @{ fields = 'id'; order = 'id:asc' } -Paged -PageSize 20 -First 50)
            $paged.id | Should -Be @($whole.organisationUnits.id | Select-Object -First 50)
        }

        It 'reads one object, and a property of it' {
            $child = Get-Dhis2OrgUnit -Level 2 -Fields id, 'parent[id]' -First 1
            if (-not $child) {
                Set-ItResult -Skipped -Because 'the server has one level of org units'
            }
            (Invoke-Dhis2Request "organisationUnits/$($child.id)").id | Should -BeExactly $child.id
            (Invoke-Dhis2Request "organisationUnits/$($child.id)/parent" -Query @{ fields = 'id' }).parent.id | Should -BeExactly $child.parent.id
        }

        It 'saves an answer to a file' {
            Invoke-Dhis2Request system/info -OutFile TestDrive:/info.json
            (Get-Content TestDrive:/info.json -Raw | ConvertFrom-Json).version | Should -BeExactly (Get-Dhis2SystemInfo).version
        }

        It 'says that a path is not there' {
            { Invoke-Dhis2Request noSuchThings } | Should -Throw -ErrorId 'Dhis2.NotFound,*'
        }
    }
}
