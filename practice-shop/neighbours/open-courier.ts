import { type Neighbour, type NeighbourOptions, openNeighbour } from './open-neighbour.ts';

/** The courier: takes a parcel and says later that it was collected. */
export function openCourier(options: NeighbourOptions): Promise<Neighbour> {
  return openNeighbour(
    { name: 'courier', accepts: '/parcels', subject: 'order', announces: 'parcel.collected', address: '192.0.2.3' },
    options,
  );
}
