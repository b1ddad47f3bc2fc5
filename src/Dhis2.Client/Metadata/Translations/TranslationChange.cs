using System.Text.RegularExpressions;

namespace Dhis2.Client.Metadata.Translations;

/// <summary>One translation that is to be set or removed.</summary>
/// <param name="Property">The property in the server's word: <c>SHORT_NAME</c>.</param>
/// <param name="Locale">The language, as the server writes it: <c>pt_BR</c>.</param>
/// <param name="Value">The text; null removes it.</param>
public sealed record TranslationChange(string Property, string Locale, string? Value)
{
    private static readonly Regex s_locale = new("^[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2}|_[0-9]{3})?(_[A-Za-z0-9]+)?$", RegexOptions.CultureInvariant);

    /// <summary>A language as the server writes it; PowerShell's own names of cultures are taken, too: <c>pt-BR</c>.</summary>
    /// <exception cref="Dhis2InputException">It is none. Servers store whatever they are given, and show it to nobody.</exception>
    public static string LocaleOf(string? text)
    {
        var locale = (text ?? "").Trim().Replace('-', '_');
        return s_locale.IsMatch(locale) ? locale : throw new Dhis2InputException($"'{text}' is no language.", "Give one such as fr or pt_BR, letter case included.");
    }

    /// <summary>Whether a translation is of this property and language.</summary>
    internal bool Is(string? property, string? locale) => property == Property && locale == Locale;

    /// <summary>As a person says it: <c>NAME fr: OPD visites</c>.</summary>
    public override string ToString() => Value is null ? $"{Property} {Locale} removed" : $"{Property} {Locale}: {Value}";
}
