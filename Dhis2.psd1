@{
    RootModule             = 'Dhis2.psm1'
    ModuleVersion          = '0.1.0'
    GUID                   = '6f0c7f0e-3f2b-4f0a-9a55-5b1d1f0b7c42'
    Author                 = 'The Dhis2 for PowerShell team'
    CompanyName            = 'The Dhis2 for PowerShell team'
    Copyright              = '(c) The Dhis2 for PowerShell team. MIT licence.'
    Description            = 'Run DHIS2, the health information system, from PowerShell: stream metadata, data values and SQL views, import millions of data values with every row accounted for, and wait for server tasks.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Core', 'Desktop')
    FormatsToProcess       = @('Dhis2.Format.ps1xml')
    TypesToProcess         = @('Dhis2.Types.ps1xml')
    FunctionsToExport      = @()
    CmdletsToExport        = @(
        'Approve-Dhis2DataApproval'
        'Clear-Dhis2Cache'
        'Connect-Dhis2'
        'Disconnect-Dhis2'
        'Export-Dhis2DataValueSet'
        'Get-Dhis2AccessToken'
        'Get-Dhis2CurrentUser'
        'Get-Dhis2DataApproval'
        'Get-Dhis2DataSetCompletion'
        'Get-Dhis2DataValue'
        'Get-Dhis2DataValueSet'
        'Get-Dhis2DataValueSetTemplate'
        'Get-Dhis2LockException'
        'Get-Dhis2Metadata'
        'Get-Dhis2OrgUnit'
        'Get-Dhis2Profile'
        'Get-Dhis2Session'
        'Get-Dhis2SystemInfo'
        'Get-Dhis2SystemSetting'
        'Import-Dhis2DataValueSet'
        'Invoke-Dhis2Request'
        'Invoke-Dhis2SqlView'
        'Join-Dhis2ImportReport'
        'New-Dhis2AccessToken'
        'New-Dhis2LockException'
        'New-Dhis2Profile'
        'New-Dhis2Uid'
        'Remove-Dhis2AccessToken'
        'Remove-Dhis2DataSetCompletion'
        'Remove-Dhis2DataValue'
        'Remove-Dhis2LockException'
        'Remove-Dhis2Profile'
        'Rename-Dhis2Profile'
        'Save-Dhis2DataValueFile'
        'Set-Dhis2DataSetCompletion'
        'Set-Dhis2DataValue'
        'Set-Dhis2DataValueFile'
        'Set-Dhis2Profile'
        'Set-Dhis2SystemSetting'
        'Test-Dhis2Connection'
        'Test-Dhis2Profile'
        'Test-Dhis2Uid'
        'Undo-Dhis2DataApproval'
        'Wait-Dhis2Task'
    )
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags         = @('DHIS2', 'HMIS', 'Health', 'DataValueSet', 'Metadata', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ProjectUri   = 'https://github.com/dhis2-powershell/Dhis2'
            ReleaseNotes = 'See CHANGELOG.md.'
            Prerelease   = 'preview1'
        }
    }
}
