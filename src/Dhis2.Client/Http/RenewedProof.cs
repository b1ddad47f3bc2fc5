namespace Dhis2.Client.Http;

/// <summary>What came of proving an identity anew after a refusal.</summary>
internal enum RenewedProof
{
    /// <summary>There is no other proof, and nothing is known of the one that was refused.</summary>
    None,

    /// <summary>There is another proof: the request may go out with it.</summary>
    Another,

    /// <summary>The server takes the one there is: the refusal was about the request, or has passed.</summary>
    Confirmed,
}
