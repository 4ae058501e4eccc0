import type { ShopParts } from './shop-env.ts';

type NeighbourName = 'gateway' | 'courier' | 'crm' | 'erp';

/** Sends a request to a neighbour. A neighbour that is down or refuses is noted, not retried: that is what watching is for. */
async function send(parts: ShopParts, neighbour: NeighbourName, path: string, body: object): Promise<void> {
  const failed = (reason: string): void => parts.audit.note('shop.integration.failed', { neighbour, reason });
  try {
    const answer = await fetch(`${parts.links[neighbour]}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'PracticeShop/1.0' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(5000),
    });
    if (!answer.ok) failed(`status ${answer.status}`);
    await answer.body?.cancel();
  } catch (error) {
    failed(error instanceof Error ? error.name : 'unknown');
  }
}

/** Sends, and keeps it among the calls that a closing shop waits for. */
async function tell(parts: ShopParts, neighbour: NeighbourName, path: string, body: object): Promise<void> {
  const sent = send(parts, neighbour, path, body);
  parts.calls.add(sent);
  await sent;
  parts.calls.delete(sent);
}

/** Asks the gateway to take the money; it answers later by webhook. */
export async function startPayment(parts: ShopParts, order: string): Promise<void> {
  const cents = parts.store.orders.get(order)?.cents ?? 0;
  await tell(parts, 'gateway', '/payments', { order, cents, webhook: `${parts.links.shop()}/webhooks/gateway` });
}

/** Hands a paid order to the ERP, which packs it. */
export async function exportOrder(parts: ShopParts, order: string): Promise<void> {
  const lines = parts.store.orders.get(order)?.lines ?? [];
  await tell(parts, 'erp', '/orders', { order, lines, webhook: `${parts.links.shop()}/webhooks/erp` });
}

/** Books a parcel with the courier. */
export async function bookParcel(parts: ShopParts, order: string): Promise<void> {
  await tell(parts, 'courier', '/parcels', { order, webhook: `${parts.links.shop()}/webhooks/courier` });
}

/** Keeps the CRM's contact up to date: the customer's number only. */
export async function upsertContact(parts: ShopParts, customer: string): Promise<void> {
  await tell(parts, 'crm', '/contacts', { customer, webhook: `${parts.links.shop()}/webhooks/crm` });
}
