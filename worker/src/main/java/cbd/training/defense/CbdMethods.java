package cbd.training.defense;

import cbd.domain.Defense;
import cbd.domain.Defense.SpectralNorm;
import cbd.training.optimizer.Adam;

/**
 * CBD's arithmetic as TorchScript methods: {@link SampleWeights}, {@link DependenceEstimate} with
 * its {@link Critic} and {@link Dropout}, {@link SpectralNormalization} and {@link Adam}, each
 * operator by operator what those do.
 */
final class CbdMethods {
  private CbdMethods() {}

  /** {@code weigh(backdooredLoss, cleanLoss, guarded)} → ŵ, [n]; counts in {@code guarded}. */
  static String weigh(Defense.Cbd settings) {
    String head =
        "def weigh(self, backdooredLoss: Tensor, cleanLoss: Tensor, guarded: Tensor) -> Tensor:\n";
    if (settings.weights() == Defense.Weights.UNIFORM) {
      return head + "  return torch.ones_like(backdooredLoss)\n";
    }
    StringBuilder method = new StringBuilder(head).append(RELATIVE);
    if (settings.weightGamma() != 1) {
      method.append(POWER.formatted(settings.weightGamma()));
    }
    return method.append(settings.normalizeWeights() ? NORMALISED : "  return weight\n").toString();
  }

  private static final String RELATIVE =
      """
        both = torch.add_(torch.add(cleanLoss, backdooredLoss), 1e-08)
        weight = torch.div(backdooredLoss, both)
      """;

  private static final String POWER =
      """
        gamma = torch.full([], %s, dtype=7, layout=None, device=ops.prim.device(weight), pin_memory=False)
        weight = torch.pow(weight, gamma)
      """;

  private static final String NORMALISED =
      """
        n = torch.numel(backdooredLoss)
        sum = torch.sum(weight)
        weightless = torch.to(torch.lt(sum, 1e-12), 6)
        torch.add_(guarded, weightless)
        torch.add_(weight, weightless)
        return torch.div_(torch.mul_(weight, n), torch.add_(sum, torch.mul_(weightless, n)))
      """;

  /**
   * {@code dropout(x, state)}: masks from {@link cbd.training.random.SplitMix}'s numbers after a
   * state. They are functions of a counter, so that the device makes them all at once, the same to
   * the bit as the host would. The shifts are of signed numbers, hence the masks on what they bring
   * in.
   */
  static String dropout(Dropout dropout) {
    if (dropout.rate() == 0) {
      return """
      def dropout(self, x: Tensor, state: int) -> Tensor:
        return x
      """;
    }
    return """
    def mix(self, z: Tensor, right: int, mask: int) -> Tensor:
      return torch.bitwise_xor(z, torch.bitwise_and(torch.bitwise_right_shift(z, right), mask))
    def dropout(self, x: Tensor, state: int) -> Tensor:
      count = torch.numel(x)
      draws = torch.floordiv(torch.add(count, 3), 4)
      k = torch.arange(1, torch.add(draws, 1), dtype=4, layout=None, device=ops.prim.device(x), pin_memory=False)
      counter = torch.add(torch.mul(k, %d), state)
      once = torch.mul((self).mix(counter, 30, %d), %d)
      twice = torch.mul((self).mix(once, 27, %d), %d)
      random = (self).mix(twice, 31, %d)
      shifts = torch.arange(0, 64, 16, dtype=4, layout=None, device=ops.prim.device(x), pin_memory=False)
      bits = torch.bitwise_and(torch.bitwise_right_shift(torch.unsqueeze(random, 1), shifts), 65535)
      kept = torch.ge(torch.slice(torch.reshape(bits, [-1]), 0, 0, count), %d)
      factor = torch.mul(torch.to(kept, 6), %s)
      return torch.mul(x, torch.reshape(factor, torch.size(x)))
    """
        .formatted(
            0x9E3779B97F4A7C15L,
            -1L >>> 30,
            0xBF58476D1CE4E5B9L,
            -1L >>> 27,
            0x94D049BB133111EBL,
            -1L >>> 31,
            dropout.threshold(),
            1 / (1 - dropout.rate()));
  }

