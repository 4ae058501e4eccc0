import { down, type Judged, unknown, up } from './judged.ts';
import { whyTestHost } from './test-hosts.ts';

/** An address that a provider calls, as the provider tells of it. */
export interface Endpoint {
  /** `null`: no web address, such as a queue. */
  readonly url: string | null;
  readonly state: 'active' | 'paused' | 'disabled';
  /** What it is told of; `*`: everything but `except`. */
  readonly topics: readonly string[];
  readonly except?: readonly string[];
  /** The provider says that it cannot deliver there; how many times, where it tells. */
  readonly failing?: true | number;
}

export interface WebhookList {
  readonly provider: string;
  readonly endpoints: readonly Endpoint[];
  /** Messages of the last day that did not arrive; `more`: at least so many. `null`: not told. */
  readonly undelivered: { readonly count: number; readonly more: boolean } | null;
  /** What else the owner should know of this answer, such as that the key is one for tests. */
  readonly notes: readonly string[];
  /** There is more than was read. */
  readonly isCut?: true;
}

export interface WebhookDemand {
  /** Host names that may be called; `*.shop.example` means every name under it. */
  readonly hosts: readonly string[];
  /** What somebody must be told of. */
  readonly topics: readonly string[];
  /** Messages that may be undelivered. */
  readonly undelivered: number;
}

const SHOWN = 3;

/** Judges a provider's list of addresses. The reason names hosts, topics, states and counts, nothing else of the answer. */
export function judgeWebhooks(demand: WebhookDemand, list: WebhookList): Judged {
  const active = list.endpoints.filter(({ state }) => state === 'active');
  const faults = [
    ...active.flatMap((endpoint) => faultsOfPlace(demand, list, endpoint)),
    ...list.endpoints.flatMap((endpoint) => faultOfState(demand, list, endpoint, active)),
    // What is on no page that was read may stand on another.
    ...(list.isCut ? [] : faultsOfTopics(demand, list, active)),
    ...faultsOfTwice(list, active),
    ...active.flatMap((endpoint) => faultOfFailing(list, endpoint)),
    ...faultOfUndelivered(demand, list),
  ];
  const notes = list.notes.map((note) => `; ${note}`).join('');
  const unique = [...new Set(faults)];
  if (unique.length > 0) {
    const more = unique.length > SHOWN ? `, and ${unique.length - SHOWN} more` : '';
    return down(`${unique.slice(0, SHOWN).join('; ')}${more}${notes}`);
  }
  if (list.isCut)
    return unknown(`${list.provider}: only the first ${list.endpoints.length} of its webhooks were read, there are more${notes}`);
  if (active.length === 0) return down(`${list.provider} calls nobody: it has no active webhook${notes}`);
  const hosts = [...new Set(active.map(hostOf))].slice(0, SHOWN).join(', ');
  return up(`${list.provider}: ${active.length} active, ${hosts}${notes}`);
}

/** Where it goes: to another host, to a copy for testing, or in the clear. */
function faultsOfPlace({ hosts }: WebhookDemand, { provider }: WebhookList, endpoint: Endpoint): string[] {
  if (endpoint.url === null) return [];
  const host = hostOf(endpoint);
  if (hosts.includes(host)) return isClear(endpoint.url) ? [`${provider} calls ${host} without encryption`] : [];
  const why = whyTestHost(host);
  const isOwn = hosts.some((own) => own.startsWith('*.') && host.endsWith(own.slice(1)));
  if (why !== null || !isOwn) return [`${provider}’s endpoint goes to ${host}, ${why ?? 'which is none of the hosts that may be called'}`];
  return isClear(endpoint.url) ? [`${provider} calls ${host} without encryption`] : [];
}

/** What is switched off is a fault, unless it went elsewhere anyway or another one has taken its place. */
function faultOfState(demand: WebhookDemand, { provider }: WebhookList, endpoint: Endpoint, active: readonly Endpoint[]): string[] {
  if (endpoint.state === 'active') return [];
  if (endpoint.url !== null && faultsOfPlace(demand, { provider, endpoints: [], undelivered: null, notes: [] }, endpoint).length > 0)
    return [];
  const isReplaced = endpoint.topics.every((topic) => active.some((other) => isToldOf(other, topic)));
  if (isReplaced) return [];
  const [topic] = endpoint.topics;
  const what =
    endpoint.topics.length === 1 && topic !== undefined && topic !== '*'
      ? `${topic} to ${hostOf(endpoint)}`
      : `the endpoint at ${hostOf(endpoint)}`;
  return [`${provider} has ${endpoint.state} ${what}`];
}

function faultsOfTopics({ topics }: WebhookDemand, { provider, endpoints }: WebhookList, active: readonly Endpoint[]): string[] {
  return topics
    .filter((topic) => !active.some((endpoint) => isToldOf(endpoint, topic)))
    .filter(
      (topic) => !endpoints.some((endpoint) => endpoint.state !== 'active' && endpoint.topics.length === 1 && isToldOf(endpoint, topic)),
    )
    .map((topic) => `${provider} tells nobody of ${topic}`);
}

function faultsOfTwice({ provider }: WebhookList, active: readonly Endpoint[]): string[] {
  return active.flatMap((endpoint, nth) => {
    const isAgain = active.slice(0, nth).some((other) => other.url !== null && isSamePlace(other, endpoint) && overlap(other, endpoint));
    return isAgain ? [`${provider} calls ${hostOf(endpoint)} twice for the same`] : [];
  });
}

function faultOfFailing({ provider }: WebhookList, endpoint: Endpoint): string[] {
  if (endpoint.failing === undefined || endpoint.failing === 0) return [];
  const times = endpoint.failing === true ? '' : `, ${endpoint.failing} times in a row`;
  return [`${provider} cannot deliver to ${hostOf(endpoint)}${times}`];
}

function faultOfUndelivered(demand: WebhookDemand, { provider, undelivered }: WebhookList): string[] {
  if (undelivered === null || undelivered.count <= demand.undelivered) return [];
  const count = `${undelivered.count}${undelivered.more ? ' or more' : ''}`;
  return [`${provider} could not deliver ${count} messages in the last 24 hours`];
}

function isToldOf(endpoint: Endpoint, topic: string): boolean {
  const wanted = plainTopic(topic);
  const isExcepted = (endpoint.except ?? []).some((one) => plainTopic(one) === wanted);
  return !isExcepted && endpoint.topics.some((one) => one === '*' || plainTopic(one) === wanted);
}

/** `orders/create` and `ORDERS_CREATE` are the same. */
function plainTopic(topic: string): string {
  return topic.trim().toLowerCase().replaceAll('/', '_');
}

function overlap(one: Endpoint, other: Endpoint): boolean {
  const all = (endpoint: Endpoint) => endpoint.topics.includes('*');
  if (all(one) && all(other)) return true;
  return all(one) ? other.topics.some((topic) => isToldOf(one, topic)) : one.topics.some((topic) => isToldOf(other, topic));
}

function isSamePlace(one: Endpoint, other: Endpoint): boolean {
  return addressOf(one.url) === addressOf(other.url);
}

function addressOf(url: string | null): string {
  return (URL.parse(url ?? '')?.href ?? '').replace(/\/$/, '');
}

function hostOf({ url }: Endpoint): string {
  if (url === null) return 'a queue';
  return URL.parse(url)?.hostname.toLowerCase() || 'an address that cannot be read';
}

function isClear(url: string): boolean {
  return URL.parse(url)?.protocol === 'http:';
}
