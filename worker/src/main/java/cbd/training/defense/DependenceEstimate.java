package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import cbd.training.checkpoint.Savable;
import cbd.training.defense.Batches.Pass;
import java.util.List;

/**
 * How dependent two embeddings are: mean D(r_i, z_i) − mean D(r_i, z_π(i)), π being the {@link
 * Pairing}.
 */
final class DependenceEstimate {
  private DependenceEstimate() {}

  /** What an estimate takes from chance. */
  record Chance(Dropout dropout, Pairing pairing) {

    /** Starts the streams of a pass; epochs count from 1. */
    void restart(int epoch, Pass pass) {
      dropout.restart(epoch, pass);
      pairing.restart(epoch, pass);
    }

    /** Where the streams are. */
    Savable state() {
      return Savable.all(dropout, pairing);
    }
  }

  /**
   * The estimate without any factor.
   *
   * @param critic its parameters as constants or as variables
   * @param r the backdoored model's embedding, [n, d]
   * @param z the clean model's, [n, d]
   * @return scalar; 0 for a single image, which has no other to be paired with
   */
  static NDArray of(List<NDArray> critic, NDArray r, NDArray z, Chance chance) {
    long n = r.getShape().get(0);
    NDArray other = chance.pairing().apply(z);
    // One call for both halves; the dropout masks of the halves are independent all the same.
    NDArray pairs = NDArrays.concat(new NDList(r.concat(z, 1), r.concat(other, 1)));
    NDArray means = Critic.score(critic, pairs, chance.dropout()).reshape(2, n).mean(new int[] {1});
    return means.get(0).sub(means.get(1));
  }
}
