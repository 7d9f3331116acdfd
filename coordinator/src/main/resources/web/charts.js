// Charts by Apache ECharts, which is fetched when the first one is drawn: the page paints without it.
import { el } from "./dom.js";

const drawn = new Set();
let library;

const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Colours that differ in lightness too; series differ by symbol or dash besides. */
export const palette = () => ["--series-1", "--series-2", "--series-3", "--series-4", "--series-5", "--series-6"].map(color);
export const SYMBOLS = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect", "emptyTriangle", "emptyDiamond"];
export const ink = () => color("--ink");

function frame() {
  const muted = color("--muted");
  const line = color("--line");
  const axis = { axisLine: { lineStyle: { color: muted } }, axisLabel: { color: muted }, nameTextStyle: { color: muted }, splitLine: { lineStyle: { color: line } }, nameLocation: "middle" };
  return {
    axis,
    base: {
      animation: false, color: palette(), textStyle: { color: color("--ink"), fontFamily: "inherit" }, aria: { enabled: true },
      legend: { top: 0, type: "scroll", textStyle: { color: color("--ink") }, pageTextStyle: { color: muted } },
      grid: { left: 54, right: 18, top: 36, bottom: 44 },
      // Drawn on the canvas: the other way writes HTML, which the page's policy and we forbid.
      tooltip: { renderMode: "richText", confine: true, backgroundColor: color("--surface"), borderColor: line, textStyle: { color: color("--ink"), fontSize: 12 } },
    },
  };
}

/**
 * A chart in a box of its own. `option` is called with the frame's axis style and base options, and
 * again whenever the theme or the data change.
 */
export function chart(label, option, height = 280) {
  const box = el("div", { className: "chart" });
  box.style.height = `${height}px`;
  const entry = { box, instance: null, draw() {
    if (!entry.instance) return;
    const { axis, base } = frame();
    entry.instance.setOption({ ...base, ...option(axis, base) }, { notMerge: true });
    box.setAttribute("aria-label", label);
  } };
  drawn.add(entry);
  library ??= import("./echarts.js");
  library.then(echarts => {
    if (!drawn.has(entry)) return;
    entry.instance = echarts.init(box, null, { renderer: "canvas" });
    box.setAttribute("role", "img");
    entry.observer = new ResizeObserver(() => entry.instance.resize());
    entry.observer.observe(box);
    entry.draw();
  });
  return {
    box,
    draw: () => entry.draw(),
    on: (event, handler) => library.then(() => entry.instance?.on(event, handler)),
    dispose() {
      drawn.delete(entry);
      entry.observer?.disconnect();
      entry.instance?.dispose();
    },
  };
}

/** Draws all again, in the theme that is now on. */
export function repaint() {
  for (const entry of drawn) entry.draw();
}
