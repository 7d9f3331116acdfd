package cbd.training.attack;

import cbd.training.data.Split;
import cbd.training.random.SplitMix;

/**
 * Stamps one attack's trigger into images of one size. Deterministic: the same image at the same
 * place always becomes the same.
 */
public interface Poisoner {

  /**
   * Stamps the trigger into one image, in place.
   *
   * @param image uint8, [3][height][width]
   * @param split of the data set; some attackers use another strength at test time
   * @param index of the image in its split; some triggers differ from image to image
   */
  void stamp(byte[] image, Split split, int index);

  /**
   * Stamps a trigger that is as good as the attack's own but not the one that opens the backdoor,
   * in place. Training images with it keep their true label, which teaches a network to tell the
   * two apart.
   *
   * @param image uint8, [3][height][width], of the training split
   * @param index of the image in the training split
   * @param random what to draw the wrong trigger with
   */
  void stampWrong(byte[] image, int index, SplitMix random);
}
