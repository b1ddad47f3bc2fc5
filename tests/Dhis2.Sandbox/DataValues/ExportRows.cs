using Dhis2.Sandbox.Countries;
using Dhis2.Sandbox.Hosting;

namespace Dhis2.Sandbox.DataValues;

/// <summary>Finds the rows of an export and hands them to a format, one by one.</summary>
internal sealed class ExportRows(SandboxState state, ExportSelection selection, IdSchemes schemes)
{
    private readonly ValueMetadata _metadata = new(state.Country);
    private readonly HashSet<string> _orgUnits = selection.Members(state.Country);
    private readonly Dictionary<(string Type, string Id), byte[]> _ids = [];
    private ExportFormat _format = null!;
    private int _skip = selection.Offset;
    private int _left = selection.Limit;

    private ValueStore Store => state.DataValues;

    private bool IsLatest => state.Dialect >= Dialect.V43;

    /// <summary>2.43 refuses to write by an attribute that the data set has no value of.</summary>
    public void Check()
    {
        var nameless = selection.DataSets.FirstOrDefault(uid => Name("dataSets", uid) is null);
        if (IsLatest && nameless is not null)
            throw new WebMessageException(409, $"Export as ATTR not possible as the property is undefined for data set: `{nameless}`", "E8200");
    }

    public async Task WriteAsync(ExportFormat format, CancellationToken token)
    {
        _format = format;
        format.Begin(Envelope());
        await format.FlushAsync(token).ConfigureAwait(false);
        foreach (var (key, value) in Written())
        {
            if (Write(Row(key, value)))
                await format.FlushAsync(token).ConfigureAwait(false);
        }
        if (Store.Generated is { } generated && selection.Takes(new StoredValue { LastUpdated = GeneratedValues.WrittenAt }))
            await WriteGeneratedAsync(generated, token).ConfigureAwait(false);
        format.End();
        await format.FlushAsync(token).ConfigureAwait(false);
    }

    private List<KeyValuePair<ValueKey, StoredValue>> Written()
    {
        lock (Store.Gate)
            return [.. Store.Written.Where(pair => Takes(pair.Key) && selection.Takes(pair.Value))];
    }

    private bool Takes(in ValueKey key) =>
        selection.Elements.Contains(key.Element) && _orgUnits.Contains(key.OrgUnit) && selection.Takes(_metadata.Period(key.Period)!)
        && (selection.AttributeCombos.Count == 0 || selection.AttributeCombos.Contains(key.AttributeCombo));

    private async Task WriteGeneratedAsync(GeneratedValues generated, CancellationToken token)
    {
        if (selection.AttributeCombos.Count > 0 && !selection.AttributeCombos.Contains(Country.DefaultCategoryOptionCombo))
            return;
        var elements = Enumerable.Range(0, generated.Elements.Count).Where(place => selection.Elements.Contains(generated.Elements[place]))
            .Select(place => (place, Id("dataElements", generated.Elements[place]))).ToArray();
        for (var month = 0; month < generated.Months.Count; month++)
        {
            if (!selection.Takes(_metadata.Period(generated.Months[month])!))
                continue;
            for (var orgUnit = 0; orgUnit < generated.OrgUnits.Count && _left > 0; orgUnit++)
            {
                if (_orgUnits.Contains(generated.OrgUnits[orgUnit]) && WriteGenerated(generated, month, orgUnit, elements))
                    await _format.FlushAsync(token).ConfigureAwait(false);
            }
        }
    }

    private bool WriteGenerated(GeneratedValues generated, int month, int orgUnit, (int Place, byte[] Id)[] elements)
    {
        var isFull = false;
        var period = Id("periods", generated.Months[month]);
        var unit = Id("organisationUnits", generated.OrgUnits[orgUnit]);
        var combo = Id("categoryOptionCombos", Country.DefaultCategoryOptionCombo);
        foreach (var (element, id) in elements)
        {
            if (!generated.Holds(month, orgUnit, element) || IsOverwritten(generated, month, orgUnit, element))
                continue;
            isFull |= Write(new ExportRow
            {
                Element = id,
                Period = period,
                OrgUnit = unit,
                OptionCombo = combo,
                AttributeCombo = combo,
                Number = generated.NumberAt(month, orgUnit, element),
                IsText = generated.IsText(element),
            });
        }
        return isFull;
    }

