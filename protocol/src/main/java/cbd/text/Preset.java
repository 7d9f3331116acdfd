package cbd.text;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A name for several settings of a record at once. In a text, <code>{type: cbd, preset:
 * official-code, t1: 4}</code> stands for the settings of the preset and <code>t1: 4</code>;
 * settings that the text gives itself win, also inside of inner records. The key exists in texts
 * alone: the record holds what the preset came to, so that its identity does not depend on how it
 * was written.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE})
@Repeatable(Preset.All.class)
public @interface Preset {
  String name();

  /** As a JSON mapping; what it leaves out keeps its default. */
  String settings();

  /** One sentence that explains it to its user. */
  String about() default "";

  /** Holds a record's presets in their order. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE})
  @interface All {
    Preset[] value();
  }
}
