using Dhis2.Client.DataValues.Input;

namespace Dhis2.Client.DataValues.Import;

/// <summary>One row to import, and where the user has it.</summary>
public sealed class ImportRow
{
    // -1 for none. Many rows are in memory at once, and few of them are of ADX.
    private readonly long _line;
    private AdxPart? _adx;
    private bool _isOwn;

    /// <summary>A row.</summary>
    public ImportRow(DataValue value, string? file = null, long? line = null)
    {
        Value = value;
        File = file;
        _line = line ?? -1;
    }

    /// <summary>What is to be stored.</summary>
    public DataValue Value { get; private set; }

    /// <summary>The file it came from; null for the pipeline.</summary>
    public string? File { get; }

    /// <summary>The line it begins on, from 1; for the pipeline the number of the object.</summary>
    public long? Line => _line < 0 ? null : _line;

    /// <summary>The data set under which it goes out; null where the server is to find it.</summary>
    internal string? SentUnder { get; set; }

    /// <summary>What its file says of it beside the rows; null for nothing.</summary>
    internal DataValueSetTerms? Terms { get; set; }

    /// <summary>What its element of ADX says; null for a row of another format.</summary>
    internal AdxValue? Adx
    {
        get => _adx?.Value;
        init
        {
            if (value is not null)
                Part.Value = value;
        }
    }

    /// <summary>Which group of its file of ADX holds it; null for a row of another format.</summary>
    internal long? GroupNumber
    {
        get => Adx?.Group.Number ?? _adx?.Group;
        init
        {
            if (value is not null)
                Part.Group = value;
        }
    }

    /// <summary>Its category option combo, or the categories that stand in its place; null means the default one.</summary>
    internal string? CategoryKey => Value.CategoryOptionCombo ?? Adx?.Categories;

    /// <summary>Its attribute option combo, or the categories that stand in its place; null means the default one.</summary>
    internal string? AttributeKey => Value.AttributeOptionCombo ?? Adx?.Group.Categories;

    /// <summary>The option combo that its categories make; null where it names none, or their option combo is not known.</summary>
    internal AdxOptionCombo? OfCategories
    {
        get => _adx?.OfCategories;
        set => Part.OfCategories = value;
    }

    /// <summary>The attribute option combo that the categories of its group make; null where it names none, or their option combo is not known.</summary>
    internal AdxOptionCombo? OfGroup
    {
        get => _adx?.OfGroup;
        set => Part.OfGroup = value;
    }

    /// <summary>Its category option combo, also where it names categories, in the id scheme of the rows; the categories where it has no such id.</summary>
    internal string? CategoryId => OfCategories?.Name ?? CategoryKey;

    /// <summary>Its attribute option combo, also where its group names categories, in the id scheme of the rows; the categories where it has no such id.</summary>
    internal string? AttributeId => OfGroup?.Name ?? AttributeKey;

    /// <summary>Whether its option combos are known, so that it can be looked up: it names them, means the default ones, or has categories whose option combos were found.</summary>
    internal bool HasOptionCombos => (Value.CategoryOptionCombo == CategoryKey || OfCategories is not null) && (Value.AttributeOptionCombo == AttributeKey || OfGroup is not null);

    /// <summary>
    /// The value as it is told to a person. Categories are told by their option combo, or stand in its place where it is not known: without them the row would be
    /// another one, and would be stored as that if it were imported from a file of rejected rows.
    /// </summary>
    internal DataValue Told
    {
        get
        {
            if (Value.CategoryOptionCombo == CategoryId && Value.AttributeOptionCombo == AttributeId)
                return Value;
            var told = Value.Clone();
            (told.CategoryOptionCombo, told.AttributeOptionCombo) = (CategoryId, AttributeId);
            return told;
        }
    }

    private AdxPart Part => _adx ??= new AdxPart();

    internal string Place => ImportProblem.PlaceOf(File, Line);

    /// <summary>Makes the value the import's own: it fills in what all rows have in common, and must not do so in somebody else's object.</summary>
    internal DataValue Own()
    {
        // What was read from a file is nobody else's.
        if (File is null && !_isOwn)
            Value = Value.Clone();
        _isOwn = true;
        return Value;
    }

    // What only rows of ADX have.
    private sealed class AdxPart
    {
        public AdxValue? Value { get; set; }

        public long? Group { get; set; }

        public AdxOptionCombo? OfCategories { get; set; }

        public AdxOptionCombo? OfGroup { get; set; }
    }
}
