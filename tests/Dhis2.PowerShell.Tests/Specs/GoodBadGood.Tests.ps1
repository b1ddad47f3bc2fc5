# What every cmdlet makes of a bad one among good ones, as somebody meets it who has set nothing: the good ones go through whatever stands before
# or behind them, the bad one is one error about itself, and the pipeline goes on.
#   Items   the three, the bad one in the middle; the sandbox is in the state of its start
#   More    the other parameters
#   Array   the parameter that takes all three at once; none where there is no such
#   Served  sets up answers for what the sandbox keeps nothing of
#   Output  what comes out, made short
#   Sent    the requests for each of the three, with the id of one in brackets; looked at where each has a request of its own
#   After   what is true afterwards
BeforeDiscovery {
    $rows = @(
        @{
            Cmdlet = 'Add-Dhis2DataSetOrgUnit'; Array = 'OrgUnit'; More = @{ DataSet = 'J33aMjt3IoU' }
            Items  = { 'aIv4qaIOQ2k', 'abcdefghijk', 'KwRtWpWGrgR' }
            Served = { Add-ServedDataSetSchema $sandbox; Add-ServedCount $sandbox -Updated 2 -Path '/organisationUnits$' }
            Target = { $_.Row.Item }; Bad = { 'abcdefghijk' }
            Output = { $_.Imported }; Expected = { 2 }
        }
        @{
            Cmdlet = 'Add-Dhis2MetadataItem'; Array = 'Item'; More = @{ Type = 'dataElementGroups'; Id = 'KlWgIAbh8Rf'; Property = 'dataElements' }
            Items  = { 'OqYjd00phS6', 'abcdefghijk', 'wQnWB75rNpL' }
            Served = { Add-ServedGroup $sandbox -Member OqYjd00phS6, wQnWB75rNpL; Add-ServedCount $sandbox -Updated 2 }
            Target = { $_.Row.Item }; Bad = { 'abcdefghijk' }
            Output = { $_.Imported }; Expected = { 2 }
        }
        @{
            Cmdlet = 'Approve-Dhis2DataApproval'; Array = 'OrgUnit'; More = @{ Workflow = 'YUbWhsfNfPW'; Period = '201601'; PassThru = $true }
            Items  = { 'aIv4qaIOQ2k', 'abcdefghijk', 'KwRtWpWGrgR' }
            Served = { Add-ServedApproval $sandbox -Ready 2 }
            Target = { $_.OrgUnit }; Bad = { 'abcdefghijk' }
            Output = { $_.OrgUnit }; Expected = { $items[0, 2] }
        }
        @{
            Cmdlet = 'Disconnect-Dhis2'; Array = 'Session'
            Items  = { 'one', 'two' | ForEach-Object { Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -Name $_ -NoDefault }; 'one', 'nobody', 'two' }
            After  = { (Get-Dhis2Session).Name | Should -Not -Match '^(one|two)$' }
        }
        @{
            Cmdlet = 'Get-Dhis2AccessToken'; Array = 'Id'
            Items  = { $made = 1..2 | ForEach-Object { New-Dhis2AccessToken }; $made[0].Id, 'abcdefghijk', $made[1].Id }
            Output = { $_.Id }; Expected = { $items[0, 2] }
            Sent   = 'GET /api/apiToken/(\w+)'
        }
        @{
            Cmdlet = 'Get-Dhis2DataApproval'; Array = 'OrgUnit'; More = @{ Workflow = 'YUbWhsfNfPW'; Period = '201601' }
            Items  = { 'aIv4qaIOQ2k', 'abcdefghijk', 'KwRtWpWGrgR' }
            Served = { Add-ServedApproval $sandbox -Ready 9 }
            Target = { $_.OrgUnit }; Bad = { 'abcdefghijk' }
            Output = { $_.OrgUnit }; Expected = { $items[0, 2] }
        }
        @{
            Cmdlet = 'Get-Dhis2DataSetCompletion'; Array = 'OrgUnit'; More = @{ DataSet = 'J33aMjt3IoU'; Period = '202401' }
            Items  = { $null = Set-Dhis2DataSetCompletion J33aMjt3IoU 202401 aIv4qaIOQ2k, KwRtWpWGrgR; 'aIv4qaIOQ2k', 'abcdefghijk', 'KwRtWpWGrgR' }
            Output = { $_.OrgUnit }; Expected = { $items[0, 2] }
        }
        @{
            Cmdlet = 'Get-Dhis2DataValue'; Array = 'DataElement'; NoPipeline = $true; More = @{ Period = '201401'; OrgUnit = 'aIv4qaIOQ2k' }
            Items  = { Set-Dhis2DataValue wQnWB75rNpL, SgcilVDz1X3 201401 aIv4qaIOQ2k 7; 'wQnWB75rNpL', 'abcdefghijk', 'SgcilVDz1X3' }
            Target = { $_.DataElement }; Bad = { 'abcdefghijk' }
            Output = { $_.DataElement }; Expected = { $items[0, 2] }
        }
        @{
            Cmdlet = 'Get-Dhis2DataValue'; How = ' of rows'
            Items  = {
                Set-Dhis2DataValue wQnWB75rNpL, SgcilVDz1X3 201401 aIv4qaIOQ2k 7
                'wQnWB75rNpL', 'abcdefghijk', 'SgcilVDz1X3' | ForEach-Object { [pscustomobject]@{ dataElement = $_; period = '201401'; orgUnit = 'aIv4qaIOQ2k' } }
            }
            Target = { $_.DataElement }; Bad = { 'abcdefghijk' }
            Output = { $_.DataElement }; Expected = { 'wQnWB75rNpL', 'SgcilVDz1X3' }
        }
        @{
            Cmdlet = 'Get-Dhis2DataValueSet'; Array = 'OrgUnit'; More = @{ DataSet = 'J33aMjt3IoU'; Period = '201401' }
            Items  = {
                $units = 'aIv4qaIOQ2k', 'abcdefghijk', 'KwRtWpWGrgR'
                $null = $units[0, 2] | ForEach-Object { @{ dataElement = 'wQnWB75rNpL'; period = '201401'; orgUnit = $_; value = 7 } } | Import-Dhis2DataValueSet -DataSet J33aMjt3IoU
                $units
            }
            Output = { $_.OrgUnit }; Expected = { $items[0, 2] }
        }
        @{
            Cmdlet = 'Get-Dhis2DataValueSetTemplate'; Array = 'DataSet'
            Items  = { 'uvQkystpVbY', 'abcdefghijk', 'b5LqlRpXvjo' }
            Output = { $_.DataSet }; Expected = { $items[0, 2] }
            Sent   = 'GET /api/dataSets/(\w+)/dataValueSet'
        }
        @{
            Cmdlet = 'Get-Dhis2Metadata'; Array = 'Id'; More = @{ Type = 'dataElements' }
            Items  = { 'wQnWB75rNpL', 'abcdefghijk', 'SgcilVDz1X3' }
            Output = { $_.id }; Expected = { $items[0, 2] }
        }
        @{
            Cmdlet = 'Get-Dhis2OrgUnit'; Array = 'Id'
            Items  = { 'aIv4qaIOQ2k', 'abcdefghijk', 'KwRtWpWGrgR' }
            Output = { $_.id }; Expected = { $items[0, 2] }
        }
        @{
            Cmdlet = 'Get-Dhis2Profile'; Array = 'Name'
            Items  = { 'one', 'nobody', 'two' }
            Output = { $_.Name }; Expected = { $items[0, 2] }
        }
        @{
            Cmdlet = 'Get-Dhis2Schema'; Array = 'Type'
            Items  = { 'dataElement', 'nonsense', 'dataSets' }
            Output = { $_.Plural }; Expected = { 'dataElements', 'dataSets' }
        }
        @{
            Cmdlet = 'Get-Dhis2Session'; Array = 'Name'
            Items  = { 'one', 'two' | ForEach-Object { Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -Name $_ -NoDefault }; 'one', 'nobody', 'two' }
            Output = { $_.Name }; Expected = { $items[0, 2] }
        }
        @{
            Cmdlet = 'Get-Dhis2Sharing'; Array = 'Id'; More = @{ Type = 'dataElements' }
            Items  = { 'wQnWB75rNpL', 'abcdefghijk', 'SgcilVDz1X3' }
            Output = { $_.Id }; Expected = { $items[0, 2] }
        }
        @{
            Cmdlet = 'Get-Dhis2SystemSetting'; Array = 'Key'
            Items  = { 'keyUiLocale', 'keyNonsense', 'keyCalendar' }
            Output = { $_.Key }; Expected = { $items[0, 2] }
        }
        @{
            Cmdlet = 'Get-Dhis2Translation'; Array = 'Id'; More = @{ Type = 'dataElements' }
            Items  = { 'wQnWB75rNpL', 'abcdefghijk', 'SgcilVDz1X3' }
            Served = {
                $elements = $items[0, 2] | ForEach-Object { @{ id = $_; name = $_; translations = (Get-ServedTranslation 'NAME fr x').Rows } }
                Add-SandboxAnswer $sandbox '^/api/dataElements\?fields=' @{ dataElements = @($elements) }
            }
            Output = { $_.Id }; Expected = { $items[0, 2] }
        }
        @{
            Cmdlet = 'Import-Dhis2DataValueSet'; More = @{ DataSet = 'J33aMjt3IoU' }
            Items  = {
                foreach ($row in @('wQnWB75rNpL', '7'), @('SgcilVDz1X3', 'many'), @('tqMs4690lkQ', '8')) {
                    [pscustomobject]@{ dataElement = $row[0]; period = '201401'; orgUnit = 'aIv4qaIOQ2k'; value = $row[1] }
                }
            }
            Target = { $_.DataElement }; Bad = { 'SgcilVDz1X3' }
            Output = { "$($_.Total) $($_.Rejected)" }; Expected = { '3 1' }
            After  = { (Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -OrgUnit aIv4qaIOQ2k -Period 201401).Value | Sort-Object | Should -Be '7', '8' }
        }
        @{
            Cmdlet = 'Import-Dhis2DataValueSet'; How = ' of files'; Array = 'Path'; NoPipeline = $true; More = @{ DataSet = 'J33aMjt3IoU' }
            Items  = {
                'dataElement,period,orgUnit,value', 'wQnWB75rNpL,201401,aIv4qaIOQ2k,7' | Set-Content TestDrive:/one.csv
                'dataElement,period,orgUnit,value', 'SgcilVDz1X3,201401,aIv4qaIOQ2k,8' | Set-Content TestDrive:/two.csv
                'TestDrive:/one.csv', 'TestDrive:/none.csv', 'TestDrive:/two.csv'
            }
            Target = { "$_" -replace '.*/' }; Bad = { 'none.csv' }
            Output = { $_.Total }; Expected = { 2 }
            After  = { (Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -OrgUnit aIv4qaIOQ2k -Period 201401).Value | Sort-Object | Should -Be '7', '8' }
        }
        @{
            Cmdlet = 'Import-Dhis2Metadata'; More = @{ Type = 'dataElements'; AtomicMode = 'None' }
            Items  = { 'vbw9CRBE7NS', 'vbw9CRBE7NS', 'dISJMHyAaye' | ForEach-Object { [pscustomobject]@{ id = $_; name = $_ } } }
            Served = { Add-SandboxRecording $sandbox metadata-import commit -Path '/api/metadata\?' -Count 0 }
            Target = { "$($_.Uid) $($_.Line)" }; Bad = { 'vbw9CRBE7NS 2' }
            Output = { "$($_.Total) $($_.Imported) $($_.Rejected)" }; Expected = { '3 2 1' }
        }
        @{
            Cmdlet = 'Invoke-Dhis2SqlView'; Array = 'Id'; More = @{ Filter = 'n:eq:7' }
            Items  = { 'RpcqyiSV9Xb', 'abcdefghijk', 'RpcqyiSV9Xb' }
            Output = { $_.n }; Expected = { '7', '7' }
            Sent   = 'GET /api/sqlViews/(\w+)/data'
        }
        @{
            Cmdlet = 'New-Dhis2LockException'; Array = 'OrgUnit'; More = @{ DataSet = 'J33aMjt3IoU'; Period = '202401' }
            Items  = { 'aIv4qaIOQ2k', 'abcdefghijk', 'KwRtWpWGrgR' }
            Served = { Add-ServedLock $sandbox }
            Target = { $_.OrgUnit }; Bad = { 'abcdefghijk' }
            Output = { $_.OrgUnit }; Expected = { $items[0, 2] }
            Sent   = 'POST /api/lockExceptions\?.*ou=(\w+)'
        }
        @{
            Cmdlet = 'New-Dhis2Metadata'; Array = 'InputObject'; More = @{ Type = 'categoryCombos' }
            Items  = { 'One', '', 'Two' | ForEach-Object { if ($_) { [pscustomobject]@{ id = New-Dhis2Uid; name = $_ } } else { 'a text' } } }
            Served = { Add-SandboxRecording $sandbox metadata-import combo-post -Count 0 }
            Output = { $_.name }; Expected = { 'One', 'Two' }
        }
        @{
            Cmdlet = 'New-Dhis2User'; More = @{ FirstName = 'A'; Surname = 'B' }
            Items  = {
                foreach ($user in @('L05s254TThP', 'mu_one', 'Reader'), @('INcgku1ZMPw', 'mu_two', 'Nobody'), @('C2QAnBT9uTc', 'mu_three', 'Reader')) {
                    [pscustomobject]@{ userId = $user[0]; userName = $user[1]; role = $user[2]; email = "$($user[1])@example.org" }
                }
            }
            Served = { 'L05s254TThP', 'C2QAnBT9uTc' | ForEach-Object { Add-ServedUser $sandbox @{ roles = 'b6uyKyW8GVj' } -Id $_ } }
            Bad    = { 'Nobody' }
            Output = { $_.id }; Expected = { 'L05s254TThP', 'C2QAnBT9uTc' }
            After  = { ((Get-SandboxRequest $sandbox | Where-Object method -EQ POST).body | ConvertFrom-Json).username | Should -Be mu_one, mu_three }
        }
        @{
            Cmdlet = 'Remove-Dhis2AccessToken'; Array = 'Id'; More = @{ Force = $true }
            Items  = { $made = 1..2 | ForEach-Object { New-Dhis2AccessToken }; $made[0].Id, 'abcdefghijk', $made[1].Id }
            Sent   = 'DELETE /api/apiToken/(\w+)'
            After  = { (Get-Dhis2AccessToken).Id | Where-Object { $_ -in $items } | Should -BeNullOrEmpty }
        }
        @{
            Cmdlet = 'Remove-Dhis2DataSetCompletion'; Array = 'OrgUnit'; More = @{ DataSet = 'J33aMjt3IoU'; Period = '202401'; Force = $true }
            Items  = { $null = Set-Dhis2DataSetCompletion J33aMjt3IoU 202401 aIv4qaIOQ2k, KwRtWpWGrgR; 'aIv4qaIOQ2k', 'abcdefghijk', 'KwRtWpWGrgR' }
            Target = { $_.OrgUnit }; Bad = { 'abcdefghijk' }
            Sent   = 'DELETE /api/completeDataSetRegistrations\?.*ou=(\w+)'
            After  = { Get-Dhis2DataSetCompletion J33aMjt3IoU 202401 aIv4qaIOQ2k, KwRtWpWGrgR | Should -BeNullOrEmpty }
        }
        @{
            Cmdlet = 'Remove-Dhis2LockException'; How = ' of several data sets'; Array = 'DataSet'; More = @{ Period = '201601'; OrgUnit = 'aIv4qaIOQ2k'; Force = $true }; NoPipeline = $true
            Items  = { 'pvU2Y8JVGXh', 'abcdefghijk', 'J33aMjt3IoU' }
            Served = {
                $list = 'pvU2Y8JVGXh', 'J33aMjt3IoU' | ForEach-Object { @{ name = "$_ (Unit, 201601)"; period = @{ id = '201601' }; dataSet = @{ id = $_ }; organisationUnit = @{ id = 'aIv4qaIOQ2k' } } }
                Add-SandboxAnswer $sandbox '^/api/lockExceptions\?page' @{ pager = @{ page = 1; total = 2; pageSize = 1000 }; lockExceptions = @($list) } -Method GET
                Add-ServedLock $sandbox
            }
            Target = { $_.DataSet }; Bad = { 'abcdefghijk' }
            After  = { (Get-SandboxRequest $sandbox | Where-Object method -EQ DELETE).path -replace '.*ds=(\w+).*', '$1' | Should -Be $items[0, 2] }
        }
        @{
            Cmdlet = 'Remove-Dhis2DataValue'; Array = 'DataElement'; NoPipeline = $true; More = @{ Period = '201401'; OrgUnit = 'aIv4qaIOQ2k'; Force = $true }
            Items  = { Set-Dhis2DataValue wQnWB75rNpL, SgcilVDz1X3 201401 aIv4qaIOQ2k 7; 'wQnWB75rNpL', 'abcdefghijk', 'SgcilVDz1X3' }
            Target = { $_.DataElement }; Bad = { 'abcdefghijk' }
            After  = { Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -OrgUnit aIv4qaIOQ2k -Period 201401 | Should -BeNullOrEmpty }
        }
        @{
            Cmdlet = 'Remove-Dhis2Profile'; Array = 'Name'; More = @{ Force = $true }
            Items  = { 'one', 'nobody', 'two' }
            After  = { Get-Dhis2Profile | Should -BeNullOrEmpty }
        }
        @{
            Cmdlet = 'Reset-Dhis2UserPassword'; Array = 'Id'
            Items  = { 'L05s254TThP', 'abcdefghijk', 'C2QAnBT9uTc' }
            Served = {
                'L05s254TThP', 'C2QAnBT9uTc' | ForEach-Object { Add-ServedUser $sandbox @{} -Id $_ }
                Add-SandboxFault $sandbox @{ kind = 'empty'; path = '/reset$'; method = 'POST'; status = 204; count = 0 }
            }
            After  = { (Get-SandboxRequest $sandbox | Where-Object method -EQ POST).path | Should -Be '/api/users/L05s254TThP/reset', '/api/users/C2QAnBT9uTc/reset' }
        }
        @{
            Cmdlet = 'Send-Dhis2UserInvitation'; More = @{ FirstName = 'A'; Surname = 'B' }
            Items  = {
                foreach ($user in @('L05s254TThP', 'mu_one', 'Reader'), @('INcgku1ZMPw', 'mu_two', 'Nobody'), @('C2QAnBT9uTc', 'mu_three', 'Reader')) {
                    [pscustomobject]@{ userId = $user[0]; userName = $user[1]; role = $user[2]; email = "$($user[1])@example.org" }
                }
            }
            Served = { 'L05s254TThP', 'C2QAnBT9uTc' | ForEach-Object { Add-ServedUser $sandbox @{ roles = 'b6uyKyW8GVj' } -Id $_ } }
            Bad    = { 'Nobody' }
            Output = { $_.id }; Expected = { 'L05s254TThP', 'C2QAnBT9uTc' }
            After  = { ((Get-SandboxRequest $sandbox | Where-Object method -EQ POST).body | ConvertFrom-Json).username | Should -Be mu_one, mu_three }
        }
        @{
            Cmdlet = 'Set-Dhis2DataSetCompletion'; Array = 'OrgUnit'; More = @{ DataSet = 'J33aMjt3IoU'; Period = '202401' }
            Items  = { 'aIv4qaIOQ2k', 'abcdefghijk', 'KwRtWpWGrgR' }
            Target = { $_.OrgUnit }; Bad = { 'abcdefghijk' }
            Output = { "$($_.Total) $($_.Rejected)" }; Expected = { '3 1' }
            After  = { (Get-Dhis2DataSetCompletion J33aMjt3IoU 202401 aIv4qaIOQ2k, KwRtWpWGrgR).OrgUnit | Should -HaveCount 2 }
        }
        @{
            Cmdlet = 'Set-Dhis2DataValue'
            Items  = {
                foreach ($row in @('wQnWB75rNpL', '7'), @('SgcilVDz1X3', 'many'), @('tqMs4690lkQ', '8')) {
                    [pscustomobject]@{ dataElement = $row[0]; period = '201401'; orgUnit = 'aIv4qaIOQ2k'; value = $row[1] }
                }
            }
            Target = { $_.DataElement }; Bad = { 'SgcilVDz1X3' }
            After  = { (Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -OrgUnit aIv4qaIOQ2k -Period 201401).Value | Sort-Object | Should -Be '7', '8' }
        }
        @{
            Cmdlet = 'Set-Dhis2DataValue'; How = ' of places'; Array = 'DataElement'; NoPipeline = $true; More = @{ Period = '201401'; OrgUnit = 'aIv4qaIOQ2k'; Value = 7 }
            Items  = { 'wQnWB75rNpL', 'abcdefghijk', 'tqMs4690lkQ' }
            Target = { $_.DataElement }; Bad = { 'abcdefghijk' }
            After  = { (Get-Dhis2DataValueSet -DataSet J33aMjt3IoU -OrgUnit aIv4qaIOQ2k -Period 201401).Value | Should -Be '7', '7' }
        }
        @{
            Cmdlet = 'Remove-Dhis2DataSetOrgUnit'; Array = 'OrgUnit'; More = @{ DataSet = 'J33aMjt3IoU'; Force = $true }
            Items  = { 'aIv4qaIOQ2k', 'abcdefghijk', 'KwRtWpWGrgR' }
            Served = { Add-ServedDataSetSchema $sandbox; Add-ServedCount $sandbox -Deleted 2 -Path '/organisationUnits$' }
            Target = { $_.Row.Item }; Bad = { 'abcdefghijk' }
            Output = { $_.Deleted }; Expected = { 2 }
        }
        @{
            Cmdlet = 'Remove-Dhis2Metadata'; Array = 'Id'; More = @{ Type = 'dataElements'; Force = $true }
            Items  = { 'OqYjd00phS6', 'abcdefghijk', 'wQnWB75rNpL' }
            Served = { Add-ServedDeletion $sandbox OqYjd00phS6, wQnWB75rNpL }
            Sent   = 'GET /api/dataElements/(\w+)\?fields=id%2C'
            After  = { (Get-SandboxRequest $sandbox | Where-Object method -EQ DELETE).path | Should -Be '/api/dataElements/OqYjd00phS6', '/api/dataElements/wQnWB75rNpL' }
        }
        @{
            Cmdlet = 'Remove-Dhis2MetadataItem'; Array = 'Item'; More = @{ Type = 'dataElementGroups'; Id = 'KlWgIAbh8Rf'; Property = 'dataElements'; Force = $true }
            Items  = { 'OqYjd00phS6', 'abcdefghijk', 'wQnWB75rNpL' }
            Served = { Add-ServedGroup $sandbox; Add-ServedCount $sandbox -Deleted 2 }
            Target = { $_.Row.Item }; Bad = { 'abcdefghijk' }
            Output = { $_.Deleted }; Expected = { 2 }
        }
        @{
            Cmdlet = 'Set-Dhis2Metadata'; Array = 'InputObject'; More = @{ Type = 'dataElements' }
            Items  = { $null = Add-ServedElement $sandbox; $good = Get-Dhis2Metadata dataElements -Id OqYjd00phS6 -Fields :owner; $good, @{ id = 'OqYjd00phS6'; code = 'X' }, $good }
            Served = { $null = Add-ServedElement $sandbox }
            Target = { $_.code }; Bad = { 'X' }
            After  = { Get-SandboxRequest $sandbox | Where-Object method -EQ PUT | Should -HaveCount 2 }
        }
        @{
            Cmdlet = 'Set-Dhis2Profile'; More = @{ UserName = 'clerk' }
            Items  = { 'one', 'nobody', 'two' }
            After  = { (Get-Dhis2Profile).UserName | Should -Be clerk, clerk }
        }
        @{
            Cmdlet = 'Set-Dhis2Sharing'; Array = 'Id'; More = @{ Type = 'dataElements'; PublicAccess = 'r-------'; PassThru = $true }
            Items  = { 'wQnWB75rNpL', 'abcdefghijk', 'SgcilVDz1X3' }
            Served = { 'wQnWB75rNpL', 'SgcilVDz1X3' | ForEach-Object { Add-ServedSharing $sandbox (Get-ServedSharing), (Get-ServedSharing -Public r-------) -Id $_ } }
            Output = { $_.Id }; Expected = { $items[0, 2] }
            After  = { (Get-SandboxRequest $sandbox | Where-Object method -EQ PUT).path -replace '.*/(\w+)/sharing', '$1' | Should -Be $items[0, 2] }
        }
        @{
            Cmdlet = 'Set-Dhis2Translation'; Array = 'Id'; More = @{ Type = 'dataElements'; Property = 'name'; Locale = 'fr'; Value = 'x'; PassThru = $true }
            Items  = { 'wQnWB75rNpL', 'abcdefghijk', 'SgcilVDz1X3' }
            Served = { 'wQnWB75rNpL', 'SgcilVDz1X3' | ForEach-Object { Add-ServedTranslation $sandbox (Get-ServedTranslation), (Get-ServedTranslation 'NAME fr x') -Id $_ } }
            Output = { $_.Id }; Expected = { $items[0, 2] }
            After  = { (Get-SandboxRequest $sandbox | Where-Object method -EQ PUT).path -replace '.*/(\w+)/translations', '$1' | Should -Be $items[0, 2] }
        }
        @{
            Cmdlet = 'Set-Dhis2User'; Array = 'Id'; More = @{ Disable = $true; PassThru = $true }
            Items  = { 'L05s254TThP', 'abcdefghijk', 'C2QAnBT9uTc' }
            Served = { 'L05s254TThP', 'C2QAnBT9uTc' | ForEach-Object { Add-ServedUser $sandbox @{}, @{ disabled = $true } -Id $_ } }
            Output = { $_.id }; Expected = { $items[0, 2] }
            After  = { (Get-SandboxRequest $sandbox | Where-Object method -EQ POST).path | Should -Be '/api/users/L05s254TThP/disabled', '/api/users/C2QAnBT9uTc/disabled' }
        }
        @{
            Cmdlet = 'Test-Dhis2Profile'; Array = 'Name'
            Items  = { 'one', 'nobody', 'two' }
            Output = { "$($_.Name) $($_.Success)" }; Expected = { 'one True', 'two True' }
        }
        @{
            Cmdlet = 'Undo-Dhis2DataApproval'; Array = 'OrgUnit'; More = @{ Workflow = 'YUbWhsfNfPW'; Period = '201601'; PassThru = $true }
            Items  = { 'aIv4qaIOQ2k', 'abcdefghijk', 'KwRtWpWGrgR' }
            Served = { Add-ServedApproval $sandbox -Ready 2 -Undone }
            Target = { $_.OrgUnit }; Bad = { 'abcdefghijk' }
            Output = { $_.OrgUnit }; Expected = { $items[0, 2] }
        }
        @{
            Cmdlet = 'Update-Dhis2Metadata'; Array = 'Id'; More = @{ Type = 'dataElements'; Set = @{ name = 'x' } }
            Items  = { 'OqYjd00phS6', 'abcdefghijk', 'wQnWB75rNpL' }
            Served = { $null = Add-ServedElement $sandbox }
            Sent   = 'GET /api/dataElements/(\w+)\?fields=id%2C'
            After  = { (Get-SandboxRequest $sandbox | Where-Object method -EQ PATCH).path | Should -Be '/api/dataElements/OqYjd00phS6', '/api/dataElements/wQnWB75rNpL' }
        }
        @{
            Cmdlet = 'Wait-Dhis2Task'; Array = 'Task'
            Items  = {
                $jobs = 1..2 | ForEach-Object { Invoke-RestMethod "$($sandbox.Uri)_sandbox/jobs" -Method Post -Body '{"type":"ANALYTICS_TABLE","milliseconds":10}' -ContentType application/json }
                $names = $jobs | ForEach-Object { "$($_.jobType)/$($_.id)" }
                $names[0], 'nonsense', $names[1]
            }
            Output = { $_.Task.Name }; Expected = { $items[0, 2] }
        }
    )
    # Those that read one type of metadata; not all of them has the sandbox.
    $lists = @{
        'Get-Dhis2CategoryCombo' = 'categoryCombos'
        'Get-Dhis2CategoryOptionCombo' = 'categoryOptionCombos'
        'Get-Dhis2Dashboard' = 'dashboards'
        'Get-Dhis2DataElement' = 'dataElements'
        'Get-Dhis2DataSet' = 'dataSets'
        'Get-Dhis2Indicator' = 'indicators'
        'Get-Dhis2OptionSet' = 'optionSets'
        'Get-Dhis2OrgUnitGroup' = 'organisationUnitGroups'
        'Get-Dhis2Program' = 'programs'
        'Get-Dhis2ProgramIndicator' = 'programIndicators'
        'Get-Dhis2ProgramStage' = 'programStages'
        'Get-Dhis2TrackedEntityAttribute' = 'trackedEntityAttributes'
        'Get-Dhis2User' = 'users'
        'Get-Dhis2UserGroup' = 'userGroups'
        'Get-Dhis2UserRole' = 'userRoles'
        'Get-Dhis2ValidationRule' = 'validationRules'
        'Get-Dhis2Visualization' = 'visualizations'
    }
    $rows += foreach ($cmdlet in $lists.Keys) {
        @{
            Cmdlet = $cmdlet; Array = 'Id'; List = $lists[$cmdlet]
            Items  = { 'iiiiiiiiii1', 'abcdefghijk', 'iiiiiiiiii2' }
            Served = { Add-SandboxAnswer $sandbox "/api/$List\?" @{ $List = @(@{ id = 'iiiiiiiiii1'; name = 'One' }, @{ id = 'iiiiiiiiii2'; name = 'Two' }) } }
            Output = { $_.id }; Expected = { $items[0, 2] }
        }
    }
    # Those that take several things, and why they have no row.
    $others = @{
        'Export-Dhis2DataValueSet' = 'a file without one of them would pass for the whole; its own spec has good, bad, good'
        'Export-Dhis2Metadata'     = 'what several objects are made of is written once; its own spec has good, bad, good'
        'Invoke-Dhis2Request'      = 'what is piped is one body'
        'Join-Dhis2ImportReport'   = 'several things are joined to one; its own spec has good, bad, good'
        'Rename-Dhis2Profile'      = 'two profiles cannot have one new name'
        'Set-Dhis2SystemSetting'   = 'all settings are written in one request, or none; its own spec has good, bad, good'
        'Test-Dhis2Uid'            = 'a bad one is no error'
    }
    Import-Module $env:DHIS2_MODULE -Force
    $taking = (Get-Module Dhis2).ExportedCmdlets.Values | Where-Object { $_.Parameters.Values.Attributes.ValueFromPipeline -contains $true } | ForEach-Object { @{ Cmdlet = $_.Name; Rows = @($rows.Cmdlet) + $others.Keys } }
    $ways = foreach ($row in $rows) {
        if (-not $row.NoPipeline) {
            $row + @{ Way = 'from the pipeline' }
        }
        if ($row.Array) {
            $row + @{ Way = "from -$($row.Array)" }
        }
    }
}

