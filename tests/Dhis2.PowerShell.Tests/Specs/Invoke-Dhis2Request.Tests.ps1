BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Connect-Dhis2 $sandbox.Uri (Get-AdminCredential)
}

AfterAll {
    Disconnect-Dhis2
    Stop-Sandbox $sandbox
}

Describe 'Invoke-Dhis2Request' {
    BeforeEach {
        Clear-Sandbox $sandbox
    }

    It 'gives JSON as objects, and the elements of an array one by one' {
        Add-SandboxAnswer $sandbox '/api/one$' '{"a":{"b":[1,2]}}'
        Add-SandboxAnswer $sandbox '/api/many$' '[{"a":1},{"a":2}]'
        (Invoke-Dhis2Request one).a.b | Should -Be 1, 2
        (Invoke-Dhis2Request /many | Measure-Object).Count | Should -Be 2
    }

    It 'repeats query names, from a hashtable or from texts' {
        Add-SandboxAnswer $sandbox '/api/x' '{}'
        $null = Invoke-Dhis2Request x -Query @{ dimension = 'dx:a', 'ou:b' }
        $null = Invoke-Dhis2Request x -Query 'b=1', 'a=2', 'b=3=4'
        $paths = (Get-SandboxRequest $sandbox '*/x*').path
        $paths[0] | Should -Be '/api/x?dimension=dx%3Aa&dimension=ou%3Ab'
        $paths[1] | Should -Be '/api/x?b=1&a=2&b=3%3D4'
    }

    It 'sends an object as JSON, and what was read goes back unchanged' {
        $json = '{"id":"x","n":1.10,"big":12345678901234567890,"list":[1],"none":[],"deep":{"null":null,"t":"é\"\\"},"date":"2026-01-01T00:00:00.000"}'
        Add-SandboxAnswer $sandbox '/api/thing$' $json -Method GET
        Add-SandboxAnswer $sandbox '/api/thing$' '{}' -Method PUT
        $null = Invoke-Dhis2Request thing | Invoke-Dhis2Request thing -Method PUT
        $sent = Get-SandboxRequest $sandbox '/api/thing' | Where-Object method -EQ PUT
        $sent.body | Should -BeExactly $json
        $sent.headers.'Content-Type' | Should -Be 'application/json'
    }

    It 'sends texts, bytes and files as they are' {
        Add-SandboxAnswer $sandbox '/api/x$' '{}'
        Set-Content -LiteralPath 'TestDrive:/values.csv' -Value 'a,b' -NoNewline
        $null = Invoke-Dhis2Request x POST -Body '{"a":  1}' -ContentType 'application/json-patch+json'
        $null = Invoke-Dhis2Request x POST -Body ([byte[]] (65, 66))
        $null = Invoke-Dhis2Request x POST -InFile 'TestDrive:/values.csv'
        $sent = Get-SandboxRequest $sandbox '/api/x'
        $sent.body | Should -Be '{"a":  1}', 'AB', 'a,b'
        $sent.headers.'Content-Type' | Should -Be 'application/json-patch+json', 'application/octet-stream', 'application/csv'
    }

    It 'sends nothing that writes with -WhatIf' {
        Invoke-Dhis2Request x -Method POST -Body @{ a = 1 } -WhatIf
        Invoke-Dhis2Request x -Method DELETE -WhatIf
        @(Get-SandboxRequest $sandbox).Count | Should -Be 0
    }

    It 'sends the method in the case HTTP has it, however it was typed' {
        Add-SandboxAnswer $sandbox '/api/x$' '{}'
        $null = Invoke-Dhis2Request x -Method Post -Body 1
        $null = Invoke-Dhis2Request x -Method get -WhatIf
        (Get-SandboxRequest $sandbox '/api/x').method | Should -BeExactly 'POST', 'GET'
    }

    It 'reads a paged list whole, and stops with what takes it' {
        Add-SandboxList $sandbox organisationUnits (1..5 | ForEach-Object { @{ id = "Unit000000$_" } }) 2
        (Invoke-Dhis2Request organisationUnits -Paged -PageSize 2).id.Count | Should -Be 5
        Clear-Sandbox $sandbox
        Add-SandboxList $sandbox organisationUnits (1..5 | ForEach-Object { @{ id = "Unit000000$_" } }) 2
        $null = Invoke-Dhis2Request organisationUnits -Paged -PageSize 2 | Select-Object -First 1
        Start-Sleep -Milliseconds 300
        @(Get-SandboxRequest $sandbox '*organisationUnits*').Count | Should -Be 1
    }

    It 'warns where the answer is one page of several, unless a page was asked for' {
        $units = Invoke-Dhis2Request organisationUnits -Query @{ pageSize = 50 } -WarningVariable told -WarningAction SilentlyContinue
        $units.organisationUnits.Count | Should -Be 50
        "$told" | Should -BeLike 'This is page 1 of 3*-Paged*'
        $null = Invoke-Dhis2Request 'organisationUnits?page=2' -Query @{ pageSize = 50 } -WarningVariable told -WarningAction SilentlyContinue
        $null = Invoke-Dhis2Request organisationUnits -Query @{ paging = $false } -WarningVariable +told -WarningAction SilentlyContinue
        $null = Invoke-Dhis2Request organisationUnits -Paged -WarningVariable +told -WarningAction SilentlyContinue
        $told | Should -BeNullOrEmpty
    }

    It 'gives the answer as it came with -Raw' {
        Add-SandboxAnswer $sandbox '/api/x$' '{ "a" : 1 }'
        Invoke-Dhis2Request x -Raw | Should -BeExactly '{ "a" : 1 }'
    }

    It 'writes a file that is whole or not there' {
        Add-SandboxAnswer $sandbox '/api/x$' '{"a":1}'
        Invoke-Dhis2Request x -OutFile 'TestDrive:/answer.json' | Should -BeNullOrEmpty
        Get-Content 'TestDrive:/answer.json' -Raw | Should -Be '{"a":1}'
        Clear-Sandbox $sandbox
        Add-SandboxFault $sandbox @{ kind = 'status'; status = 500; count = 0 }
        { Invoke-Dhis2Request x -OutFile 'TestDrive:/answer.json' -ErrorAction Stop } | Should -Throw -ErrorId 'Dhis2.Server,*'
        Get-Content 'TestDrive:/answer.json' -Raw | Should -Be '{"a":1}'
        @(Get-ChildItem 'TestDrive:/' -Force -Filter '*.part').Count | Should -Be 0
    }

    It 'takes a login page for no answer: <Name>' -ForEach @(
        @{ Name = '-Raw'; Parameters = @{ Raw = $true } }
        @{ Name = '-Accept csv'; Parameters = @{ Accept = 'csv' } }
        @{ Name = '-Accept JSON'; Parameters = @{ Accept = 'JSON' } }
        @{ Name = '-Accept application/xml'; Parameters = @{ Accept = 'application/xml' } }
        @{ Name = '-OutFile'; Parameters = @{ OutFile = 'TestDrive:/page.csv'; Accept = 'csv' } }
        @{ Name = '-OutFile -Resume'; Parameters = @{ OutFile = 'TestDrive:/page.csv'; Resume = $true } }
    ) {
        # Once as it is, and once under another name.
        Add-SandboxFault $sandbox @{ kind = 'login-page'; path = '/api/values' }
        Add-SandboxAnswer $sandbox '/api/values' (ConvertTo-Json '<!DOCTYPE html><html><title>Log in</title></html>')
        foreach ($number in 1..2) {
            $fault = { Invoke-Dhis2Request values @Parameters } | Should -Throw '*web page*' -PassThru
            $fault.ErrorDetails.RecommendedAction | Should -BeLike '*-Accept html*'
        }
        @(Get-SandboxRequest $sandbox '/api/values') | Should -HaveCount 2
        Get-ChildItem TestDrive:/page* | Should -BeNullOrEmpty
    }

    It 'gives a page to whom asks for one: <_>' -ForEach 'html', '*/*' {
        Add-SandboxFault $sandbox @{ kind = 'login-page'; path = '/api/values'; count = 0 }
        Invoke-Dhis2Request values -Accept $_ | Should -BeLike '*<html*'
    }

    It 'takes an error for an answer with -SkipHttpErrorCheck' {
        Add-SandboxAnswer $sandbox '/api/x$' @{ message = 'no' } -Status 409
        { Invoke-Dhis2Request x -ErrorAction Stop } | Should -Throw -ErrorId 'Dhis2.Conflict,*'
        (Invoke-Dhis2Request x -SkipHttpErrorCheck).message | Should -Be 'no'
    }

    It 'tells the refusal of an endpoint it knows nothing of as the real server words it' {
        Add-SandboxRecording $sandbox -Area analytics -Name before-json
        $rows = Invoke-Dhis2Request analytics -Query 'dimension=dx:abc', 'dimension=ou:def', 'filter=pe:2024' -ErrorVariable faults -ErrorAction SilentlyContinue
        $rows | Should -BeNullOrEmpty
        $faults | Should -HaveCount 1
        $faults[0].Exception.StatusCode | Should -Be 409
        $faults[0].Exception.Message | Should -Match 'Query failed because'
        (Get-SandboxRequest $sandbox '/api/analytics*').path | Should -Be '/api/analytics?dimension=dx%3Aabc&dimension=ou%3Adef&filter=pe%3A2024'
    }

    It 'reports a body that the server refuses, and sends those behind it' {
        Add-SandboxAnswer $sandbox '/api/x$' '{"ok":true}' -Count 1
        Add-SandboxAnswer $sandbox '/api/x$' @{ httpStatusCode = 409; status = 'ERROR'; message = 'no' } -Status 409 -Count 1
        Add-SandboxAnswer $sandbox '/api/x$' '{"ok":true}' -Count 1
        $outcome = Get-Outcome { @{ n = 1 }, @{ n = 2 }, @{ n = 3 } | Invoke-Dhis2Request x -Method POST }
        $outcome.End | Should -BeNullOrEmpty
        $outcome.Output.ok | Should -Be $true, $true
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Conflict,*'
        (Get-SandboxRequest $sandbox '/api/x').body | Should -Be '{"n":1}', '{"n":2}', '{"n":3}'
    }

    It 'gives up on a silent server after -TimeoutSec, and warns of no secret' {
        Disconnect-Dhis2
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -MaximumRetryCount 0
        Add-SandboxFault $sandbox @{ kind = 'stall'; path = '/api/slow' }
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $record = { Invoke-Dhis2Request slow -TimeoutSec 1 } | Should -Throw -PassThru
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 8
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Timeout,*'
        $record.CategoryInfo.Category | Should -Be 'OperationTimeout'
    }

    It 'reads lists of tracker, data store and others whole, whatever their name and paging: <Version>' -ForEach @(
        @{ Version = '2.40 tracker'; Page = '{{"page":{0},"pageSize":2,"instances":[{1}]}}' }
        @{ Version = '2.41 tracker'; Page = '{{"pager":{{"page":{0},"pageSize":2}},"page":{0},"pageSize":2,"trackedEntities":[{1}]}}' }
        @{ Version = '2.42 tracker'; Page = '{{"pager":{{"page":{0},"pageSize":2,"nextPage":"http://elsewhere.example.org/api?page=9"}},"trackedEntities":[{1}]}}' }
        @{ Version = 'data store'; Page = '{{"pager":{{"page":{0},"pageSize":2}},"entries":[{1}]}}' }
        @{ Version = 'bare array'; Page = '[{1}]' }
    ) {
        Add-SandboxAnswer $sandbox 'things\?.*page=1&' ($Page -f 1, '{"n":1},{"n":2}')
        Add-SandboxAnswer $sandbox 'things\?.*page=2&' ($Page -f 2, '{"n":3},{"n":4}')
        Add-SandboxAnswer $sandbox 'things\?.*page=3&' ($Page -f 3, '{"n":5}')
        (Invoke-Dhis2Request 'tracker/things?fields=n' -Paged -PageSize 2).n | Should -Be (1..5)
        # Of a list that says nothing of pages the first is asked for once more, to see that it stays the same.
        @(Get-SandboxRequest $sandbox '*things*').Count | Should -Be $(if ($Version -eq 'bare array') { 4 } else { 3 })
        (Invoke-Dhis2Request 'tracker/things?fields=n' -Paged -PageSize 2 -Skip 2 -First 2).n | Should -Be 3, 4
    }

    It 'refuses -<Name> where it would be ignored, and sends nothing' -ForEach @(
        @{ Name = 'First'; Call = { Invoke-Dhis2Request organisationUnits -First 5 } }
        @{ Name = 'Skip'; Call = { Invoke-Dhis2Request organisationUnits -Skip 5 } }
        @{ Name = 'IncludeTotalCount'; Call = { Invoke-Dhis2Request organisationUnits -IncludeTotalCount } }
        @{ Name = 'StatusCodeVariable'; Call = { Invoke-Dhis2Request organisationUnits -Paged -StatusCodeVariable status } }
        @{ Name = 'ResponseHeadersVariable'; Call = { Invoke-Dhis2Request organisationUnits -Paged -ResponseHeadersVariable headers } }
        @{ Name = 'Accept'; Call = { Invoke-Dhis2Request organisationUnits -Paged -Accept csv } }
        @{ Name = 'SkipHttpErrorCheck'; Call = { Invoke-Dhis2Request organisationUnits -Paged -SkipHttpErrorCheck } }
    ) {
        Clear-Sandbox $sandbox
        $outcome = Get-Outcome $Call
        $outcome.Output | Should -BeNullOrEmpty
        $outcome.Errors | Should -HaveCount 1
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.Input,*'
        $outcome.Errors[0].TargetObject | Should -Be "-$Name"
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'reads an object of forty thousand names, in their order' {
        $json = '{' + ((1..40000 | ForEach-Object { "`"Key$_`":$_" }) -join ',') + '}'
        Add-SandboxAnswer $sandbox 'wide' $json
        $wide = Invoke-Dhis2Request wide
        $names = @($wide.PSObject.Properties.Name)
        $names.Count | Should -Be 40000
        $names[0, 199, 200, 39999] | Should -Be 'Key1', 'Key200', 'Key201', 'Key40000'
        $wide.Key31234 | Should -Be 31234
    }

    It 'refuses an object that no PowerShell object can hold, and goes on: <Json>' -ForEach @(
        @{ Json = '{"a":1,"A":2}'; Says = "*'a' and 'A'*" }
        @{ Json = '{"":1}'; Says = '*without a name*' }
        @{ Json = '{' + ((1..300 | ForEach-Object { "`"k$_`":$_" }) -join ',') + ',"K7":1}'; Says = "*'k7' and 'K7'*" }
    ) {
        Add-SandboxAnswer $sandbox 'odd' $Json
        $outcome = Get-Outcome { Invoke-Dhis2Request odd; 'after' }
        $outcome.Output | Should -Be 'after'
        $outcome.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Dhis2.Object,*'
        "$($outcome.Errors[0])" | Should -BeLike $Says
    }

    It 'reads a list without pages once, texts included' {
        Add-SandboxAnswer $sandbox 'dataStore' '["a","b","c"]'
        Invoke-Dhis2Request dataStore -Paged | Should -Be 'a', 'b', 'c'
        @(Get-SandboxRequest $sandbox '*dataStore*').Count | Should -Be 1
    }

    It 'says where there is no list, and does not let the user page by hand' {
        { Invoke-Dhis2Request me -Paged -ErrorAction Stop } | Should -Throw '*several lists*' -ErrorId 'Dhis2.Input,*'
        { Invoke-Dhis2Request system/info -Paged -ErrorAction Stop } | Should -Throw '*no list*' -ErrorId 'Dhis2.Input,*'
        { Invoke-Dhis2Request 'users?page=2' -Paged -ErrorAction Stop } | Should -Throw "*'page'*" -ErrorId 'Dhis2.Input,*'
        { Invoke-Dhis2Request users -Paged -Query @{ paging = $false } -ErrorAction Stop } | Should -Throw "*'paging'*"
    }

    It 'takes a path with /api/, and an address of its own server' {
        Add-SandboxAnswer $sandbox '/api/x' '{"a":1}'
        (Invoke-Dhis2Request '/api/x').a | Should -Be 1
        (Invoke-Dhis2Request "$($sandbox.Uri)api/x?filter=a:eq:b").a | Should -Be 1
        (Invoke-Dhis2Request 'x?filter=code:eq:a#b&page=1').a | Should -Be 1
        (Get-SandboxRequest $sandbox '*/x*').path | Should -Be '/api/x', '/api/x?filter=a:eq:b', '/api/x?filter=code:eq:a%23b&page=1'
    }

    It 'sends nothing, least of all credentials, to <_>' -ForEach 'https://other.example.org/api/me', 'http://127.0.0.1:9/api/me', 'http://user:word@127.0.0.1/api/me' {
        { Invoke-Dhis2Request $_ -ErrorAction Stop } | Should -Throw '*not an address of the API*' -ErrorId 'Dhis2.Input,*'
        @(Get-SandboxRequest $sandbox).Count | Should -Be 0
    }

    It 'says so where a read has something to send, or there are two things to send' {
        { Invoke-Dhis2Request x -Body @{ a = 1 } -ErrorAction Stop } | Should -Throw '*GET sends nothing*' -ErrorId 'Dhis2.Input,*'
        { Invoke-Dhis2Request x POST -Body 1 -Form @{ a = 1 } -ErrorAction Stop } | Should -Throw '*only one*'
        { Invoke-Dhis2Request x POST -Form @{ a = 1 } -ContentType text/plain -ErrorAction Stop } | Should -Throw '*content type*'
        { Invoke-Dhis2Request x POST -Body 1 -ContentType nonsense -ErrorAction Stop } | Should -Throw '*no media type*'
        @(Get-SandboxRequest $sandbox).Count | Should -Be 0
    }

    It 'encodes a text as its content type says, and a hashtable as a form where it says so' {
        Add-SandboxAnswer $sandbox '/api/x$' '{}'
        $null = Invoke-Dhis2Request x POST -Body 'é' -ContentType 'text/plain; charset=iso-8859-1'
        $null = Invoke-Dhis2Request x POST -Body 'é' -ContentType 'text/plain; charset=utf-8'
        $null = Invoke-Dhis2Request x POST -Body @{ a = 'é &', 'b' } -ContentType application/x-www-form-urlencoded
        $null = Invoke-Dhis2Request x POST -Body ([xml] '<a b="c"/>')
        $sent = Get-SandboxRequest $sandbox '/api/x'
        $sent.bodyLength[0, 1] | Should -Be 1, 2
        $sent.body[2] | Should -Be 'a=%C3%A9%20%26&a=b'
        $sent.body[3] | Should -Be '<a b="c" />'
        $sent.headers.'Content-Type'[3] | Should -Be 'application/xml'
    }

    It 'uploads a form: texts, numbers, files by name, and a field for each of an array' {
        Add-SandboxAnswer $sandbox '/api/fileResources' '{"response":{"fileResource":{"id":"x"}}}' -Status 202
        $file = Join-Path $TestDrive 'Grüße.txt'
        Set-Content -LiteralPath $file -Value 'Inhalt' -NoNewline
        $answer = Invoke-Dhis2Request fileResources POST -Query @{ domain = 'DOCUMENT' } -Form ([ordered]@{ file = Get-Item -LiteralPath $file; count = 7; flag = $true; tag = 'a', 'b' })
        $answer.response.fileResource.id | Should -Be 'x'
        $sent = Get-SandboxRequest $sandbox '*fileResources*'
        $sent.headers.'Content-Type' -match '^multipart/form-data; boundary=(?<boundary>.+)$' | Should -BeTrue
        $sent.headers.'Content-Length' | Should -Be $sent.bodyLength
        $parts = $sent.body -split "--$([regex]::Escape($Matches.boundary))(?:--)?\r\n" | Where-Object { $_ }
        $parts[0] | Should -BeExactly "Content-Disposition: form-data; name=`"file`"; filename=`"Grüße.txt`"`r`nContent-Type: text/plain`r`n`r`nInhalt`r`n"
        ($parts | Select-Object -Skip 1) -replace '(?s).*name="(\w+)"\r\n\r\n(.*)\r\n$', '$1=$2' | Should -BeExactly 'count=7', 'flag=true', 'tag=a', 'tag=b'
        { Invoke-Dhis2Request x POST -Form @{ a = @{ b = 1 } } -ErrorAction Stop } | Should -Throw "*'a'*" -ErrorId 'Dhis2.Input,*'
    }

    It 'gives status and headers in variables, and no cookie among them' {
        Add-SandboxAnswer $sandbox '/api/x$' @{ message = 'no' } -Status 409
        $answer = Invoke-Dhis2Request x -SkipHttpErrorCheck -StatusCodeVariable status -ResponseHeadersVariable headers
        $answer.message | Should -Be 'no'
        $status | Should -Be 409
        $headers['content-type'] | Should -Match 'json'
        $null = Invoke-Dhis2Request me -StatusCodeVariable status -ResponseHeadersVariable headers
        $status | Should -Be 200
        $headers.Keys | Should -Not -Contain 'Set-Cookie'
    }

    It 'gives an unknown endpoint''s page as a text with -SkipHttpErrorCheck' {
        Invoke-Dhis2Request nowhere -SkipHttpErrorCheck -StatusCodeVariable status | Should -Match '<title>HTTP Status 404'
        $status | Should -Be 404
    }

    It 'names the user''s own path where a file cannot be written or read: <Name>' -ForEach @(
        @{ Name = 'a missing folder'; Call = { Invoke-Dhis2Request me -OutFile "$TestDrive/nowhere/x.json" }; Category = 'ObjectNotFound'; Target = { "$TestDrive/nowhere/x.json" }; Says = '*folder*does not exist*' }
        @{ Name = 'a missing folder, to go on in'; Call = { Invoke-Dhis2Request me -OutFile "$TestDrive/nowhere/x.json" -Resume }; Category = 'ObjectNotFound'; Target = { "$TestDrive/nowhere/x.json" }; Says = '*folder*does not exist*' }
        @{ Name = 'a folder'; Call = { Invoke-Dhis2Request me -OutFile "$TestDrive" }; Category = 'InvalidArgument'; Target = { "$TestDrive" }; Says = '*is a folder*' }
        @{ Name = 'a drive that is none'; Call = { Invoke-Dhis2Request me -OutFile 'nodrive:/x.json' }; Category = 'ObjectNotFound'; Target = { 'nodrive:/x.json' }; Says = '*no drive*' }
        @{ Name = 'a provider that is none'; Call = { Invoke-Dhis2Request me -OutFile 'NoProvider::x.json' }; Category = 'ObjectNotFound'; Target = { 'NoProvider::x.json' }; Says = '*no*provider*' }
        @{ Name = 'a variable'; Call = { Invoke-Dhis2Request me -OutFile 'variable:x' }; Category = 'InvalidArgument'; Target = { 'variable:x' }; Says = '*is not a path of the file system*' }
        @{ Name = 'a file to send on a drive that is none'; Call = { Invoke-Dhis2Request x POST -InFile 'nodrive:/x.json' }; Category = 'ObjectNotFound'; Target = { 'nodrive:/x.json' }; Says = '*no drive*' }
    ) {
        Clear-Sandbox $sandbox
        $outcome = Get-Outcome { & $Call; 'after' }
        $outcome.Output | Should -Be 'after'
        $outcome.Errors | Should -HaveCount 1
        $record = $outcome.Errors[0]
        $record.FullyQualifiedErrorId | Should -Match '^Dhis2\.(File|Input),'
        $record.CategoryInfo.Category | Should -Be $Category
        $record.TargetObject | Should -Be (& $Target)
        "$record" | Should -BeLike $Says
        $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        Get-SandboxRequest $sandbox | Should -BeNullOrEmpty
    }

    It 'shows progress while it waits and while a download comes, and none where that is quick' {
        $shell = [powershell]::Create()
        $script = 'param($module, $session, $file) Import-Module $module; Invoke-Dhis2Request me -Session $session; Invoke-Dhis2Request organisationUnits -OutFile $file -Session $session'
        $null = $shell.AddScript($script).AddArgument($env:DHIS2_MODULE).AddArgument((Get-Dhis2Session | Select-Object -First 1)).AddArgument("$TestDrive/slow.json")
        $null = $shell.Invoke()
        $shell.Streams.Progress | Where-Object Activity -Match 'Reading|Downloading' | Should -BeNullOrEmpty
        Add-SandboxFault $sandbox @{ kind = 'stall'; path = '/api/me'; milliseconds = 1800 }
        Add-SandboxFault $sandbox @{ kind = 'drip'; path = 'organisationUnits'; afterBytes = 500; milliseconds = 1800 }
        $null = $shell.Invoke()
        $records = @($shell.Streams.Progress | Where-Object Activity -Match 'Reading|Downloading')
        $records[0].StatusDescription | Should -Be 'Waiting for the server'
        $records[0].Activity | Should -Be 'Reading me'
        $records.StatusDescription | Should -Contain '0.0 MB'
        ($records | Where-Object RecordType -EQ Completed) | Should -Not -BeNullOrEmpty
        $shell.Dispose()
    }

    It 'goes on with a download that broke, where a proxy can send the rest' {
        Disconnect-Dhis2
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -MaximumRetryCount 0
        Add-SandboxRangeProxy $sandbox '/api/organisationUnits'
        $file = Join-Path $TestDrive 'units.json'
        $get = { Invoke-Dhis2Request organisationUnits -Query @{ paging = $false; fields = 'id,name,path' } -OutFile $file -Resume -ErrorAction Stop }
        Add-SandboxFault $sandbox @{ kind = 'truncate'; path = 'organisationUnits'; afterBytes = 3000 }
        $get | Should -Throw -ErrorId 'Dhis2.Connection,*'
        $file | Should -Not -Exist
        (Get-Item "$file.part").Length | Should -Be 3000
        Clear-Sandbox $sandbox
        & $get
        (Get-SandboxRequest $sandbox).headers.Range | Should -Be 'bytes=3000-'
        (Get-SandboxRequest $sandbox).headers.'Accept-Encoding' | Should -Be 'identity'
        (Get-SandboxRequest $sandbox).status | Should -Be 206
        (Get-Content -LiteralPath $file -Raw | ConvertFrom-Json).organisationUnits.Count | Should -Be 112
        (Get-ChildItem $TestDrive -Force -Filter 'units.json*').Name | Should -Be 'units.json'
        { Invoke-Dhis2Request x POST -OutFile $file -Resume -ErrorAction Stop } | Should -Throw '*-Resume*' -ErrorId 'Dhis2.Input,*'
    }
}
