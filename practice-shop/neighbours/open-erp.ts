import { type Neighbour, type NeighbourOptions, openNeighbour } from './open-neighbour.ts';

/** The ERP: takes paid orders and says later that they are being packed. With `dropShare` it loses some without a word. */
export function openErp(options: NeighbourOptions): Promise<Neighbour> {
  return openNeighbour({ name: 'erp', accepts: '/orders', subject: 'order', announces: 'order.exported', address: '192.0.2.5' }, options);
}
