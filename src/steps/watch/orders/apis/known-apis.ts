import { readData } from '#engines/data/read-data.ts';
import { type Api, apiShape } from './api-shape.ts';

/** Systems that can be asked over HTTP, each a file under data/orders/apis. */
export const apiNames = [
  ...['woocommerce', 'shopify', 'shopware', 'magento', 'prestashop', 'vendure', 'medusa', 'allegro'],
  ...['stripe', 'paypal', 'mollie', 'przelewy24'],
  ...['inpost'],
  ...['odoo', 'hubspot', 'salesforce', 'business-central', 'sap-business-one'],
  ...['odata', 'rest'],
] as const;
export type ApiName = (typeof apiNames)[number];

export function isApiName(text: string): text is ApiName {
  return apiNames.some((one) => one === text);
}

/** A system's description. */
export function apiOf(name: ApiName): Api {
  return readData(`orders/apis/${name}.yaml`, apiShape);
}
