// What pages do by themselves. But for the live events, all of them can be used without it.

import "./slider.js";
import "./updates.js";
import "./replay.js";
import "./tail.js";

// What has just been done is said first.
document.querySelector("[data-done]")?.focus();
