// What happens, as the coordinator tells it: every event is the whole picture, so none need be kept.

const listeners = new Set();
let picture = null;
let connected = false;
let source = null;
let pause = null;

/** Calls back at once with the last picture, if there is one, and with each that comes; returns how to stop. */
export function listen(callback) {
  listeners.add(callback);
  if (picture) callback(picture);
  return () => listeners.delete(callback);
}

export const latest = () => picture;

/** Opens the stream, if it is not open. The browser connects again by itself whenever it breaks. */
export function open(onConnection) {
  if (source) return;
  const mine = source = new EventSource("/api/v1/events");
  const tell = now => {
    connected = now;
    onConnection(connected, picture);
  };
  mine.addEventListener("picture", event => {
    picture = JSON.parse(event.data);
    tell(true);
    for (const listener of [...listeners]) listener(picture);
  });
  mine.addEventListener("error", () => {
    if (mine !== source) return;
    tell(false);
    // A refusal, unlike a lost connection, ends an EventSource for good.
    if (mine.readyState === EventSource.CLOSED) {
      source = null;
      pause = setTimeout(() => open(onConnection), 5000);
    }
  });
}

/** Closes it, and forgets what it told: it was for whoever is gone. */
export function close() {
  clearTimeout(pause);
  source?.close();
  source = null;
  picture = null;
}

/** Milliseconds between two readings of what events do not tell, while much happens. */
const READING_EVERY = 2000;

/** The work, at most once in a while, and once more for what came in between. */
export function sometimes(work) {
  let timer = null;
  return () => {
    timer ??= setTimeout(async () => {
      timer = null;
      await work();
    }, READING_EVERY);
  };
}
