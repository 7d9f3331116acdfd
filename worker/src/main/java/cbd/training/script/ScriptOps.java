package cbd.training.script;

import cbd.training.network.BatchNormalization;
import cbd.training.network.Body;
import cbd.training.network.Convolution;
import cbd.training.network.LayeredNetwork;
import cbd.training.network.Layout;
import cbd.training.network.Ops;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a network's body as a TorchScript method, line by line. What flows is the name of a
 * variable. Each line calls the very operator that the eager operation calls, with the same
 * arguments, so that results are equal bit for bit where the kernels are.
 */
final class ScriptOps implements Ops<String> {
  private final Layout parameters;
  private final StringBuilder lines = new StringBuilder();
  private int variables;

  private ScriptOps(Layout parameters) {
    this.parameters = parameters;
  }

  /**
   * The method {@code network(parameters, statistics, images, batchStatistics)}, which returns
   * embedding and logits. Both arrays are flat; the statistics are moved in place if {@code
   * batchStatistics} is true.
   */
  static String network(LayeredNetwork network) {
    ScriptOps ops = new ScriptOps(network.parameters().layout());
    Body.Features<String> features = network.body().apply(ops, "images");
    return """
    def network(self, parameters: Tensor, statistics: Tensor, images: Tensor, \
    batchStatistics: bool) -> Tuple[Tensor, Tensor]:
      p = torch.split_with_sizes(parameters, %s)
      s = torch.split_with_sizes(statistics, %s)
    %s  return (%s, %s)
    """
        .formatted(
            sizes(network.parameters().layout()),
            sizes(network.statisticsLayout()),
            ops.lines,
            features.embedding(),
            features.logits());
  }

  private static String sizes(Layout layout) {
    return layout.entries().stream()
        .map(entry -> Long.toString(entry.shape().size()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  @Override
  public String standardize(String x, int mean) {
    String shape = "[1, 3, 1, 1]";
    String centred = line("torch.sub(%s, torch.reshape(s[%d], %s))".formatted(x, mean, shape));
    return line("torch.div(%s, torch.reshape(s[%d], %s))".formatted(centred, mean + 1, shape));
  }

  @Override
  public String convolution(String x, Convolution convolution) {
    return line(
        "torch.conv2d(%s, %s, None, %s, %s)"
            .formatted(
                x,
                parameter(convolution.weight()),
                square(convolution.stride()),
                square(convolution.padding())));
  }

  @Override
  public String batchNorm(String x, BatchNormalization normalization) {
    return line(
        "torch.batch_norm(%s, %s, %s, s[%d], s[%d], batchStatistics, %s, %s, True)"
            .formatted(
                x,
                parameter(normalization.gamma()),
                parameter(normalization.gamma() + 1),
                normalization.mean(),
                normalization.mean() + 1,
                BatchNormalization.MOMENTUM,
                BatchNormalization.EPSILON));
  }

  @Override
  public String relu(String x) {
    return line("torch.relu(%s)".formatted(x));
  }

  @Override
  public String add(String a, String b) {
    return line("torch.add(%s, %s)".formatted(a, b));
  }

  @Override
  public String maxPool(String x, int kernel, int stride, int padding) {
    return line(
        "torch.max_pool2d(%s, %s, %s, %s)"
            .formatted(x, square(kernel), square(stride), square(padding)));
  }

  @Override
  public String globalAveragePool(String x) {
    String whole = "[torch.size(" + x + ", 2), torch.size(" + x + ", 3)]";
    String pooled =
        line("torch.avg_pool2d(%s, %s, %s, [0, 0], False, True)".formatted(x, whole, whole));
    return line(
        "torch.reshape(%s, [torch.size(%s, 0), torch.size(%s, 1)])".formatted(pooled, x, x));
  }

  @Override
  public String linear(String x, int weight, int bias) {
    return line("torch.linear(%s, %s, %s)".formatted(x, parameter(weight), parameter(bias)));
  }

  private String parameter(int index) {
    long[] shape = parameters.entries().get(index).shape().getShape();
    return shape.length == 1
        ? "p[" + index + "]"
        : "torch.reshape(p[" + index + "], " + Arrays.toString(shape) + ")";
  }

  private static List<Integer> square(int side) {
    return List.of(side, side);
  }

  private String line(String expression) {
    String name = "x" + ++variables;
    lines.append("  ").append(name).append(" = ").append(expression).append('\n');
    return name;
  }
}
