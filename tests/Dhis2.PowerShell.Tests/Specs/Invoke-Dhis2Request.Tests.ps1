BeforeAll {
    . "$PSScriptRoot/../Support/Setup.ps1"
    $sandbox = Start-Sandbox
    Add-SandboxHandshake $sandbox
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

    It 'takes an error for an answer with -SkipHttpErrorCheck' {
        Add-SandboxAnswer $sandbox '/api/x$' @{ message = 'no' } -Status 409
        { Invoke-Dhis2Request x -ErrorAction Stop } | Should -Throw -ErrorId 'Dhis2.Conflict,*'
        (Invoke-Dhis2Request x -SkipHttpErrorCheck).message | Should -Be 'no'
    }

    It 'gives up on a silent server after -TimeoutSec, and warns of no secret' {
        Disconnect-Dhis2
        Add-SandboxHandshake $sandbox
        Connect-Dhis2 $sandbox.Uri (Get-AdminCredential) -MaximumRetryCount 0
        Add-SandboxFault $sandbox @{ kind = 'stall'; path = '/api/slow' }
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $record = { Invoke-Dhis2Request slow -TimeoutSec 1 } | Should -Throw -PassThru
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 8
        $record.FullyQualifiedErrorId | Should -BeLike 'Dhis2.Timeout,*'
        $record.CategoryInfo.Category | Should -Be 'OperationTimeout'
    }
}
