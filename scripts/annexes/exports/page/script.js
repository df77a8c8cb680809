"use strict";
for (const block of document.querySelectorAll(".figures")) {
  const table = block.querySelector("table");
  if (!table) continue;
  const body = table.tBodies[0];
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
