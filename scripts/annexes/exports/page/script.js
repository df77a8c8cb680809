"use strict";
// The rows of a long table are packed column by column: [[value, text], …] and numbers into them;
// numbers are differences to the one before, [it, times] where one comes again and again.
const walk = (steps) => {
  let at = 0;
  const all = steps.flatMap((step) => Array.isArray(step) ? Array(step[1]).fill(step[0]) : step);
  return all.map((step) => (at += step));
};
const unpack = (packed, place, head) => {
  const { runs, links } = packed;
  const columns = packed.columns.map(([texts, steps]) => [texts, walk(steps)]);
  const [names, named] = [packed.printed[0], walk(packed.printed[1])];
  const [pages, lines] = [walk(packed.pages), walk(packed.lines)];
  const make = (name, text, value, parent) => {
    const element = document.createElement(name);
    element.textContent = text;
    if (value !== undefined) element.dataset.value = value;
    parent?.append(element);
    return element;
  };
  const where = runs.flatMap(([count, ...run]) => Array(count).fill(run));
  return columns[0][1].map((_, number) => {
    const [printed] = names[named[number]];
    const [page, line] = [pages[number], lines[number]];
    const row = document.createElement("tr");
    columns.forEach(([texts, numbers], column) => {
      const [value, text = value] = texts[numbers[number]];
      const cell = make(column ? "td" : "th", text, value, row);
      if (head.cells[column].classList.contains("count")) cell.className = "count";
      if (column) return;
      cell.scope = "row";
      if (text !== value) cell.append(" ", make("code", value));
      if (printed) cell.dataset.printed = printed;
    });
    const [source, annex] = where[number];
    const cell = make("td", "", undefined, row);
    cell.className = "place";
    if (source) {
      const said = place.replace("{0}", () => annex).replace("{1}", page).replace("{2}", line);
      const [anchor, link] = links[source] ?? ["", ""];
      const target = anchor ? `#${anchor}-${line}` : link && `${link}#page=${page}`;
      const shown = make(target ? "a" : "span", said, undefined, cell);
      if (target) shown.href = target;
    }
    if (printed) cell.append(" ", make("small", printed));
    return row;
  });
};
for (const block of document.querySelectorAll(".figures")) {
  const table = block.querySelector("table");
  if (!table) continue;
  const body = table.tBodies[0];
  const packed = block.querySelector("script");
  if (packed) {
    const all = unpack(JSON.parse(packed.textContent), packed.dataset.place, table.tHead.rows[0]);
    body.replaceChildren(...all);
    block.querySelector(".last-rows").hidden = true;
  }
  const rows = [...body.rows];
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const names = rows.map(({ cells: [name] }) =>
    plain(`${name.textContent} ${name.dataset.printed ?? ""}`));
  const search = block.querySelector("input");
  const selects = [...block.querySelectorAll("select")];
  const shown = block.querySelector("output");
  const paper = block.querySelector(".filtered");

  const filter = () => {
    const wanted = plain(search.value.trim());
    let count = 0;
    rows.forEach((row, number) => {
      const fits = names[number].includes(wanted) && selects.every((select) =>
        !select.value || row.cells[select.dataset.column].dataset.value === select.value);
      row.hidden = !fits;
      count += fits;
    });
    const said = ({ dataset }) => dataset.text.replace("{0}", count).replace("{1}", rows.length);
    shown.textContent = said(shown);
    paper.textContent = said(paper);
    paper.hidden = count === rows.length;
  };

  const sort = (head) => {
    const column = head.cellIndex;
    const up = head.getAttribute("aria-sort") !== "ascending";
    const counts = head.classList.contains("count");
    for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const language = document.documentElement.lang;
    const figure = (row) => row.cells[column].dataset.value || -Infinity;  // none stands first
    const order = (a, b) => counts
      ? Math.sign(figure(a) - figure(b)) || 0
      : a.cells[column].textContent.localeCompare(b.cells[column].textContent, language);
    body.append(...[...rows].sort((a, b) => (up ? order(a, b) : order(b, a))));
  };

  for (const head of table.tHead.rows[0].cells) {
    if (head.classList.contains("place")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.title = `${table.dataset.sort}: ${head.textContent}`;
    button.addEventListener("click", () => sort(head));
    const printed = document.createElement("span");  // browsers repeat no button on a new sheet
    printed.className = "paper";
    printed.textContent = head.textContent;
    head.replaceChildren(button, printed);
  }
  search.addEventListener("input", filter);
  for (const select of selects) select.addEventListener("change", filter);
  block.querySelector(".filters").hidden = false;
  filter();
}
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("figure details")) details.open = true;
});
