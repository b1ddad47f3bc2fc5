namespace Dhis2.Sandbox.Countries;

/// <summary>Names of places in several scripts, put together from a few words of each.</summary>
internal static class PlaceNames
{
    private static readonly Script[] s_scripts =
    [
        new(["Kédougou", "São Jorge", "Ñuñoa", "Bäckby", "Łódzka", "Tōhoku", "Đà Lạt", "Ngọc Hồi"], ["Région", "District", "Centre de Santé"]),
        new(["صنعاء", "القاهرة", "الخرطوم", "حضرموت", "بغداد"], ["إقليم", "مديرية", "مركز صحي"]),
        new(["ጎንደር", "ባሕር ዳር", "ሐረር", "አክሱም", "ጅማ"], ["ክልል", "ወረዳ", "ጤና ጣቢያ"]),
        new(["ປາກເຊ", "ຫຼວງພະບາງ", "ວຽງຈັນ", "ຊຽງຂວາງ"], ["ແຂວງ", "ເມືອງ", "ສຸກສາລາ"]),
        new(["Бишкек", "Ош", "Нарын", "Душанбе", "Йошкар"], ["Область", "Район", "Больница"]),
        new(["काठमाडौं", "पोखरा", "इलाम", "मुस्ताङ"], ["प्रदेश", "जिल्ला", "स्वास्थ्य चौकी"]),
        new(["খুলনা", "বরিশাল", "যশোর", "সিলেট"], ["বিভাগ", "জেলা", "ক্লিনিক"]),
        new(["မန္တလေး", "ပဲခူး", "မော်လမြိုင်"], ["တိုင်း", "ခရိုင်", "ဆေးခန်း"]),
        new(["Harare", "O'Brien's Bay", "\"New\" Town", "A, B & C", "Ünye"], ["Region", "District", "Clinic"]),
    ];

    /// <summary>A name for a place; the region decides the script.</summary>
    /// <param name="kind">0 for a region, 1 for a district, 2 for a facility.</param>
    public static string Make(int region, int kind, int number)
    {
        var script = s_scripts[region % s_scripts.Length];
        return $"{script.Kinds[kind]} {script.Places[number % script.Places.Length]} {number + 1}";
    }

    private sealed record Script(string[] Places, string[] Kinds);
}
