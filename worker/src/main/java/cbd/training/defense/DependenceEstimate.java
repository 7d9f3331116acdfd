package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * How dependent two embeddings are: mean D(r_i, z_i) − mean D(r_i, z_{i+1 mod n}). The cyclic shift
 * inside a shuffled batch stands for a draw from the product of the marginals.
 */
final class DependenceEstimate {
  private DependenceEstimate() {}

  /**
   * The estimate without any factor.
   *
   * @param critic its parameters as constants or as variables
   * @param r the backdoored model's embedding, [n, d]
   * @param z the clean model's, [n, d]
   * @return scalar; 0 for a single image, which has no other to be shifted to
   */
  static NDArray of(List<NDArray> critic, NDArray r, NDArray z, Dropout dropout) {
    long n = r.getShape().get(0);
    NDArray shifted = n == 1 ? z : z.get("1:").concat(z.get(":1"));
    // One call for both halves; the dropout masks of the halves are independent all the same.
    NDArray pairs = NDArrays.concat(new NDList(r.concat(z, 1), r.concat(shifted, 1)));
    NDArray means = Critic.score(critic, pairs, dropout).reshape(2, n).mean(new int[] {1});
    return means.get(0).sub(means.get(1));
  }
}
