package cbd.text;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a text has to look like. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT})
public @interface Form {
  /** A regular expression that the whole text matches. */
  String pattern();

  /** The same in words, to follow "must be". */
  String words();
}
