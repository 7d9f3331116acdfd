package cbd.next;

/** A message that this build does not know. */
public record Novelty(String word) {}
