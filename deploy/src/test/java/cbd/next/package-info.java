/**
 * What a build that comes after this one has more than it: a message on the wire. {@link
 * cbd.NextBuild} puts it into a distribution; no test runs any of it itself.
 */
package cbd.next;
