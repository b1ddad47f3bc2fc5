using Dhis2.Client.DataValues.Input;

namespace Dhis2.Client.DataValues.Import;

/// <summary>A value of an ADX file: what its element says beyond the properties of a data value.</summary>
/// <param name="group">The group around it.</param>
internal sealed class AdxValue(AdxGroup group)
{
    private readonly List<(string Name, string Text)> _others = [];

    /// <summary>The group around it.</summary>
    public AdxGroup Group { get; } = group;

    /// <summary>Attributes that have no place in a data value: mostly categories with their options, in place of a category option combo.</summary>
    public IReadOnlyList<(string Name, string Text)> Others => _others;

    /// <summary>The categories in place of a category option combo; null where there are none but the default one.</summary>
    public string? Categories { get; private set; }

    /// <summary>The attribute <c>value</c>, which is 0 where the value is in the annotation.</summary>
    public string? Value { get; private set; }

    /// <summary>The annotation, which is the value of a data element that is no number.</summary>
    public string? Annotation { get; private set; }

    /// <summary>Takes an attribute. An id that is none is taken as it is written.</summary>
    /// <param name="value">What takes it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="text">What is written.</param>
    /// <param name="fault">Why the value is refused; what was found before stays.</param>
    /// <exception cref="FormatException">The text is no value for it, and the data value cannot hold it.</exception>
    public void Take(DataValue value, string name, string text, ref string? fault)
    {
        if (name is "dataElement" or "categoryOptionCombo" or "value" or "comment" or "storedBy" or "deleted" or "followup" or "followUp")
            DataValueColumns.Find(name)!.Set(value, text, ref fault);
        else
            _others.Add((name, text));
    }

    /// <summary>Ends the element: which of its two texts is the value.</summary>
    public void SetValue(DataValue value, string? annotation)
    {
        (Value, Annotation) = (value.Value, annotation);
        Categories = string.IsNullOrEmpty(value.CategoryOptionCombo) ? AdxCategories.Of(_others) : null;
        if (annotation is not null && value.Value is (null or "" or "0"))
            value.Value = annotation;
    }

    /// <summary>The value that a server stores for a data element of a type.</summary>
    public string? ValueFor(bool isNumeric) => isNumeric ? Value : Annotation ?? Value;
}
