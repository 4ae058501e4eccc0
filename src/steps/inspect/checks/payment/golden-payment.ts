import type { Frame, HostUse, PaymentPage, Script } from '../../inspection.ts';

const URL_OF_PAGE = 'https://shop.example.com/checkout';

/** For tests: a payment page on which nothing is wrong, into which card data was typed. Each test changes one thing. */
export function goldenPayment(change: Partial<PaymentPage> = {}): PaymentPage {
  return {
    ...{ url: URL_OF_PAGE, finalUrl: URL_OF_PAGE, status: 200, headers: {}, scripts: [], sources: {}, hosts: [], forms: [], frames: [] },
    ...{ typed: ['card'], leaks: [], uses: [], tricks: [], changes: [], onlyIn: {}, partial: null },
    ...change,
  };
}

export function goldenScript(change: Partial<Script> = {}): Script {
  const hash = 'a'.repeat(64);
  return { url: 'https://shop.example.com/shop.js', party: 'first', hash, shape: hash, bytes: 10, parent: null, signs: [], ...change };
}

export function goldenHost(host: string, change: Partial<HostUse> = {}): HostUse {
  return { host, party: 'third', requests: 1, scripts: [], channels: ['image'], ...change };
}

export function goldenFrame(url: string, change: Partial<Frame> = {}): Frame {
  return { url, fields: [], late: false, covers: false, ...change };
}
