// The wall: fetches itself again and again, and says plainly when nothing was heard for too long. What is old is never shown as if it were now.

const EVERY_MS = 10_000;
const LOST_MS = 30_000;
const PATIENCE_MS = 8_000;

let heardAt = performance.now();
const lost = document.getElementById('wall-lost');
const since = document.getElementById('wall-lost-since');

async function refresh() {
  const answer = await fetch(location.href, {
    headers: { Accept: 'text/html' },
    redirect: 'error',
    cache: 'no-store',
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(() => null);
  if (!answer?.ok) return;
  const text = await answer.text().catch(() => '');
  const fresh = new DOMParser().parseFromString(text, 'text/html').getElementById('wall');
  if (!fresh) return;
  document.getElementById('wall')?.replaceWith(document.adoptNode(fresh));
  heardAt = performance.now();
  show();
}

function show() {
  const isLost = performance.now() - heardAt > LOST_MS;
  document.body.dataset.lost = isLost ? 'yes' : 'no';
  if (lost) lost.hidden = !isLost;
  if (since && isLost) since.textContent = document.querySelector('.wall-clock time')?.textContent ?? '';
}

setInterval(refresh, EVERY_MS);
setInterval(show, 1_000);
// A screen that slept, or a page that was kept: what it shows may be old.
addEventListener('pageshow', (event) => {
  if (event.persisted) heardAt = Number.NEGATIVE_INFINITY;
  show();
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void refresh();
});
