// Shows news of a shop's status page. It keeps nothing, and answers no page's requests.

const at = (path) => new URL(path, self.location.href);

function tell(path, content) {
  return fetch(at(path), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) });
}

async function leave() {
  const subscription = await self.registration.pushManager.getSubscription();
  if (!subscription) return;
  await tell('push/leave', { endpoint: subscription.endpoint });
  await subscription.unsubscribe();
}

self.addEventListener('push', (event) => {
  const { title, body, tag, lang, url, stop } = event.data.json();
  const actions = [{ action: 'leave', title: stop }];
  event.waitUntil(self.registration.showNotification(title, { body, tag, lang, renotify: true, data: { url }, actions }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(event.action === 'leave' ? leave() : self.clients.openWindow(event.notification.data.url));
});

// The browser's push service gave it another endpoint.
self.addEventListener('pushsubscriptionchange', (event) => {
  const renew = async () => {
    const old = event.oldSubscription;
    const fresh = event.newSubscription ?? (old && (await self.registration.pushManager.subscribe(old.options)));
    if (old) await tell('push/leave', { endpoint: old.endpoint });
    if (fresh) await tell('push', fresh);
  };
  event.waitUntil(renew());
});
