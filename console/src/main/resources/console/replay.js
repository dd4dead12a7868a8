// Follows a replay until it has ended.

const NUMBERS = new Intl.NumberFormat("en");
const followed = document.querySelector("[data-replay]");

if (followed) {
  const told = document.getElementById("told");
  const bar = followed.querySelector("progress");
  const source = new EventSource(followed.dataset.replay);
  let tenth = 0;

  const show = (replay) => {
    const { done, total, rate, "time-left": left } = replay.progress;
    bar.max = Math.max(1, total);
    bar.value = done;
    followed.querySelector("[data-done-events]").textContent = NUMBERS.format(done);
    followed.querySelector("[data-total-events]").textContent = NUMBERS.format(total);
    followed.querySelector("[data-more]").textContent =
      done >= total && total > 0 ? ", and is being finished"
      : rate > 0 && left !== null ? `, ${NUMBERS.format(rate)} a second, about ${NUMBERS.format(left)} seconds left` : "";
    document.querySelector("[data-status]").textContent = replay.status;
    // Said aloud at each tenth, and not each second.
    const reached = Math.floor((10 * done) / Math.max(1, total));
    if (reached > tenth && reached < 10) {
      tenth = reached;
      told.textContent = `${10 * reached} percent`;
    }
  };

  const end = async (replay) => {
    source.close();
    const answer = await fetch(location.pathname, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) {
      location.reload();
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const shown = document.getElementById("replay");
    const wasInIt = shown.contains(document.activeElement);
    shown.replaceWith(page.getElementById("replay"));
    told.textContent = `It is ${replay.status}.`;
    if (wasInIt) {
      document.getElementById("what").focus();
    }
  };

  source.addEventListener("progress", (event) => show(JSON.parse(event.data)));
  source.addEventListener("end", (event) => end(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    // Else it connects again by itself.
    if (source.readyState === EventSource.CLOSED) {
      told.textContent = "It cannot be followed now. Load the page anew to see how far it is.";
    }
  });
}
