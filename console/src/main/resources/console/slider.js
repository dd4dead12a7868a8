// Moves through the events of a thing without leaving the slider. Without this script, its button does.

const slider = document.querySelector("input[data-as-of]");
if (slider) {
  const form = slider.form;
  const shown = form.querySelector("output");
  let newest = 0;

  slider.addEventListener("input", () => {
    shown.textContent = `${slider.value} of ${slider.max}`;
  });

  slider.addEventListener("change", async () => {
    const wanted = ++newest;
    const address = `${form.action}?sequence=${encodeURIComponent(slider.value)}`;
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) {
      location.assign(address);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (wanted === newest) {
      document.getElementById("shown").replaceWith(page.getElementById("shown"));
      history.replaceState(null, "", address);
    }
  });
}