  /** {@code estimate(critic, r, z, inputState, hiddenState)} → scalar. */
  static String estimate(int embeddingWidth) {
    return """
    def estimate(self, critic: Tensor, r: Tensor, z: Tensor, inputState: int, hiddenState: int) -> Tensor:
      n = torch.size(r, 0)
      p = torch.split_with_sizes(critic, [%1$d, %2$d, %2$d, 1])
      if torch.eq(n, 1):
        shifted = z
      else:
        shifted = torch.cat([torch.slice(z, 0, 1), torch.slice(z, 0, 0, 1)], 0)
      pairs = torch.cat([torch.cat([r, z], 1), torch.cat([r, shifted], 1)], 0)
      dropped = (self).dropout(pairs, inputState)
      hidden = torch.linear(dropped, torch.reshape(p[0], [%2$d, %3$d]), p[1])
      active = (self).dropout(torch.leaky_relu(hidden, %4$s), hiddenState)
      scores = torch.linear(active, torch.reshape(p[2], [1, %2$d]), p[3])
      means = torch.mean(torch.reshape(scores, [2, n]), [1])
      return torch.sub(torch.select(means, 0, 0), torch.select(means, 0, 1))
    """
        .formatted(
            2L * embeddingWidth * embeddingWidth,
            embeddingWidth,
            2 * embeddingWidth,
            (double) Critic.SLOPE);
  }

  /**
   * {@code adam(flat, mean, square, gradient, rate, root)}: a step in place, with the corrections
   * {@link Adam.Corrections}.
   */
  static final String ADAM =
      """
      def adam(self, flat: Tensor, mean: Tensor, square: Tensor, gradient: Tensor, rate: float, root: float) -> Tensor:
        torch.add_(torch.mul_(mean, %s), torch.mul(gradient, %s))
        torch.add_(torch.mul_(square, %s), torch.mul_(torch.mul(gradient, gradient), %s))
        denominator = torch.add_(torch.div_(torch.sqrt(square), root), %s)
        return torch.sub_(flat, torch.mul_(torch.div(mean, denominator), rate))
      """
          .formatted(Adam.BETA1, 1 - Adam.BETA1, Adam.BETA2, 1 - Adam.BETA2, Adam.EPSILON);

  /**
   * {@code normalize(critic, guarded)}: divides the critic's arrays in place; counts in {@code
   * guarded} those it leaves as they are. In double precision like the host's, whose sums run in
   * another order: the divisors, rounded to float32, agree but for one case in millions.
   */
  static String normalize(int embeddingWidth, Defense.Critic settings) {
    if (settings.spectralNorm() == SpectralNorm.OFF) {
      return """
      def normalize(self, critic: Tensor, guarded: Tensor) -> Tensor:
        return critic
      """;
    }
    StringBuilder method =
        new StringBuilder(
            """
            def normalizeOne(self, parameter: Tensor, rows: int, guarded: Tensor) -> Tensor:
              w = torch.reshape(torch.to(parameter, 7), [rows, -1])
              turned = torch.t(w)
              u = torch.ones([torch.size(w, 1)], dtype=7, layout=None, device=ops.prim.device(w), pin_memory=False)
              v = torch.mv(w, u)
              least = torch.sqrt(torch.dot(v, v))
              for i in range(%d):
                v = torch.mv(w, u)
                norm = torch.sqrt(torch.dot(v, v))
                v = torch.div(v, norm)
                least = torch.minimum(least, norm)
                u = torch.mv(turned, v)
                norm = torch.sqrt(torch.dot(u, u))
                u = torch.div(u, norm)
                least = torch.minimum(least, norm)
              sigma = torch.dot(torch.mv(w, u), v)
              sound = torch.ge(torch.minimum(least, sigma), 1e-12)
              torch.add_(guarded, torch.rsub(torch.to(sound, 6), 1))
              divisor = torch.where(sound, %s, torch.ones_like(sigma))
              return torch.div_(parameter, torch.to(divisor, 6))
            def normalize(self, critic: Tensor, guarded: Tensor) -> Tensor:
              p = torch.split_with_sizes(critic, [%d, %d, %d, 1])
            """
                .formatted(
                    settings.powerIterations(),
                    divisor(settings.spectralNorm()),
                    2L * embeddingWidth * embeddingWidth,
                    embeddingWidth,
                    embeddingWidth));
    int[] rows = {embeddingWidth, embeddingWidth, 1, 1};
    for (int i = 0; i < rows.length; i++) {
      boolean bias = i % 2 == 1;
      if (!bias || settings.normalizeBiases()) {
        method.append("  (self).normalizeOne(p[%d], %d, guarded)\n".formatted(i, rows[i]));
      }
    }
    return method.append("  return critic\n").toString();
  }

  private static String divisor(SpectralNorm norm) {
    return switch (norm) {
      case SIGMA -> "sigma";
      case SQRT_SIGMA -> "torch.sqrt(sigma)";
      case SIGMA_IF_ABOVE_ONE -> "torch.maximum(sigma, torch.ones_like(sigma))";
      case OFF -> "torch.ones_like(sigma)";
    };
  }
}
