// Keeps a part of a page up to date: while somebody looks at it, has not paused it, and is not in the middle of it.

import { pausing } from "./pause.js";

let part = document.querySelector("[data-refresh]");
if (part) {
  const { isPaused, say } = pausing();

  const renew = async () => {
    if (isPaused() || document.hidden || part.contains(document.activeElement)) {
      return;
    }
    let answer;
    try {
      answer = await fetch(location.href, { credentials: "same-origin" });
    } catch {
      say("Not up to date: there is no answer.");
      return;
    }
    if (answer.status === 401 || answer.redirected) {
      location.reload();
      return;
    }
    if (!answer.ok) {
      say("Not up to date: there is no answer.");
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const renewed = page.getElementById(part.id);
    if (renewed && !part.contains(document.activeElement)) {
      // Of the numbers nothing is said, but of what somebody should look at.
      say(renewed.dataset.summary === part.dataset.summary ? "" : renewed.dataset.summary ?? "");
      part.replaceWith(renewed);
      part = renewed;
    }
  };

  const again = () => setTimeout(() => renew().finally(again), part.dataset.refresh * 1000);
  again();
}
