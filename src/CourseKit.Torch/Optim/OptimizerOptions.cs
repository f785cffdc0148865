using System.Reflection;

namespace TorchSharp.Modules;

/// <summary>
/// Options that every optimiser has. Those of one kind add public fields, nullable so that a group can leave them to the optimiser, in the order
/// in which TorchSharp's files hold them.
/// </summary>
public class OptimizerOptions
{
    /// <summary>The rate in use.</summary>
    public double? LearningRate { get; set; }

    /// <summary>The rate that schedules start from.</summary>
    public double InitialLearningRate { get; set; }

    private IEnumerable<FieldInfo> Fields => GetType().GetFields().OrderBy(f => f.MetadataToken);

    /// <summary>Takes what is not set from an optimiser's options.</summary>
    internal void FillFrom(OptimizerOptions defaults)
    {
        foreach (var field in Fields)
            if (field.GetValue(this) is null) field.SetValue(this, field.GetValue(defaults));
        LearningRate ??= defaults.LearningRate;
        InitialLearningRate = LearningRate!.Value;
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate!.Value);
        foreach (var field in Fields)
        {
            if (field.GetValue(this) is bool flag) writer.Write(flag);
            else writer.Write((double)field.GetValue(this)!);
        }
    }

    internal void Read(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
        foreach (var field in Fields) field.SetValue(this, field.FieldType == typeof(bool?) ? reader.ReadBoolean() : reader.ReadDouble());
    }

    /// <exception cref="ArgumentException">The value is negative.</exception>
    internal static void Positive(double? value, string name)
    {
        if (value < 0) throw new ArgumentException($"Invalid {name}: {value}");
    }
}
