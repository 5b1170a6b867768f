// The squares of a matrix are one tab stop: arrow keys move between them, Home and End along a row.
// A chosen square opens beside the matrix, and over it where the screen is narrow.
const MOVES = {
  ArrowRight: (row, column) => [row, column + 1],
  ArrowLeft: (row, column) => [row, column - 1],
  ArrowDown: (row, column) => [row + 1, column],
  ArrowUp: (row, column) => [row - 1, column],
  Home: (row) => [row, 0],
  End: (row) => [row, Infinity],
};

const table = document.querySelector("[data-matrix]");
const panel = document.getElementById("cell");
const dialog = document.getElementById("cell-dialog");
const narrow = window.matchMedia("(max-width: 47.99rem)");

const squares = [...(table?.tBodies ?? [])]
  .flatMap((team) => [...team.rows])
  .map((row) => [...row.querySelectorAll(".c")])
  .filter((row) => row.length);

const within = (number, length) => Math.min(Math.max(number, 0), length - 1);

const stopAt = (square) => {
  for (const other of squares.flat()) other.tabIndex = -1;
  square.tabIndex = 0;
};

const placeOf = (square) => {
  const row = squares.findIndex((candidates) => candidates.includes(square));
  return [row, squares[row].indexOf(square)];
};

if (squares.length) {
  table.setAttribute("role", "grid");
  stopAt(squares[0][0]);

  table.addEventListener("keydown", (event) => {
    const square = event.target.closest(".c");
    const move = MOVES[event.key];
    if (!square || !move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const [row, column] = move(...placeOf(square));
    const next = squares[within(row, squares.length)];
    next[within(column, next.length)].focus();
  });

  table.addEventListener("focusin", (event) => {
    const square = event.target.closest(".c");
    if (square) stopAt(square);
  });

  table.addEventListener("click", (event) => {
    const square = event.target.closest("a.c");
    if (!square || event.ctrlKey || event.metaKey || event.shiftKey || !window.htmx) return;
    event.preventDefault();
    window.htmx.ajax("GET", square.href, { source: square, target: panel, swap: "innerHTML" });
  });

  panel.addEventListener("htmx:afterSwap", (event) => {
    table.querySelector("[aria-current]")?.removeAttribute("aria-current");
    event.detail.requestConfig.elt.setAttribute("aria-current", "true");
    if (!narrow.matches || dialog.open) return;
    const place = panel.parentElement;
    dialog.append(panel);
    dialog.addEventListener("close", () => place.append(panel), { once: true });
    dialog.showModal();
  });

  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}
