// The choices above Teams: the theme changes at once, as in Teams; the others open the tab anew.

/** Call `wear` with the theme whenever another one is chosen. */
export function choose(wear) {
  const form = document.getElementById("choices");
  form.addEventListener("change", ({ target }) => {
    if (target.name !== "theme") {
      form.requestSubmit();
      return;
    }
    wear(target.value);
    const address = new URL(location.href);
    address.searchParams.set("theme", target.value);
    history.replaceState(null, "", address);
  });
}
