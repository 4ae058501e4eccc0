import { type Neighbour, type NeighbourOptions, openNeighbour } from './open-neighbour.ts';

/** The customer-relations service: keeps a contact for each customer and confirms it. */
export function openCrm(options: NeighbourOptions): Promise<Neighbour> {
  return openNeighbour(
    { name: 'crm', accepts: '/contacts', subject: 'customer', announces: 'contact.synced', address: '192.0.2.4' },
    options,
  );
}