Describe 'Every cmdlet that takes several things' {
    It 'has a row here, or a reason for none: <Cmdlet>' -ForEach $taking {
        $Rows | Should -Contain $Cmdlet
    }
}

Describe 'A bad one among good ones' {
    BeforeAll {
        . "$PSScriptRoot/../Support/Setup.ps1"
        Import-Module "$PSScriptRoot/../Support/Profiles.psm1" -Force
        Import-Module "$PSScriptRoot/../Support/Served.psm1"
        Import-Module "$PSScriptRoot/../Support/ServedAccess.psm1"
    }

    BeforeEach {
        $null = Enter-ProfileHome $TestDrive
        $sandbox = Start-Sandbox
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
        'one', 'two' | ForEach-Object { New-Dhis2Profile $_ $sandbox.Uri -Credential (Get-AdminCredential) -AllowPlaintextSecret }
    }

    AfterEach {
        Get-Dhis2Session | Disconnect-Dhis2
        Stop-Sandbox $sandbox
        Exit-ProfileHome
    }

    It 'is one error, and the good ones go through: <Cmdlet><How> <Way>' -ForEach $ways {
        $items = @(& $Items)
        $parameters = if ($More) { $More } else { @{} }
        Clear-Sandbox $sandbox
        if ($Served) {
            & $Served
        }
        $outcome = if ($Way -eq 'from the pipeline') {
            Get-Outcome { $items | & $Cmdlet @parameters }
        }
        else {
            Get-Outcome { $array = @{ $Array = $items }; & $Cmdlet @array @parameters }
        }
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike "Dhis2.*,*"
        $outcome.Errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $targets = if ($Target) { $outcome.Errors[0].TargetObject | ForEach-Object $Target } else { $outcome.Errors[0].TargetObject }
        $targets | Should -BeExactly $(if ($Bad) { & $Bad } else { $items[1] })
        if ($Output) {
            # Of one list for all, the order is the server's.
            $outcome.Output | ForEach-Object $Output | Sort-Object | Should -Be @(& $Expected | Sort-Object)
        }
        else {
            $outcome.Output | Should -BeNullOrEmpty
        }
        if ($Sent) {
            Get-SandboxRequest $sandbox | ForEach-Object { if ("$($_.method) $($_.path)" -match $Sent) { $Matches[1] } } | Should -Be $items
        }
        if ($After) {
            & $After
        }
    }
}
