// Elements made from values. Text is always set as text: a name in a sweep file stays a name.

/** An element; `props` are properties, or attributes where they contain a dash or are known as such only. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key in node && !key.includes("-")) node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Puts other children into a node. */
export function fill(node, ...children) {
  node.replaceChildren();
  append(node, children);
  return node;
}

/** A table that scrolls sideways in its own box. */
export function table(caption, heads, rows, props = {}) {
  return el("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": caption },
    el("table", props,
      el("caption", { className: "unseen" }, caption),
      el("thead", {}, el("tr", {}, heads.map(head => head instanceof Node ? head : el("th", { scope: "col" }, head)))),
      el("tbody", {}, rows.map(cells => cells instanceof Node ? cells
        : el("tr", {}, cells.map(cell => cell instanceof HTMLTableCellElement ? cell : el("td", {}, cell)))))));
}

/** The numbers behind a picture, for whoever cannot or does not want to see it. */
export function numbers(caption, heads, rows) {
  return el("details", { className: "numbers" },
    el("summary", {}, "Numbers as a table"), table(caption, heads, rows));
}

/** A passing word for everybody, screen readers included. */
export function say(text, bad = false) {
  const toast = document.getElementById("toast");
  toast.hidden = false;
  toast.classList.toggle("bad", bad);
  fill(toast, text);
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { toast.hidden = true; }, bad ? 12000 : 5000);
}

/** Asks before something is stopped; resolves to whether it was agreed to. */
export function agree(question, yes) {
  return new Promise(resolve => {
    const dialog = el("dialog", { "aria-label": question },
      el("p", {}, question),
      el("form", { method: "dialog", className: "row" },
        el("button", { value: "no", className: "quiet" }, "No, leave it"),
        el("button", { value: "yes" }, yes)));
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes"); });
    // A form's own submission is closed to the page by its policy; the buttons do what it would.
    for (const button of dialog.querySelectorAll("button")) {
      button.type = "button";
      button.addEventListener("click", () => dialog.close(button.value));
    }
    document.body.append(dialog);
    dialog.showModal();
  });
}
