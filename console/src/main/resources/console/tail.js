// Shows events as they happen, the newest first.

import { pausing } from "./pause.js";

const MOST_SHOWN = 200;
const SAID_EVERY_MILLIS = 10_000;
const TRIED_AGAIN_AFTER_MILLIS = 2_000;

const list = document.querySelector("[data-tail]");

/** A new element with a text, which is never taken for markup. */
const element = (name, text, attributes = {}) => {
  const made = document.createElement(name);
  made.textContent = text;
  Object.entries(attributes).forEach(([attribute, value]) => made.setAttribute(attribute, value));
  return made;
};

const entry = (event) => {
  const shown = document.createElement("li");
  const thing = `${list.dataset.search}?object-id=${encodeURIComponent(event.subject)}`;
  const what = document.createElement("details");
  what.append(
    element("summary", "What it says"),
    element("pre", JSON.stringify(event.data, null, 2), { tabindex: "0", "aria-label": "What the event says" }),
  );
  shown.append(
    element("span", event.type.replace(/\.v\d+$/, ""), { class: "what" }),
    " of ",
    element("a", event.subject, { href: thing }),
    element("time", event.time.replace("T", " ").replace(/\.\d+Z$|Z$/, ""), { datetime: event.time }),
    element("span", event.actor ?? "unknown", { class: "who" }),
    what,
  );
  return shown;
};

if (list) {
  let last = list.dataset.after;
  let waiting = [];
  let unsaid = 0;
  let stop = null;

  const show = () => {
    const shown = waiting.reverse().map(entry);
    waiting = [];
    list.prepend(...shown);
    [...list.children].slice(MOST_SHOWN)
      .filter((old) => !old.contains(document.activeElement))
      .forEach((old) => old.remove());
  };

  const take = (event) => {
    last = event.position;
    unsaid++;
    if (waiting.push(event) === 1) {
      requestAnimationFrame(show);
    } else if (waiting.length > MOST_SHOWN) {
      waiting.shift();
    }
  };

  /** Takes events until there is nothing to be had any more; answers whether it is to be tried again. */
  const follow = async (signal) => {
    const address = new URL(list.dataset.tail, location.href);
    address.searchParams.set("after", last);
    const answer = await fetch(address, { credentials: "same-origin", signal });
    if (!answer.ok) {
      const later = answer.status === 503 || answer.status === 429;
      say(later ? "There are no events to be had now. It is tried again." : "Load the page anew to go on.");
      return later;
    }
    say("");
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = ""; ; ) {
      const { value, done } = await reader.read();
      if (done) {
        return true;
      }
      const lines = (rest + value).split("\n");
      rest = lines.pop();
      lines.filter((line) => line !== "").forEach((line) => take(JSON.parse(line)));
    }
  };

  const begin = async () => {
    const stopping = new AbortController();
    stop = stopping;
    let again = true;
    try {
      again = await follow(stopping.signal);
    } catch (failure) {
      if (!stopping.signal.aborted) {
        say("There is no connection. It is tried again.");
      }
    }
    if (again) {
      setTimeout(() => {
        if (stop === stopping) {
          stop = null;
          adjust();
        }
      }, TRIED_AGAIN_AFTER_MILLIS);
    }
  };

  // Nobody is sent what nobody looks at: it is sent when somebody does again.
  const adjust = () => {
    const wanted = !isPaused() && !document.hidden;
    if (wanted && stop === null) {
      begin();
    } else if (!wanted && stop !== null) {
      stop.abort();
      stop = null;
    }
  };

  const { isPaused, say } = pausing(adjust);
  document.addEventListener("visibilitychange", adjust);
  setInterval(() => {
    if (unsaid > 0 && !isPaused()) {
      say(unsaid === 1 ? "1 new event" : `${unsaid} new events`);
      unsaid = 0;
    }
  }, SAID_EVERY_MILLIS);
  adjust();
}
