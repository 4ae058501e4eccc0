// The console's only script on every page: keyboard, live updates, and copying. Pages work without it.

const keys = {
  o: '/',
  w: '/watch',
  i: '/inspect',
  d: '/detect',
  u: '/unmask',
  r: '/respond',
  c: '/decide',
  t: '/tell',
  e: '/teach',
  s: '/settings',
};

let waitsForPlace = false;
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (waitsForPlace) {
    waitsForPlace = false;
    const path = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (path !== undefined) {
      event.preventDefault();
      location.assign(path);
    }
    return;
  }
  if (event.key === 'g') {
    waitsForPlace = true;
    setTimeout(() => {
      waitsForPlace = false;
    }, 1500);
  } else if (event.key === '?') {
    const help = document.getElementById('help');
    if (help instanceof HTMLDialogElement && !help.open) help.showModal();
  } else if (event.key === '/') {
    const search = document.querySelector('input[type=search]');
    if (search instanceof HTMLInputElement) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
});

function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

// A choice in a select that is marked data-submit sends its form at once.
document.addEventListener('change', (event) => {
  const field = event.target;
  if (field instanceof HTMLSelectElement && field.hasAttribute('data-submit')) field.form?.requestSubmit();
});

document.addEventListener('click', async (event) => {
  const button = event.target instanceof Element ? event.target.closest('[data-copy]') : null;
  if (!(button instanceof HTMLElement)) return;
  const source = document.getElementById(button.dataset.copy ?? '');
  await navigator.clipboard.writeText(source?.textContent?.trim() ?? '');
  button.dataset.copied = 'yes';
});

for (const button of document.querySelectorAll('[data-back]')) {
  button.removeAttribute('hidden');
  button.addEventListener('click', () => history.back());
}

// A form that was sent is not sent twice by an impatient second click.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.method !== 'post') return;
  if (form.dataset.sent === 'yes') event.preventDefault();
  form.dataset.sent = 'yes';
});
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) form.removeAttribute('data-sent');
});

const livePath = document.body.dataset.liveFrom;
if (livePath && document.querySelector('[data-live]')) follow(livePath);

function follow(path) {
  const stream = new EventSource(path);
  let lost = false;
  stream.addEventListener('hello', () => {
    if (lost) refresh(() => true);
    lost = false;
    document.body.dataset.stream = 'open';
  });
  stream.addEventListener('error', () => {
    lost = true;
    document.body.dataset.stream = 'lost';
  });
  stream.addEventListener('changed', (event) => {
    const topics = JSON.parse(event.data);
    later((wanted) => topics.some((topic) => wanted === topic || topic.startsWith(`${wanted}.`)));
  });
  addEventListener('pagehide', () => stream.close());
}

let pending = [];
let timer = 0;
function later(fits) {
  pending.push(fits);
  clearTimeout(timer);
  timer = setTimeout(() => {
    const all = pending;
    pending = [];
    refresh((wanted) => all.some((one) => one(wanted)));
  }, 250);
}

function places(root) {
  const found = new Map();
  for (const element of root.querySelectorAll('[data-live]')) {
    const name = element.id || element.dataset.live;
    found.set(name, element);
  }
  return found;
}

/** Fetches this page again and swaps what is live and changed; an element that somebody types in stays as it is. */
async function refresh(fits) {
  const here = [...places(document)].filter(([, element]) => element.dataset.live.split(' ').some(fits));
  if (here.length === 0) return;
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' }, redirect: 'error' }).catch(() => null);
  if (!answer?.ok) return;
  const fresh = places(new DOMParser().parseFromString(await answer.text(), 'text/html'));
  for (const [name, element] of here) {
    const next = fresh.get(name);
    if (
      !next ||
      next.outerHTML === element.outerHTML ||
      isTyping(document.activeElement && element.contains(document.activeElement) ? document.activeElement : null)
    )
      continue;
    const open = new Set([...element.querySelectorAll('details[open][id]')].map((details) => details.id));
    const focused = element.contains(document.activeElement) ? document.activeElement?.id : '';
    element.replaceWith(document.adoptNode(next));
    for (const id of open) document.getElementById(id)?.setAttribute('open', '');
    if (focused) document.getElementById(focused)?.focus();
  }
}
