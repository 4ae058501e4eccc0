import { type Neighbour, type NeighbourOptions, openNeighbour } from './open-neighbour.ts';

/** The payment gateway: takes an order's payment and says later that the money is there. */
export function openGateway(options: NeighbourOptions): Promise<Neighbour> {
  return openNeighbour(
    { name: 'gateway', accepts: '/payments', subject: 'order', announces: 'payment.captured', address: '192.0.2.2' },
    options,
  );
}
