/**
 * YAML to {@link cbd.text.Tree}s, every value with its line and column. Start with {@link
 * cbd.yaml.YamlText}; the parser behind it is imported nowhere else.
 */
@NullMarked
package cbd.yaml;

import org.jspecify.annotations.NullMarked;
