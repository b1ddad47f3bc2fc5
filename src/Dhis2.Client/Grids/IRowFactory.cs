namespace Dhis2.Client.Grids;

/// <summary>Makes rows of a grid once its columns are known.</summary>
/// <typeparam name="T">What a row is made as.</typeparam>
public interface IRowFactory<out T>
{
    /// <summary>Hears the columns' names, before the first row.</summary>
    void Columns(IReadOnlyList<string> names);

    /// <summary>Makes a row; the array of cells is used again for the next one.</summary>
    T Create(string?[] cells);
}
