package cbd.wire;

/** Marks what may be serialised between processes. */
public sealed interface Wire permits CoordinatorProtocol, WorkerProtocol {

  /**
   * Version of both protocols; a coordinator refuses workers of another one with a clear word. It
   * rises when a message that another version may send or await is changed or removed.
   */
  int PROTOCOL_VERSION = 2;
}
