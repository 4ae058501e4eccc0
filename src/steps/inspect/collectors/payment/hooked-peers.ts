/**
 * Code for every document and worker, before anything else runs there: tells through the binding `name` who makes workers, and of direct
 * connections (WebRTC) to whom they lead and what is handed to them. The browser lets none of them out, so a channel is made to look open
 * once its other end is known; what is then sent goes nowhere. The page sees functions that read as the browser's own. `key` marks the
 * script as ours.
 */
export function hookedPeers(name: string, key: string): string {
  return `(() => {
  const binding = globalThis[${JSON.stringify(name)}];
  delete globalThis[${JSON.stringify(name)}];
  if (typeof binding !== 'function') return;
  const { apply, construct, defineProperty, getOwnPropertyDescriptor } = Reflect;
  const { stringify } = JSON;
  const E = Error, P = Proxy, Ev = Event, later = setTimeout, fire = EventTarget.prototype.dispatchEvent, bytesOf = Blob.prototype.arrayBuffer, encode = btoa, fromCode = String.fromCharCode, Place = URL;
  const places = new WeakMap(), channels = new WeakMap(), open = new WeakSet(), members = new WeakMap();
  const get = WeakMap.prototype.get, set = WeakMap.prototype.set, has = WeakSet.prototype.has, add = WeakSet.prototype.add;
  const stack = () => {
    const limit = E.stackTraceLimit, prepare = E.prepareStackTrace;
    E.stackTraceLimit = 20;
    E.prepareStackTrace = undefined;
    const text = new E().stack;
    E.stackTraceLimit = limit;
    if (prepare === undefined) delete E.prepareStackTrace; else E.prepareStackTrace = prepare;
    return text;
  };
  let told = 0;
  const tell = (what) => { told += 1; if (told <= 600) binding(stringify({ ...what, stack: what.stack ?? stack() })); };
  const wrap = (owner, name, before) => {
    const own = getOwnPropertyDescriptor(owner, name);
    if (own === undefined || typeof own.value !== 'function') return;
    defineProperty(owner, name, { ...own, value: new P(own.value, { apply: (target, self, args) => before(() => apply(target, self, args), self, args) }) });
  };
  const replace = (name, handler) => { const is = getOwnPropertyDescriptor(globalThis, name); if (is !== undefined) defineProperty(globalThis, name, { ...is, value: new P(is.value, handler) }); };
  const baseOf = () => typeof document === 'undefined' ? location.href : document.baseURI;
  for (const name of ['Worker', 'SharedWorker'])
    replace(name, { construct: (target, args, as) => { try { tell({ what: name === 'Worker' ? 'worker' : 'shared worker', text: new Place(args[0], baseOf()).href }); } catch {} return construct(target, args, as); } });
  if (typeof ServiceWorkerContainer !== 'undefined') wrap(ServiceWorkerContainer.prototype, 'register', (go, it, [url]) => { try { tell({ what: 'worker', text: new Place(url, baseOf()).href }); } catch {} return go(); });
  if (typeof RTCDataChannel === 'undefined') return;
  const state = getOwnPropertyDescriptor(RTCDataChannel.prototype, 'readyState').get;
  // Data may come from a document of its own, whose kinds are not the kinds of this one.
  const Bytes = Uint8Array, isView = ArrayBuffer.isView, length = getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength').get;
  const isBuffer = (data) => { try { apply(length, data, []); return true; } catch { return false; } };
  const latin1 = (view) => { let text = ''; for (let at = 0; at < view.length && at < 100000; at += 1) text += fromCode(view[at]); return encode(text); };
  const placesOf = (peer) => apply(get, places, [peer]) ?? { servers: [], remote: [] };
  const note = (peer, kind, text) => { const all = placesOf(peer); all[kind][all[kind].length] = String(text).slice(0, 4000); apply(set, places, [peer, all]); tell({ what: kind, text: String(text).slice(0, 20000), to: all }); };
  const serversOf = (config) => { try { return stringify((config && config.iceServers) || []); } catch { return '[]'; } };
  const openSoon = (peer) => later(() => {
    for (const channel of apply(get, members, [peer]) ?? []) {
      if (apply(state, channel, []) !== 'connecting' || apply(has, open, [channel])) continue;
      apply(add, open, [channel]);
      apply(fire, channel, [new Ev('open')]);
    }
  }, 250);
  const sends = (channel, data) => {
    const peer = apply(get, channels, [channel]);
    const to = peer === undefined ? { servers: [], remote: [] } : placesOf(peer);
    const from = stack();
    if (typeof data === 'string') tell({ what: 'data', text: data.slice(0, 200000), to, stack: from });
    else if (isView(data)) tell({ what: 'data', bytes: latin1(new Bytes(data.buffer, data.byteOffset, data.byteLength)), to, stack: from });
    else if (isBuffer(data)) tell({ what: 'data', bytes: latin1(new Bytes(data)), to, stack: from });
    else apply(bytesOf, data, []).then((bytes) => tell({ what: 'data', bytes: latin1(new Bytes(bytes)), to, stack: from }), () => 0);
  };
  wrap(RTCDataChannel.prototype, 'send', (go, channel, [data]) => {
    try { sends(channel, data); } catch {}
    return apply(has, open, [channel]) && apply(state, channel, []) === 'connecting' ? undefined : go();
  });
  const own = getOwnPropertyDescriptor(RTCDataChannel.prototype, 'readyState');
  defineProperty(RTCDataChannel.prototype, 'readyState', { ...own, get: new P(own.get, { apply: (target, self, args) => { const real = apply(target, self, args); return real === 'connecting' && apply(has, open, [self]) ? 'open' : real; } }) });
  if (typeof RTCPeerConnection === 'undefined') return;
  const Peer = RTCPeerConnection;
  const making = { construct: (target, args, as) => {
    const peer = construct(target, args, as);
    try { note(peer, 'servers', serversOf(args[0])); } catch {}
    return peer;
  } };
  for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection']) replace(name, making);
  defineProperty(Peer.prototype, 'constructor', { ...getOwnPropertyDescriptor(Peer.prototype, 'constructor'), value: globalThis.RTCPeerConnection });
  wrap(Peer.prototype, 'setConfiguration', (go, peer, [config]) => { try { note(peer, 'servers', serversOf(config)); } catch {} return go(); });
  wrap(Peer.prototype, 'setRemoteDescription', (go, peer, [answer]) => { try { note(peer, 'remote', (answer && answer.sdp) || ''); openSoon(peer); } catch {} return go(); });
  wrap(Peer.prototype, 'addIceCandidate', (go, peer, [candidate]) => { try { note(peer, 'remote', (candidate && candidate.candidate) || ''); openSoon(peer); } catch {} return go(); });
  wrap(Peer.prototype, 'createDataChannel', (go, peer, args) => {
    const channel = go();
    try {
      apply(set, channels, [channel, peer]);
      const all = apply(get, members, [peer]) ?? [];
      all[all.length] = channel;
      apply(set, members, [peer, all]);
      tell({ what: 'data', text: String(args[0]).slice(0, 20000) + ' ' + String((args[1] && args[1].protocol) || '').slice(0, 20000), to: placesOf(peer) });
      if (placesOf(peer).remote.length > 0) openSoon(peer);
    } catch {}
    return channel;
  });
})() // ${key}`;
}
