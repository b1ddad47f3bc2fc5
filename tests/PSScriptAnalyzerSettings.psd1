@{
    ExcludeRules = @(
        # Pester's blocks hide from the analyzer that a variable of BeforeAll is used in It.
        'PSUseDeclaredVarsMoreThanAssignments'
        # A spec reads best when its helpers read like sentences.
        'PSAvoidUsingPositionalParameters'
        # Passwords of a sandbox are no secrets, and helpers change nothing that stays.
        'PSAvoidUsingConvertToSecureStringWithPlainText'
        'PSAvoidUsingPlainTextForPassword'
        'PSUseShouldProcessForStateChangingFunctions'
        # Specs run in PowerShell 7, which reads UTF-8 without a mark.
        'PSUseBOMForUnicodeEncodedFile'
        # Parameters of helpers that a nested block uses.
        'PSReviewUnusedParameter'
        'PSUseOutputTypeCorrectly'
        # It takes $env: in a parallel block for a variable of the caller.
        'PSUseUsingScopeModifierInNewRunspaces'
    )
}
