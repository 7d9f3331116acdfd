package cbd.training.data;

import java.io.IOException;

/** A picture's bytes are not what its format says; the file is named by who knows it. */
final class DamagedPictureException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String rule;

  DamagedPictureException(String rule) {
    super(rule);
    this.rule = rule;
  }

  /** The broken rule, to follow the file's name and a colon. */
  String rule() {
    return rule;
  }
}
