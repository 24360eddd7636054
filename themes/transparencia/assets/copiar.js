/* Buttons that copy. Templates mark what can be copied: data-copy with the label of a button that copies the element's text, data-copy-link with
   that of one that copies the address of the page. Where there is no clipboard (a page of http: or an old browser) there are no buttons. */
(() => {
  "use strict";
  if (!navigator.clipboard) return;
  const words = JSON.parse(document.getElementById("palabras").textContent);
  const said = document.getElementById("aviso");
  const textOf = (from) => (from.matches("pre") ? from.textContent : from.textContent.trim().replace(/\s+/g, " "));
  const address = () => document.querySelector("link[rel=canonical]")?.href ?? location.href;

  function button(label, text) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text());
        said.textContent = made.textContent = words.copied;
      } catch {
        said.textContent = made.textContent = words.not_copied;
      }
      setTimeout(() => { made.textContent = label; }, 2000);
    });
    return made;
  }

  for (const from of document.querySelectorAll("[data-copy], [data-copy-link]")) {
    const tools = document.createElement("p");
    tools.className = "tools";
    if (from.dataset.copy) tools.append(button(from.dataset.copy, () => textOf(from)), " ");
    if (from.dataset.copyLink) tools.append(button(from.dataset.copyLink, address));
    from.after(tools);
  }
})();
