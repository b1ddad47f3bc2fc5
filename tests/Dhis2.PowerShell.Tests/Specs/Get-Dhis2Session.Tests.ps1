BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -Name north
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -Name south -NoDefault
}

AfterAll {
    Get-Dhis2Session | Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Get-Dhis2Session' {
    It 'lists the default one first' {
        (Get-Dhis2Session).Name | Should -Be 'north', 'south'
    }

    It 'shows which one is the default, whatever is connected afterwards' {
        (Get-Dhis2Session | Where-Object IsDefault).Name | Should -Be 'north'
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -Name east
        (Get-Dhis2Session | Where-Object IsDefault).Name | Should -Be 'east'
        Disconnect-Dhis2 east
        Disconnect-Dhis2 north
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -Name north
    }

    It 'finds by name, with wildcards and in any case' {
        (Get-Dhis2Session SOUTH).Name | Should -Be 'south'
        (Get-Dhis2Session *th).Count | Should -Be 2
        Get-Dhis2Session east* | Should -BeNullOrEmpty
    }

    It 'reports a name that is not there' {
        Get-Dhis2Session west -ErrorAction SilentlyContinue -ErrorVariable faults | Should -BeNullOrEmpty
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
    }

    It 'serves -Session by name in another runspace, which has no default of its own' {
        $runspace = [powershell]::Create()
        $null = $runspace.AddScript('param($module) Import-Module $module; try { Get-Dhis2SystemInfo } catch { "$_" }; (Get-Dhis2SystemInfo -Session north).version').AddArgument($env:DHIS2_MODULE)
        $answers = $runspace.Invoke()
        $runspace.Dispose()
        $answers[0] | Should -Match 'No session'
        $answers[1] | Should -Match '^2\.42'
    }

    It 'completes names' {
        (TabExpansion2 ($typed = 'Get-Dhis2SystemInfo -Session no') $typed.Length).CompletionMatches.CompletionText | Should -Contain 'north'
    }
}
