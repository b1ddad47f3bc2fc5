using System.IO.Compression;
using Dhis2.Client.DataValues.Import;
using Dhis2.Client.DataValues.Input;
using Dhis2.Csv;

namespace Dhis2.Client.Tests.DataValues;

/// <summary>The files by which DHIS2 tests its own import: all of them are read, with what they say of themselves.</summary>
public sealed class ServersFixtureTests
{
    [Theory]
    [InlineData("dataValueSetA.xml", 3, "pBOMPrpg1QX")]
    [InlineData("dataValueSetACatCombo.xml", 3, "pBOMPrpg1QX", "2012-01-09")]
    [InlineData("dataValueSetACode.xml", 3, "DS_A", "2012-01-09", "CODE")]
    [InlineData("dataValueSetANull.xml", 3, "pBOMPrpg1QX", "2012-01-09")]
    [InlineData("dataValueSetAUpdate.xml", 3, "pBOMPrpg1QX")]
    [InlineData("dataValueSetB.csv", 12)]
    [InlineData("dataValueSetB.xml", 12)]
    [InlineData("dataValueSetBAttribute.xml", 12)]
    [InlineData("dataValueSetBAttributeIdScheme.xml", 12, null, null, null, "ATTRIBUTE:uh6H2ff562G")]
    [InlineData("dataValueSetBCode.xml", 12)]
    [InlineData("dataValueSetBNoHeader.csv", 12)]
    [InlineData("dataValueSetBooleanDuplicatesTest.csv", 18)]
    [InlineData("dataValueSetBooleanTest.csv", 18)]
    [InlineData("dataValueSetC.xml", 3)]
    [InlineData("dataValueSetCCode.xml", 3)]
    [InlineData("dataValueSetD.xml", 3, "pBOMPrpg1QX", "2012-01-09")]
    [InlineData("dataValueSetD2.xml", 3, "pBOMPrpg1QX", "2012-01-09")]
    [InlineData("dataValueSetE.xml", 3, "pBOMPrpg1QX")]
    [InlineData("dataValueSetF.xml", 4, "pBOMPrpg1QX", "2012-01-09")]
    [InlineData("dataValueSetG.xml", 4, "pBOMPrpg1QX")]
    [InlineData("dataValueSetH.xml", 3, "pBOMPrpg1QX")]
    [InlineData("dataValueSetIllegalCoc.xml", 1, "pBOMPrpg1QX")]
    [InlineData("dataValueSetIllegalOrgUnit.xml", 1, "pBOMPrpg1QX")]
    [InlineData("dataValueSetInvalid.xml", 3, "pBOMPrpg1QX", "2012-01-09")]
    [InlineData("dataValueSetNonStrict.xml", 3, "pBOMPrpg1QX")]
    [InlineData("dataValueSetWithDataSetHeader.csv", 3)]
    public async Task Each_is_read_whole(string name, int rows, string? dataSet = null, string? completeDate = null, string? scheme = null, string? elementScheme = null)
    {
        using var zip = ZipFile.OpenRead(Path.Combine(AppContext.BaseDirectory, "Recordings", "dataValueSets.zip"));
        using var file = DataValueFile.Open(zip.GetEntry(name)!.Open(), name, new DataValueFileOptions { Csv = () => new CsvFormat() });
        var terms = await file.ReadTermsAsync(TestContext.Current.CancellationToken);
        var items = new List<InputItem>();
        await foreach (var batch in file.ReadAsync(TestContext.Current.CancellationToken))
            items.AddRange(batch);
        Assert.Equal((dataSet, completeDate, scheme, elementScheme), (terms.DataSet, terms.CompleteDate, terms.Schemes.All, terms.Schemes.DataElement));
        Assert.Equal(elementScheme, terms.Schemes.OrgUnit);
        Assert.Equal(rows, items.Count);
        Assert.All(items, item => Assert.Null(item.Fault));
        Assert.All(items, item => Assert.Matches("^201[23]", item.Row!.Value.Period!));
        Assert.All(items, item => Assert.False(string.IsNullOrEmpty(item.Row!.Value.OrgUnit)));
    }
}
