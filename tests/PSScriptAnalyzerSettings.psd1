@{
    # Pester's blocks hide from the analyzer that a variable of BeforeAll is used in It.
    ExcludeRules = @('PSUseDeclaredVarsMoreThanAssignments')
}
