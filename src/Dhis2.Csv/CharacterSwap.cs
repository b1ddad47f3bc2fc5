namespace Dhis2.Csv;

/// <summary>Lets two characters change places; a second time undoes the first.</summary>
internal sealed class CharacterSwap(char one, char other)
{
    public void Apply(Span<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = text[i] == one ? other : text[i] == other ? one : text[i];
        }
    }

    public string Apply(string text)
    {
        var characters = text.ToCharArray();
        Apply(characters.AsSpan());
        return new string(characters);
    }
}
