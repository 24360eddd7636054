/* Charts that are read out column by column, by arrow keys and by pointing. A template marks the <figure>: data-table names the table it draws
   (a heading cell, then a cell for each column of the drawing), data-columns says how many columns, data-hint how to use it. */
(() => {
  "use strict";

  function readable(figure) {
    const svg = figure.querySelector("svg"), table = document.getElementById(figure.dataset.table), columns = Number(figure.dataset.columns);
    const cursor = document.createElementNS(svg.namespaceURI, "path"), out = document.createElement("p");
    const box = svg.viewBox.baseVal, step = (box.width - 2) / columns;
    let at = 0;

    function told(column) {
      const rows = [...table.tBodies[0].rows].filter((row) => row.cells[column].textContent.trim());
      const month = table.tHead.rows[0].cells[column].textContent.trim();
      return `${month}: ${rows.map((row) => `${row.cells[0].textContent.trim()} ${row.cells[column].textContent.trim()}`).join("; ") || "–"}`;
    }

    function show(column) {
      at = Math.min(Math.max(column, 1), columns);
      cursor.setAttribute("d", `M${(at - 0.5) * step} 0V${box.height - 8}`);
      out.textContent = told(at);
      svg.setAttribute("aria-valuenow", at);
      svg.setAttribute("aria-valuetext", out.textContent);
    }

    svg.addEventListener("keydown", (event) => {
      const to = { ArrowRight: at + 1, ArrowUp: at + 1, ArrowLeft: at - 1, ArrowDown: at - 1, Home: 1, End: columns }[event.key];
      if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      show(to);
    });
    for (const name of ["pointermove", "pointerdown"]) {
      svg.addEventListener(name, (event) => {
        const place = svg.getBoundingClientRect();
        show(Math.ceil((((event.clientX - place.left) / place.width) * box.width - 1) / step));
      });
    }
    cursor.classList.add("cursor");
    svg.append(cursor);
    svg.setAttribute("role", "slider");
    svg.setAttribute("tabindex", "0");
    svg.setAttribute("aria-valuemin", "1");
    svg.setAttribute("aria-valuemax", columns);
    svg.setAttribute("aria-valuenow", "1");
    svg.setAttribute("aria-valuetext", figure.dataset.hint);
    out.className = "readout";
    out.setAttribute("aria-hidden", "true"); /* the value of the slider says it */
    out.textContent = figure.dataset.hint;
    svg.after(out);
  }

  for (const figure of document.querySelectorAll("figure[data-table]")) readable(figure);
})();