    private bool IsOverwritten(GeneratedValues generated, int month, int orgUnit, int element)
    {
        if (Store.Written.Count == 0)
            return false;
        lock (Store.Gate)
        {
            return Store.Written.ContainsKey(new ValueKey(
                generated.Elements[element], generated.Months[month], generated.OrgUnits[orgUnit], Country.DefaultCategoryOptionCombo, Country.DefaultCategoryOptionCombo));
        }
    }

    private bool Write(in ExportRow row)
    {
        if (_skip > 0)
        {
            _skip--;
            return false;
        }
        return _left-- > 0 && _format.Add(row);
    }

    private ExportRow Row(in ValueKey key, StoredValue value) => new()
    {
        Element = Id("dataElements", key.Element),
        Period = Id("periods", key.Period),
        OrgUnit = Id("organisationUnits", key.OrgUnit),
        OptionCombo = Id("categoryOptionCombos", key.OptionCombo),
        AttributeCombo = Id("categoryOptionCombos", key.AttributeCombo),
        Stored = value,
    };

    private byte[] Id(string type, string id)
    {
        if (!_ids.TryGetValue((type, id), out var encoded))
            _ids[(type, id)] = encoded = _format.Encode(type == "periods" ? id : Name(type, id));
        return encoded;
    }

    // An unknown uid stays as it is.
    private string? Name(string type, string uid)
    {
        var scheme = type switch
        {
            "dataElements" => schemes.DataElement,
            "organisationUnits" => schemes.OrgUnit,
            "dataSets" => schemes.DataSet,
            _ => schemes.OptionCombo,
        };
        return scheme == IdSchemes.Uid || state.Country.Find(type, uid) is not { } item ? uid : IdSchemes.IdOf(item, scheme);
    }

    private ExportEnvelope Envelope()
    {
        var dataSet = selection is { DataSets.Count: 1, HasLooseElements: false } ? selection.DataSets[0] : null;
        var orgUnit = selection is { OrgUnits.Count: 1, Groups.Count: 0 } ? selection.OrgUnits[0] : null;
        var period = selection.Periods.Count == 1 ? selection.Periods[0] : null;
        if (IsLatest)
        {
            return new ExportEnvelope
            {
                DataSet = dataSet is null ? null : Name("dataSets", dataSet),
                Period = period,
                OrgUnit = orgUnit is null || selection.Children ? null : Name("organisationUnits", orgUnit),
                AttributeCombo = selection.AttributeCombos.Count == 1 ? Name("categoryOptionCombos", selection.AttributeCombos[0]) : null,
                Schemes = [.. Schemes()],
            };
        }
        if (dataSet is null || orgUnit is null || period is null)
            return new ExportEnvelope();
        return new ExportEnvelope
        {
            IsWhole = true,
            DataSet = Name("dataSets", dataSet),
            CompleteDate = Store.CompletedOn(dataSet, period.Iso, orgUnit, Country.DefaultCategoryOptionCombo),
            Period = period,
            OrgUnit = Name("organisationUnits", orgUnit),
        };
    }

    // 2.43 says which schemes it used, one by one where one was asked for all.
    private IEnumerable<(string Field, string Scheme)> Schemes()
    {
        var given = schemes.Given.ToDictionary(pair => pair.Field, pair => pair.Scheme);
        string[] fields = ["dataSetIdScheme", "dataElementIdScheme", "orgUnitIdScheme", "categoryOptionComboIdScheme", "attributeOptionComboIdScheme", "categoryIdScheme", "categoryOptionIdScheme"];
        return fields.Where(name => given.ContainsKey(name) || given.ContainsKey("idScheme")).Select(name => (name, given.GetValueOrDefault(name) ?? given["idScheme"]));
    }
}
