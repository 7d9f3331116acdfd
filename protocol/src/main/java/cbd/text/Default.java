package cbd.text;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value of a setting that a text leaves out, as the text would write it: <code>0.1</code>,
 * <code>badnets</code>, <code>[20, 70]</code>, <code>{}</code>. A component without it is required.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT})
public @interface Default {
  String value();
}
