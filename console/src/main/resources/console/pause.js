// What changes by itself can be paused.

/**
 * Offers to pause what changes.
 *
 * @param changed is called when it was paused, and when it goes on
 * @returns whether it is paused, and a way to say something
 */
export function pausing(changed = () => {}) {
  const place = document.querySelector("[data-updates]");
  const button = place.querySelector("button");
  const status = place.querySelector("[role=status]");
  let paused = false;
  place.hidden = false;
  button.addEventListener("click", () => {
    paused = !paused;
    button.setAttribute("aria-pressed", String(paused));
    changed();
  });
  return {
    isPaused: () => paused,
    say: (text) => {
      if (status.textContent !== text) {
        status.textContent = text;
      }
    },
  };
}
