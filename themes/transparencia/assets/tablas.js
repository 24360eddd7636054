/* Tables that a reader can sort, and filter. Templates mark them: data-sort on a <table>, data-plain on a heading that nothing is
   sorted by, and, on long ones, data-filter with the label of the search box, whose room the style keeps free. A heading row inside a <tbody> stays above its rows. Nothing is remembered; without this, the tables are as they were made. */
(() => {
  "use strict";
  const words = JSON.parse(document.getElementById("palabras").textContent);
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const said = document.getElementById("aviso");
  const say = (text) => { said.textContent = text; };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  /* A row of as many cells as there are columns; others are headings of a group. */
  const isRow = (row, columns) => row.cells.length === columns;

  /* What a cell is sorted by: what it says for machines, else its text; null when it says that there is nothing. */
  function key(cell) {
    const value = cell.dataset.v ?? cell.querySelector("time")?.dateTime;
    if (value !== undefined) return value;
    return cell.querySelector(".absent") ? null : cell.textContent.trim() || null;
  }

  /* The number a text begins with, written as this site writes numbers; NaN when it begins with none. */
  function number(text) {
    const found = /^[-−+]?\d[\d.,\s]*/.exec(text);
    if (!found) return NaN;
    const digits = found[0].replace("−", "-").replace(words.decimal === "," ? /[.\s]/g : /[,\s]/g, "");
    return parseFloat(digits.replace(",", "."));
  }

  function compareBy(rows, column) {
    const keys = new Map(rows.map((row) => [row, key(row.cells[column])]));
    const numbers = new Map(rows.map((row) => [row, keys.get(row) === null ? null : number(keys.get(row))]));
    const numeric = rows.every((row) => numbers.get(row) === null || !Number.isNaN(numbers.get(row)));
    const values = numeric ? numbers : keys;
    return (direction) => (a, b) => {
      const x = values.get(a), y = values.get(b);
      if (x === null || y === null) return (x === null) - (y === null);
      return direction * (numeric ? x - y : collator.compare(x, y));
    };
  }

  function sortable(table) {
    const heads = [...table.tHead.rows[0].cells];
    const bodies = [...table.tBodies].map((body) => {
      const all = [...body.rows], rows = all.filter((row) => isRow(row, heads.length));
      return { body, rows, rest: all.filter((row) => !rows.includes(row)) };
    });
    const rows = bodies.flatMap((b) => b.rows);

    function sort(head, button) {
      const now = { ascending: "descending", descending: null }[head.getAttribute("aria-sort")];
      const order = now === undefined ? "ascending" : now;
      for (const other of heads) other.removeAttribute("aria-sort");
      if (order) head.setAttribute("aria-sort", order);
      const compare = order && compareBy(rows, head.cellIndex)(order === "ascending" ? 1 : -1);
      for (const b of bodies) b.body.append(...b.rest, ...(compare ? [...b.rows].sort(compare) : b.rows));
      say(fill(order ? words[order] : words.unsorted, { column: button.textContent.trim() }));
    }

    for (const head of heads) {
      if ("plain" in head.dataset) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(head, button));
      head.append(button);
    }
    table.tHead.rows[0].dataset.l = words.sort;
    table.classList.add("sortable");
    return { bodies, rows };
  }

  function filterable(table, { bodies, rows }) {
    const tools = document.createElement("p"), label = document.createElement("label"), input = document.createElement("input");
    const count = document.createElement("span");
    const texts = new Map(rows.map((row) => [row, fold(row.textContent)]));
    let later;

    function filter() {
      const wanted = fold(input.value).split(/\s+/).filter(Boolean);
      for (const row of rows) row.hidden = !wanted.every((word) => texts.get(row).includes(word));
      for (const b of bodies) for (const row of b.rest) row.hidden = b.rows.length > 0 && b.rows.every((r) => r.hidden);
      count.textContent = wanted.length ? fill(words.filtered, { n: rows.filter((row) => !row.hidden).length, total: rows.length }) : "";
      clearTimeout(later);
      later = setTimeout(() => say(count.textContent), 500);
    }
    input.type = "search";
    input.autocomplete = "off";
    input.addEventListener("input", filter);
    label.append(table.dataset.filter, " ", input);
    tools.className = "tools";
    tools.append(label, " ", count);
    (table.closest(".scroll") ?? table).before(tools);
  }

  for (const table of document.querySelectorAll("table[data-sort]")) {
    const columns = table.tHead?.rows[0]?.cells.length ?? 0;
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => isRow(row, columns));
    if (rows.length < 2) continue;
    const parts = sortable(table);
    if (table.dataset.filter) filterable(table, parts);
  }
})();
