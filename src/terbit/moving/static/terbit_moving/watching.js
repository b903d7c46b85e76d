// Keeps the figures of what is under way true, and loads the page when it has ended. Without it the page reloads.
(() => {
  const place = document.querySelector("[data-watching]");
  if (!place) return;

  const look = async () => {
    try {
      const answer = await fetch(place.dataset.watching, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return location.reload();
      const { going, html } = await answer.json();
      if (!going) return location.reload();
      if (place.innerHTML !== html) place.innerHTML = html;
    } catch {
      // The house may be down for a moment.
    }
    setTimeout(look, document.hidden ? 5000 : 1000);
  };
  setTimeout(look, 1000);
})();
