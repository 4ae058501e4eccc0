import { isIP } from 'node:net';
import { resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import type { AdvisorySources } from '#engines/advisories/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { publicHostName } from '#kernel/host-name.ts';
import { advisorySettings, advisorySources } from './advisory-settings.ts';
import { endpointOf } from './endpoint-of.ts';
import { ownDomain } from './own-domain.ts';

const url = (protocols: readonly string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `must be a URL that starts with ${protocols.join(' or ')}//`,
    );

const commaList = z
  .string()
  .default('')
  .transform((text): readonly string[] =>
    text
      .split(',')
      .map((entry) => entry.trim().toLowerCase())
      .filter((entry) => entry !== ''),
  );
const proxyList = commaList.refine(
  (list) => list.every(isAddressOrRange),
  'must be addresses or ranges such as 10.0.0.0/8, with commas between',
);
const hostList = commaList.refine(
  (list) => list.every((entry) => publicHostName(entry) === entry),
  'must be names such as bell.shop.example, with commas between',
);

function isAddressOrRange(text: string): boolean {
  return ipaddr.isValid(text) || ipaddr.isValidCIDR(text);
}

/** `0.0.0.0:25`, `[::]:25`. */
const listenAt = z
  .string()
  .regex(/^(\[[0-9a-fA-F:]+\]|[0-9.]+):\d{1,5}$/, 'must be an address and a port, such as 0.0.0.0:25')
  .transform((text) => ({
    host: text.slice(0, text.lastIndexOf(':')).replace(/^\[|\]$/g, ''),
    port: Number(text.slice(text.lastIndexOf(':') + 1)),
  }))
  .refine(({ host, port }) => isIP(host) !== 0 && port <= 65_535, 'must be an address and a port, such as 0.0.0.0:25');

interface Setting {
  readonly shape: z.ZodType<
    string | number | readonly string[] | { readonly host: string; readonly port: number } | undefined,
    string | undefined
  >;
  readonly what: string;
  readonly fallback: string;
  readonly secret?: true;
}

const roles = ['web', 'worker', 'prober'] as const;
type ProcessRole = (typeof roles)[number];

const roleList = z
  .string()
  .default(roles.join(','))
  .transform((text) => text.split(',').map((role) => role.trim()))
  .pipe(z.array(z.enum(roles)).min(1));

const witnessList = z
  .string()
  .default('1.1.1.1:443,9.9.9.9:443,8.8.8.8:443')
  .transform((text) => (text.trim() === 'off' ? [] : text.split(',').map((one) => one.trim())))
  .pipe(z.array(z.string().regex(/^(?:\[[0-9a-f:]+\]|[^\s:]+):\d{1,5}$/i, 'must be like 192.0.2.1:443')));

/** Every setting of Shopbell: the reference page is generated from here. All are optional. */
export const settings = {
  SHOPBELL_DATA: { shape: z.string().optional(), what: 'The data folder.', fallback: '.shopbell in the current folder' },
  SHOPBELL_KEY: {
    shape: z.string().optional(),
    what: 'The master key: 32 random bytes in base64.',
    fallback: 'the file keys/master.key in the data folder',
    secret: true,
  },
  SHOPBELL_HOST: { shape: z.string().default('127.0.0.1'), what: 'The address on which the console listens.', fallback: '127.0.0.1' },
  SHOPBELL_PORT: {
    shape: z.coerce.number<string | undefined>().int().min(0).max(65_535).default(7_700),
    what: 'The port of the console; when it is taken and not set by you, the next free one is used.',
    fallback: '7700',
  },
  SHOPBELL_PUBLIC_URL: {
    shape: url(['http:', 'https:']).optional(),
    what: 'The address at which people reach this Shopbell, for links in mails.',
    fallback: 'http://HOST:PORT',
  },
  SHOPBELL_OTHER_HOSTS: {
    shape: hostList,
    what: 'Further names at which people reach the console, with commas. At any other public name nothing is shown.',
    fallback: 'none: the host of SHOPBELL_PUBLIC_URL, and what is no public name (localhost, addresses, inner names)',
  },
  SHOPBELL_TRUSTED_PROXIES: {
    shape: proxyList,
    what: 'Addresses or ranges (10.0.0.0/8) of your reverse proxies: only their X-Forwarded-For and X-Forwarded-Host are believed.',
    fallback: 'nobody: behind a proxy all visitors share one limit',
  },
  SHOPBELL_ROLES: {
    shape: roleList as z.ZodType<readonly string[], string | undefined>,
    what: 'What this process does: web, worker, prober.',
    fallback: 'web,worker,prober',
  },
  SHOPBELL_WITNESS: {
    shape: witnessList,
    what: 'Addresses (host:port, with commas) that are connected to when a target cannot be reached, to know whether it is our own connection; off: none.',
    fallback: '1.1.1.1:443, 9.9.9.9:443 and 8.8.8.8:443',
  },
  SHOPBELL_LOG: {
    shape: z.enum(['info', 'warn', 'error', 'silent']).default('info'),
    what: 'How much is logged on stderr.',
    fallback: 'info',
  },
  SHOPBELL_CHROMIUM: {
    shape: z.string().optional(),
    what: 'Path of a Chrome or Chromium to use.',
    fallback: 'the one that is shipped, else an installed one',
  },
  SHOPBELL_MAIL_FROM: {
    shape: z.email().optional(),
    what: 'The address from which Shopbell pages its people.',
    fallback: 'shopbell@ the host of SHOPBELL_PUBLIC_URL, or the shop’s contact when that is no real name',
  },
  SHOPBELL_MAIL_PER_SECOND: {
    shape: z.coerce.number<string | undefined>().int().min(1).max(500).optional(),
    what: 'How many letters a second are handed to the mail server at most.',
    fallback: '10; no limit for the local mailbox',
  },
  SHOPBELL_GEO_DATABASE: {
    shape: z.string().optional(),
    what: 'A database of places (.mmdb with cities), to know where staff sign in from.',
    fallback: 'none: only what the shop’s own events say of places is known',
  },
  SHOPBELL_RULES: {
    shape: z.string().optional(),
    what: 'A folder of Sigma rules that every shop gets, each tried in shadow first; a file that is gone is switched off.',
    fallback: 'none: rules are added in the console',
  },
  SHOPBELL_MAIL_LISTEN: {
    shape: listenAt.optional(),
    what: 'Where mail to honey customers and mail of jobs (heartbeats) is received, such as 0.0.0.0:25; the MX records of their domains lead here.',
    fallback: 'nowhere: mail to honey customers does not ring, and no job can tell by mail that it is done',
  },
  SHOPBELL_MAIL_DOMAIN: {
    shape: z
      .string()
      .toLowerCase()
      .regex(/^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'must be a domain, such as bell.shop.example')
      .optional(),
    what: 'The domain of the addresses to which jobs send mail, such as bell.shop.example.',
    fallback: 'the host of SHOPBELL_PUBLIC_URL, where SHOPBELL_MAIL_LISTEN is set',
  },
  SHOPBELL_SYSLOG_LISTEN: {
    shape: listenAt.optional(),
    what: 'Where syslog is received, such as 0.0.0.0:6514: over TLS with the two settings below, on a loopback address also without.',
    fallback: 'nowhere: no syslog is taken',
  },
  SHOPBELL_SYSLOG_CERTIFICATE: {
    shape: z.string().optional(),
    what: 'The file with the certificate of the syslog listener and those that lead to its root (PEM). A renewed one is taken within a minute.',
    fallback: 'none: syslog is taken on a loopback address only',
  },
  SHOPBELL_SYSLOG_KEY: {
    shape: z.string().optional(),
    what: 'The file with the private key of that certificate (PEM).',
    fallback: 'none',
  },
  ...advisorySettings,
  DATABASE_URL: {
    // A socket's folder stands in the query (`postgresql://user@/db?host=/run`), which is no URL to the standard.
    shape: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must start with postgresql://')
      .optional(),
    what: 'A PostgreSQL (15 or newer) to use for state.',
    fallback: 'one that Shopbell starts itself',
    secret: true,
  },
  CLICKHOUSE_URL: {
    shape: url(['http:', 'https:']).optional(),
    what: 'A ClickHouse server or cluster to use for telemetry.',
    fallback: 'ClickHouse inside the process',
    secret: true,
  },
  SMTP_URL: {
    shape: url(['smtp:', 'smtps:']).optional(),
    what: 'The mail server through which mail leaves.',
    fallback: 'a local mailbox that catches every mail',
    secret: true,
  },
} as const satisfies Record<string, Setting>;

type SettingName = keyof typeof settings;

interface AskedSyslog extends Partial<Record<'certificate' | 'key', string | undefined>> {
  readonly at: Config['mailListen'];
}

interface SyslogConfig {
  readonly host: string;
  readonly port: number;
  /** Paths of PEM files; `null`: plain TCP, on a loopback address. */
  readonly certificate: { readonly certificate: string; readonly key: string } | null;
}

export interface Config {
  readonly dataFolder: string;
  readonly host: string;
  readonly port: number;
  /** Whether the port was asked for: then another one is no answer when it is taken. */
  readonly portIsFixed: boolean;
  readonly publicUrl: string | undefined;
  readonly roles: readonly ProcessRole[];
  /** Asked when a target of a check cannot be reached: is it us? */
  readonly witnesses: readonly { readonly host: string; readonly port: number }[];
  readonly otherHosts: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly logLevel: 'info' | 'warn' | 'error' | 'silent';
  readonly chromium: string | undefined;
  readonly geoDatabase: string | undefined;
  readonly ruleFolder: string | null;
  /** `null` when neither the setting nor the public address names a real domain. */
  readonly mailFrom: string | null;
  readonly mailPerSecond: number | undefined;
  readonly mailListen: { readonly host: string; readonly port: number } | undefined;
  /** Where jobs send mail to; `null` when none is received or no real domain is known. */
  readonly mailDomain: string | null;
  readonly syslog: SyslogConfig | undefined;
  /** `null`: no advisories are fetched by themselves. */
  readonly advisories: AdvisorySources | null;
  /** Kept apart, so that printing the config shows no secret. */
  readonly secrets: Readonly<Record<'masterKey' | 'databaseUrl' | 'clickhouseUrl' | 'smtpUrl', string | undefined>>;
}

/** Checks the environment. Throws CONFIG_INVALID that names the setting, never its value. */
export function readConfig(env: Readonly<Record<string, string | undefined>>, workingFolder: string): Config {
  const read = <N extends SettingName>(name: N): z.output<(typeof settings)[N]['shape']> => {
    const raw = env[name] === '' ? undefined : env[name];
    const parsed = settings[name].shape.safeParse(raw);
    if (!parsed.success) throw new ShopbellError('CONFIG_INVALID', { name, reason: parsed.error.issues[0]?.message ?? 'not valid' });
    return parsed.data as z.output<(typeof settings)[N]['shape']>;
  };
  const publicUrl = read('SHOPBELL_PUBLIC_URL')?.replace(/\/+$/, '');
  const domain = ownDomain(publicUrl);
  const mailDomain = read('SHOPBELL_MAIL_DOMAIN') ?? domain;
  return {
    dataFolder: resolve(workingFolder, read('SHOPBELL_DATA') ?? '.shopbell'),
    host: read('SHOPBELL_HOST'),
    port: read('SHOPBELL_PORT'),
    portIsFixed: env.SHOPBELL_PORT !== undefined && env.SHOPBELL_PORT !== '',
    publicUrl,
    roles: read('SHOPBELL_ROLES') as readonly ProcessRole[],
    witnesses: (read('SHOPBELL_WITNESS') as readonly string[]).map(endpointOf),
    otherHosts: read('SHOPBELL_OTHER_HOSTS'),
    trustedProxies: read('SHOPBELL_TRUSTED_PROXIES'),
    logLevel: read('SHOPBELL_LOG'),
    chromium: read('SHOPBELL_CHROMIUM'),
    geoDatabase: read('SHOPBELL_GEO_DATABASE'),
    ruleFolder: read('SHOPBELL_RULES') ?? null,
    mailFrom: read('SHOPBELL_MAIL_FROM') ?? (domain === null ? null : `shopbell@${domain}`),
    mailPerSecond: read('SHOPBELL_MAIL_PER_SECOND'),
    mailListen: read('SHOPBELL_MAIL_LISTEN'),
    mailDomain: read('SHOPBELL_MAIL_LISTEN') === undefined ? null : mailDomain,
    syslog: checkSyslog(workingFolder, {
      at: read('SHOPBELL_SYSLOG_LISTEN'),
      certificate: read('SHOPBELL_SYSLOG_CERTIFICATE'),
      key: read('SHOPBELL_SYSLOG_KEY'),
    }),
    advisories: advisorySources(read('SHOPBELL_ADVISORIES'), read('SHOPBELL_EXPLOITED'), read('SHOPBELL_LIBRARIES')),
    secrets: {
      masterKey: env.SHOPBELL_KEY || undefined,
      databaseUrl: read('DATABASE_URL'),
      clickhouseUrl: read('CLICKHOUSE_URL'),
      smtpUrl: read('SMTP_URL'),
    },
  };
}

/** Without TLS anybody on the way could read and write customers' requests: then only this machine may send. */
function checkSyslog(folder: string, { at, certificate, key }: AskedSyslog): SyslogConfig | undefined {
  const missing = (name: SettingName, reason: string) => new ShopbellError('CONFIG_INVALID', { name, reason });
  if (certificate !== undefined && key === undefined) throw missing('SHOPBELL_SYSLOG_KEY', 'the certificate needs its key');
  if (key !== undefined && certificate === undefined) throw missing('SHOPBELL_SYSLOG_CERTIFICATE', 'the key needs its certificate');
  if (at === undefined) return undefined;
  if (certificate !== undefined && key !== undefined) {
    return { ...at, certificate: { certificate: resolve(folder, certificate), key: resolve(folder, key) } };
  }
  if (ipaddr.parse(at.host).range() !== 'loopback') {
    throw missing('SHOPBELL_SYSLOG_CERTIFICATE', 'syslog from other machines is only taken over TLS');
  }
  return { ...at, certificate: null };
}
