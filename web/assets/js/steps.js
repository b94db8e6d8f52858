// The small pages around a login: what they are told, and which of their steps is on the screen.

// Reads what the server wrote into the page as JSON.
export const told = (id) => JSON.parse(document.getElementById(id).textContent);

// Shows one step and hides the others.
export function show(id) {
  document.querySelectorAll('[data-step]').forEach((step) => (step.hidden = step.id !== id));
}
