namespace Dhis2.Client.Imports;

/// <summary>What reading back tells of a row.</summary>
internal enum Finding
{
    /// <summary>The server holds what the row wanted.</summary>
    Agrees,

    /// <summary>The server holds nothing, as it should: it does not keep such values.</summary>
    NotKept,

    /// <summary>The server does not hold what the row wanted.</summary>
    Missing,

    /// <summary>Nothing was seen, which proves nothing: the account may be unable to see it.</summary>
    Unseen,
}
