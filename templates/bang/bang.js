"use strict";
// Search without diacritics, filters, and the page of a paper. Without this script the page says the same.
(() => {
  const bare = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();
  const form = document.querySelector("form.tim");
  if (form) {
    const rows = [...document.querySelectorAll("table.han tr[data-don-vi]")].map((row) => ({
      row, text: bare(row.cells[0].textContent), kinds: new Set([...row.querySelectorAll("[data-loc]")].map((cell) => cell.dataset.loc)),
    }));
    const groups = [...document.querySelectorAll("details.nhom")].map((group) => ({ group, text: bare(group.textContent), unit: group.dataset.donVi }));
    const field = form.querySelector("#tim"), count = form.querySelector("#dem");
    const words = (text) => bare(text).split(" ").filter(Boolean);
    // a word is found by its beginning; a number is a whole word: 1 is not 12, and 01 is 1
    const holds = (text, word) => /^\d+$/.test(word) ? text.split(" ").some((other) => /^\d+$/.test(other) && Number(other) === Number(word)) : ` ${text}`.includes(` ${word}`);
    const apply = () => {
      const wanted = words(field.value), kind = form.elements.loc.value;
      let shown = 0;
      const units = new Set();
      for (const one of rows) {
        const fits = wanted.every((word) => holds(one.text, word)) && (!kind || one.kinds.has(kind));
        one.row.hidden = !fits;
        if (fits) { shown += 1; units.add(one.row.dataset.donVi); }
      }
      for (const body of document.querySelectorAll("tbody.khoi")) body.hidden = ![...body.querySelectorAll("tr[data-don-vi]")].some((row) => !row.hidden);
      for (const one of groups) {
        const byUnit = units.has(one.unit), byText = wanted.length > 0 && wanted.every((word) => holds(one.text, word));
        one.group.hidden = (wanted.length > 0 || kind !== "") && !(kind ? byUnit : byUnit || byText);
      }
      count.textContent = wanted.length || kind ? `${shown}/${rows.length} đơn vị khớp` : `${rows.length} đơn vị`;
    };
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", apply);
    apply();
  }
  const open = (address, title) => {
    const box = document.createElement("dialog"), close = document.createElement("button"), frame = document.createElement("iframe");
    close.textContent = "Đóng"; close.type = "button"; close.addEventListener("click", () => box.close());
    frame.src = address + "#page=1&view=FitH"; frame.title = title;
    box.setAttribute("aria-label", title); box.append(close, frame); document.body.append(box);
    box.addEventListener("close", () => box.remove());
    box.showModal();
  };
  for (const button of document.querySelectorAll("button.xem")) {
    button.hidden = false;
    button.addEventListener("click", () => open(button.dataset.trang, button.textContent.trim()));
  }
  for (const button of document.querySelectorAll("button.chep")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      button.parentElement.querySelector("textarea").select();
      button.firstChild.data = document.execCommand("copy") ? "đã chép" : "đã chọn, gõ Ctrl-C";
    });
  }
  const reveal = () => { const target = document.getElementById(decodeURIComponent(location.hash.slice(1))); if (target && target.tagName === "DETAILS") target.open = true; };
  addEventListener("hashchange", reveal);
  reveal();
})();
