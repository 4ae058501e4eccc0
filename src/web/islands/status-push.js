// News in the browser: shows its buttons only where the browser can, and asks for permission only when somebody presses one.

const box = document.getElementById('push');
const on = document.getElementById('push-on');
const off = document.getElementById('push-off');

function say(state) {
  for (const words of box.querySelectorAll('[data-push]')) words.hidden = words.dataset.push !== state;
}

function show(isOn) {
  on.hidden = isOn;
  off.hidden = !isOn;
}

function tell(path, content) {
  const body = JSON.stringify(content);
  return fetch(`${box.dataset.base}/${path}?lang=${box.dataset.lang}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
}

/** The worker is no page's keeper, so the usual way to wait for it never ends. */
function active(registration) {
  const worker = registration.installing ?? registration.waiting;
  if (!worker || registration.active) return registration;
  return new Promise((resolve, reject) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') resolve(registration);
      if (worker.state === 'redundant') reject(new Error('the worker was not taken'));
    });
  });
}

const known = () => navigator.serviceWorker.getRegistration(`${box.dataset.base}/`);

async function subscribe() {
  if ((await Notification.requestPermission()) !== 'granted') return say('denied');
  const registration = await active(await navigator.serviceWorker.register(`${box.dataset.base}/push-worker.js`));
  const before = await registration.pushManager.getSubscription();
  // One made for other keys hears nothing of ours.
  if (before && !isOurs(before)) await before.unsubscribe();
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: box.dataset.key });
  const answer = await tell('push', subscription);
  if (!answer.ok) {
    await subscription.unsubscribe();
    throw new Error('it was not taken');
  }
  show(true);
  say('hears');
}

async function leave() {
  const registration = await known();
  const subscription = await registration?.pushManager.getSubscription();
  if (subscription) {
    const answer = await tell('push/leave', { endpoint: subscription.endpoint });
    if (!answer.ok) throw new Error('it was not taken');
    await subscription.unsubscribe();
  }
  await registration?.unregister();
  show(false);
  say('left');
}

function isOurs({ options }) {
  const key = btoa(String.fromCharCode(...new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0))));
  return key.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '') === box.dataset.key;
}

function attempt(work) {
  return async () => {
    on.disabled = off.disabled = true;
    await work().catch(() => say('failed'));
    on.disabled = off.disabled = false;
    const shown = on.hidden ? off : on;
    if (document.activeElement === document.body) shown.focus();
  };
}

if (box && on && off && 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window) {
  on.addEventListener('click', attempt(subscribe));
  off.addEventListener('click', attempt(leave));
  const subscription = await known().then(
    (registration) => registration?.pushManager.getSubscription(),
    () => null,
  );
  show(subscription ? isOurs(subscription) : false);
  box.hidden = false;
}
