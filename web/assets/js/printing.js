// Prints the page from a button.
export function watchPrinting() {
  document.addEventListener('click', ({ target }) => {
    if (target.closest?.('[data-print]')) window.print();
  });
}
