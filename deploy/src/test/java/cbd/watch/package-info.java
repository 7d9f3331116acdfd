/**
 * Reads what people watch cbd with, dashboards and rules, so that tests can hold it against the
 * contract of metrics and against a real Prometheus. Open {@link cbd.watch.Board} first.
 */
package cbd.watch;
