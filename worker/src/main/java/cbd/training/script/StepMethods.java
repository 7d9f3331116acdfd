package cbd.training.script;

import cbd.training.network.LayeredNetwork;
import cbd.training.network.Ops;

/**
 * TorchScript methods of which a training step is made: fetching a batch, the network, the loss,
 * its gradient, the optimiser. Each does what its eager counterpart does, operator by operator.
 *
 * <p>The text is in the form in which archives have it: no decorators, operators by their full
 * names, types as numbers (4 is int64, 6 float32, 7 float64).
 */
public final class StepMethods {
  private StepMethods() {}

  /**
   * {@code network(parameters, statistics, images, batchStatistics)} → (embedding, logits), from
   * the network's body: {@link Ops}.
   */
  public static String network(LayeredNetwork network) {
    return ScriptOps.network(network);
  }

  /**
   * {@code images(pixels, rows)} → [n, 3, height, width], 0..1: the images that the rows name,
   * augmented as the rows say, as {@code StandardAugmenter} does it.
   *
   * @param augmented whether the rows' further columns are heeded
   * @param cutout side of the square that is set to zero
   */
  public static String images(boolean augmented, int cutout) {
    return augmented ? FETCH_AND_CHANGE.formatted(cutout / 2, cutout, cutout / 2, cutout) : FETCH;
  }

  private static final String FETCH =
      """
      def images(self, pixels: Tensor, rows: Tensor) -> Tensor:
        chosen = torch.index_select(pixels, 0, torch.select(rows, 1, 0))
        return torch.div_(torch.to(chosen, 6), 255)
      """;

  /**
   * Of row r and column c of the result: where in the source they come from, whether that lies
   * inside of it, and whether they lie in the hole.
   */
  private static final String FETCH_AND_CHANGE =
      """
      def images(self, pixels: Tensor, rows: Tensor) -> Tensor:
        n = torch.size(rows, 0)
        height = torch.size(pixels, 2)
        width = torch.size(pixels, 3)
        index, down, right, flip, y, x, = torch.unbind(torch.unsqueeze(rows, 2), 1)
        r = torch.arange(height, dtype=4, layout=None, device=ops.prim.device(pixels), pin_memory=False)
        c = torch.arange(width, dtype=4, layout=None, device=ops.prim.device(pixels), pin_memory=False)
        sourceRow = torch.add(r, down)
        mirrored = torch.add(c, torch.mul(flip, torch.rsub(torch.mul(c, 2), width - 1)))
        sourceColumn = torch.add(mirrored, right)
        rowInside = torch.logical_and(torch.ge(sourceRow, 0), torch.lt(sourceRow, height))
        columnInside = torch.logical_and(torch.ge(sourceColumn, 0), torch.lt(sourceColumn, width))
        top = torch.sub(y, %d)
        rowCut = torch.logical_and(torch.ge(r, top), torch.lt(r, torch.add(top, %d)))
        left = torch.sub(x, %d)
        columnCut = torch.logical_and(torch.ge(c, left), torch.lt(c, torch.add(left, %d)))
        inside = torch.logical_and(torch.unsqueeze(rowInside, 2), torch.unsqueeze(columnInside, 1))
        cut = torch.logical_and(torch.unsqueeze(rowCut, 2), torch.unsqueeze(columnCut, 1))
        seen = torch.logical_and(inside, torch.logical_not(cut))
        rowStart = torch.mul(torch.clamp(sourceRow, 0, height - 1), width)
        column = torch.clamp(sourceColumn, 0, width - 1)
        place = torch.add(torch.unsqueeze(rowStart, 2), torch.unsqueeze(column, 1))
        chosen = torch.index_select(pixels, 0, torch.reshape(index, [n]))
        planes = torch.reshape(chosen, [n, 3, height * width])
        places = torch.expand(torch.reshape(place, [n, 1, height * width]), [n, 3, height * width])
        moved = torch.reshape(torch.gather(planes, 2, places), [n, 3, height, width])
        visible = torch.mul(moved, torch.unsqueeze(seen, 1))
        return torch.div_(torch.to(visible, 6), 255)
      """;

  /** {@code crossEntropy(logits, labels)} → [n]. */
  public static final String CROSS_ENTROPY =
      """
      def crossEntropy(self, logits: Tensor, labels: Tensor) -> Tensor:
        likelihood = torch.gather(torch.log_softmax(logits, 1), 1, torch.reshape(labels, [-1, 1]))
        return torch.neg(torch.reshape(likelihood, [-1]))
      """;

  /**
   * {@code learnable(flat)} → a leaf that shares the array's storage, with recording switched on;
   * {@code gradient(loss, leaf)} → the loss's gradient, with recording switched off.
   */
  public static final String GRADIENT =
      """
      def learnable(self, flat: Tensor) -> Tensor:
        torch.set_grad_enabled(True)
        return torch.requires_grad_(torch.detach(flat))
      def gradient(self, loss: Tensor, leaf: Tensor) -> Tensor:
        gradients = torch.grad([loss], [leaf])
        torch.set_grad_enabled(False)
        return ops.prim.unchecked_unwrap_optional(gradients[0])
      """;

  /**
   * {@code note(moments, place, computed)}: the nanosecond in which something was computed, by the
   * program's own clock; nothing, and no waiting, where there is no place for it. The copy waits
   * for the device.
   */
  public static final String MOMENTS =
      """
      def note(self, moments: Tensor, place: int, computed: Tensor) -> Tensor:
        if torch.gt(torch.numel(moments), 0):
          moment = torch.select(moments, 0, place)
          row = torch.reshape(torch.detach(computed), [-1])
          torch.copy_(moment, torch.select(row, 0, 0))
          torch.fill_(moment, ops.prim.TimePoint())
        else:
          pass
        return moments
      """;

  /**
   * {@code descend(flat, momentum, gradient, rate)}: a step of {@link
   * cbd.training.optimizer.NesterovSgd}, in place; destroys the gradient.
   */
  public static String descend(double momentum, double weightDecay) {
    return """
    def descend(self, flat: Tensor, velocity: Tensor, gradient: Tensor, rate: float) -> Tensor:
      momentum = %s
      torch.add_(gradient, torch.mul(flat, %s))
      torch.add_(torch.mul_(velocity, momentum), gradient)
      torch.add_(gradient, torch.mul(velocity, momentum))
      return torch.sub_(flat, torch.mul_(gradient, rate))
    """
        .formatted(momentum, weightDecay);
  }
}
