// Numbers and times for people.

export const percent = (value, digits = 1) => value === null || value === undefined ? "–" : (100 * value).toFixed(digits);

/** A share that a person chose, in percent and exactly: two rates that differ never look the same. */
export const rate = value => value === null || value === undefined ? "–" : String(Number((100 * value).toPrecision(15)));

/** Mean ± half-width of the 95 % confidence interval, in percent. */
export function score(statistic) {
  if (statistic.mean === null) return "–";
  return statistic.ci95 === null ? percent(statistic.mean) : `${percent(statistic.mean)} ± ${percent(statistic.ci95)}`;
}

export const count = number => Number(number).toLocaleString("en");

/** Bytes in binary units, as the rest of cbd writes memory. */
export function memory(bytes) {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  const unit = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${Math.floor(100 * bytes / 1024 ** unit) / 100} ${units[unit]}`;
}

/** What a trial takes of a worker. */
export const resources = ({ slots, memory: bytes }) => (slots === 1 ? "a slot" : `${slots} slots of one device`)
  + (bytes === 0 ? "" : ` with at least ${memory(bytes)}${slots === 1 ? "" : " together"}`);

export function duration(seconds) {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h ${Math.round(seconds % 3600 / 60)} min`;
  return `${(seconds / 86400).toFixed(1)} days`;
}

export const time = iso => iso === null ? "–" : new Date(iso).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });

/** An estimate with its range. */
export const eta = estimate => estimate === null || estimate === undefined ? null
  : `about ${duration(estimate.seconds)} left (${duration(estimate.lowSeconds)} to ${duration(estimate.highSeconds)})`;

export const short = id => id.slice(0, 8);

/** A setting of a trial in one word: its type, if it has one. */
export const word = value => value && typeof value === "object" && "type" in value ? value.type : String(value);

/** A configuration as paths and values. */
export function flat(value, path = "", into = {}) {
  if (value !== null && typeof value === "object" && !Array.isArray(value)) {
    for (const [key, inner] of Object.entries(value)) flat(inner, key === "type" ? path : path ? `${path}.${key}` : key, into);
  } else {
    into[path] = Array.isArray(value) ? value.join(", ") : value;
  }
  return into;
}

/** What a trial is, in a line. */
export const what = spec => `${word(spec.dataset)} · ${spec.model} · ${word(spec.attack)}${spec.attack.poisonRate === undefined ? "" : " " + rate(spec.attack.poisonRate) + " %"} · ${word(spec.defense)} · repeat ${spec.repeat}`;
