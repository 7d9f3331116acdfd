package cbd.wire;

/** Marks what may be serialised between processes. */
public sealed interface Wire permits CoordinatorProtocol, WorkerProtocol {

  /** Version of both protocols; a coordinator refuses workers of another one with a clear word. */
  int PROTOCOL_VERSION = 1;
}
