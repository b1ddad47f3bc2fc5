namespace Dhis2.Client.Tests.Architecture;

/// <summary>One type uses another, or a member of it.</summary>
/// <param name="From">Full name of the top-level type whose code it is, what the compiler made of it included.</param>
/// <param name="Assembly">The assembly of the type that is used; null for the own one.</param>
/// <param name="To">Full name of the type that is used, nested ones as <c>Outer+Inner</c>.</param>
/// <param name="Member">The member, where one is used.</param>
internal sealed record TypeUse(string From, string? Assembly, string To, string? Member)
{
    /// <summary>Full name of the top-level type that is used.</summary>
    public string ToTopLevel => To.Split('+')[0];
}
