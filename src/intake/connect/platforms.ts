/** A platform for which there are ready senders under `integrations/`. */
export interface PlatformWay {
  readonly name: string;
  readonly title: string;
  /** Where the files belong, from the shop's root: folder of the project → folder in the shop; a file → its place. */
  readonly places: readonly (readonly [from: string, to: string])[];
  /** The file of the shop in which the settings stand. */
  readonly settingsIn: string;
  /** The settings, to be pasted. */
  settings(url: string, key: string): string;
  /** How it is switched on: commands, or places in the back office. */
  readonly switchOn: string;
}

const CLIENT = ['ShopbellClient.php', 'ShopbellSpool.php', 'ShopbellTransport.php'];
const client = (to: string): (readonly [string, string])[] => CLIENT.map((name) => [`integrations/php/${name}`, `${to}/${name}`]);
/** In a string of PHP or TypeScript within single quotes. */
const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
const environment = (url: string, key: string): string => `SHOPBELL_URL=${url}\nSHOPBELL_KEY=${key}`;

export const platformWays: readonly PlatformWay[] = [
  {
    name: 'woocommerce',
    title: 'WooCommerce',
    places: [['integrations/woocommerce', 'wp-content/plugins/shopbell'], ...client('wp-content/plugins/shopbell')],
    settingsIn: 'wp-config.php',
    settings: (url, key) => `define('SHOPBELL_URL', ${quoted(url)});\ndefine('SHOPBELL_KEY', ${quoted(key)});`,
    switchOn: 'wp plugin activate shopbell\n# or: Plugins, Shopbell, Activate',
  },
  {
    name: 'magento',
    title: 'Magento 2, Adobe Commerce, Mage-OS',
    places: [['integrations/magento', 'app/code/Shopbell/Events'], ...client('app/code/Shopbell')],
    settingsIn: 'app/etc/env.php',
    settings: (url, key) => `'shopbell' => [\n    'url' => ${quoted(url)},\n    'key' => ${quoted(key)},\n],`,
    switchOn: 'bin/magento module:enable Shopbell_Events\nbin/magento setup:upgrade\nbin/magento setup:di:compile\nbin/magento cache:flush',
  },
  {
    name: 'openmage',
    title: 'OpenMage, Magento 1',
    places: [
      ['integrations/openmage/etc', 'app/code/community/Shopbell/Events/etc'],
      ['integrations/openmage/Model', 'app/code/community/Shopbell/Events/Model'],
      ['integrations/openmage/Shopbell_Events.xml', 'app/etc/modules/Shopbell_Events.xml'],
      ...client('app/code/community/Shopbell/Events/lib'),
    ],
    settingsIn: 'app/etc/local.xml (<global>)',
    settings: (url, key) => `<shopbell>\n    <url>${xml(url)}</url>\n    <key>${xml(key)}</key>\n</shopbell>`,
    switchOn: 'System, Cache Management, Flush Magento Cache',
  },
  {
    name: 'shopware',
    title: 'Shopware 6',
    places: [['integrations/shopware', 'custom/plugins/ShopbellEvents'], ...client('custom/plugins/ShopbellEvents/src')],
    settingsIn: '.env.local',
    settings: environment,
    switchOn: 'bin/console plugin:refresh\nbin/console plugin:install --activate ShopbellEvents\nbin/console cache:clear',
  },
  {
    name: 'prestashop',
    title: 'PrestaShop',
    places: [['integrations/prestashop', 'modules/shopbell'], ...client('modules/shopbell')],
    settingsIn: 'config/defines_custom.inc.php',
    settings: (url, key) => `<?php\ndefine('SHOPBELL_URL', ${quoted(url)});\ndefine('SHOPBELL_KEY', ${quoted(key)});`,
    switchOn: 'bin/console prestashop:module install shopbell\n# or: Modules, Module Manager, Shopbell, Install',
  },
  {
    name: 'vendure',
    title: 'Vendure',
    places: [
      ['integrations/vendure', 'src/shopbell'],
      ['integrations/node/shopbell.ts', 'src/shopbell/shopbell.ts'],
    ],
    settingsIn: '.env',
    settings: environment,
    switchOn: `// src/shopbell/shopbell-plugin.ts, then "plugins: [ShopbellPlugin]" in vendure-config.ts
import { env } from 'node:process';
import * as vendure from '@vendure/core';
import { openShopbell } from './shopbell';
import { watchVendure } from './watch-vendure';

@vendure.VendurePlugin({ imports: [vendure.PluginCommonModule] })
export class ShopbellPlugin {
  private readonly shopbell = openShopbell({ url: env.SHOPBELL_URL ?? '', key: env.SHOPBELL_KEY ?? '', service: 'vendure' });
  constructor(private readonly bus: vendure.EventBus) {}
  onApplicationBootstrap() { watchVendure(this.bus, vendure, this.shopbell); }
  onApplicationShutdown() { return this.shopbell.close(); }
}`,
  },
  {
    name: 'medusa',
    title: 'Medusa 2',
    places: [
      ['integrations/medusa', 'src/lib'],
      ['integrations/node/shopbell.ts', 'src/lib/shopbell.ts'],
    ],
    settingsIn: '.env',
    settings: environment,
    switchOn: `// src/lib/our-shopbell.ts
import { env } from 'node:process';
import { openShopbell } from './shopbell';
export const shopbell = openShopbell({ url: env.SHOPBELL_URL ?? '', key: env.SHOPBELL_KEY ?? '', service: 'medusa' });

// src/subscribers/shopbell.ts
import { medusaEvents, noteMedusaEvent } from '../lib/watch-medusa';
import { shopbell } from '../lib/our-shopbell';
export default async function tellShopbell({ event }) { noteMedusaEvent(shopbell, event); }
export const config = { event: [...medusaEvents] };

// src/api/middlewares.ts
import { defineMiddlewares } from '@medusajs/framework/http';
import { watchMedusa } from '../lib/watch-medusa';
import { shopbell } from '../lib/our-shopbell';
export default defineMiddlewares({ routes: [{ matcher: '/*', middlewares: [watchMedusa(shopbell, 1)] }] });`,
  },
];

/** One event by hand: whether address and key are right, before anything is installed. */
export function tryWay(url: string, key: string): string {
  return `curl --fail-with-body '${url}/in/ndjson' \\
  -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/x-ndjson' \\
  -d '{"event":"shop.content.changed","shop.content.kind":"page"}'`;
}

function xml(text: string): string {
  return text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
