/* The entry grid as quick as a spreadsheet: paste, arrows, Enter, undo. Without it the grid is a plain form. */
(() => {
  "use strict";
  const grid = document.querySelector("[data-grid]");
  const told = document.querySelector("[data-grid-told]");
  if (!grid || !told) return;
  const rows = [...grid.tBodies[0].rows].map((row) => [...row.querySelectorAll("input.so")]).filter((row) => row.length);
  const place = new Map();
  rows.forEach((row, r) => row.forEach((cell, c) => place.set(cell, [r, c])));
  const before = new Map([...place.keys()].map((cell) => [cell, cell.value]));
  const undo = [];
  const say = (words) => { told.textContent = words; told.classList.remove("vh"); };
  const judge = (cell) => {
    const text = cell.value.trim();
    const bad = text !== "" && !/^[-−–+(]?\s*\d[\d.,\s]*\)?\s*[^\d]*$/.test(text);
    if (bad) cell.setAttribute("aria-invalid", "true");
    else if (!cell.hasAttribute("aria-describedby")) cell.removeAttribute("aria-invalid");
    cell.title = bad ? told.dataset.bad : "";
  };
  /* One step that can be taken back: cells with what stood in them. */
  const set = (changes) => {
    undo.push(changes.map(([cell]) => [cell, before.get(cell)]));
    for (const [cell, value] of changes) { cell.value = value; before.set(cell, value); judge(cell); }
  };
  const go = (r, c) => {
    const cell = rows[r]?.[c];
    if (cell) { cell.focus(); cell.select(); }
  };
  grid.addEventListener("change", ({ target }) => {
    if (!place.has(target) || before.get(target) === target.value) return;
    undo.push([[target, before.get(target)]]);
    before.set(target, target.value);
    judge(target);
  });
  grid.addEventListener("keydown", (event) => {
    const at = place.get(event.target);
    /* Letters still being composed belong to the input method, with every key that goes with them. */
    if (!at || event.isComposing || event.keyCode === 229) return;
    const [r, c] = at;
    const { selectionStart: from, selectionEnd: to, value } = event.target;
    const whole = from === 0 && to === value.length;
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
      if (before.get(event.target) !== value || !undo.length) return;
      event.preventDefault();
      const step = undo.pop();
      for (const [cell, old] of step) { cell.value = old; before.set(cell, old); judge(cell); }
      step[0][0].focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = {
      Enter: () => [event.shiftKey ? r - 1 : r + 1, c],
      ArrowDown: () => [r + 1, c],
      ArrowUp: () => [r - 1, c],
      ArrowLeft: () => (whole || to === 0 ? [r, c - 1] : null),
      ArrowRight: () => (whole || from === value.length ? [r, c + 1] : null),
    };
    const move = !event.shiftKey || event.key === "Enter" ? moves[event.key]?.() : null;
    if (!move) return;
    event.preventDefault();
    go(...move);
  });
  grid.addEventListener("paste", (event) => {
    const at = place.get(event.target);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
    if (!at || (lines.length === 1 && lines[0].length === 1)) return;
    event.preventDefault();
    const changes = [];
    let outside = 0;
    lines.forEach((line, r) => line.forEach((value, c) => {
      const cell = rows[at[0] + r]?.[at[1] + c];
      if (cell) changes.push([cell, value.trim()]);
      else outside += 1;
    }));
    set(changes);
    const { pasted, cells, outside: left } = told.dataset;
    say(`${pasted} ${changes.length} ${cells}.${outside ? ` ${outside} ${left}.` : ""}`);
  });
})();
