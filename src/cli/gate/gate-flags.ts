import { dirname, join } from 'node:path';
import { ShopbellError } from '#kernel/errors.ts';
import type { Severity } from '#kernel/outcome.ts';
import type { GateSettings } from '#steps/inspect/index.ts';
import type { SharedFlags } from './flags.ts';
import { type OwnHeaders, readOwnHeaders } from './own-headers.ts';

/** As the command line says them. */
export interface GateFlags extends SharedFlags {
  readonly journey?: readonly string[];
  readonly paymentJourney?: string;
  readonly secret?: readonly string[];
  readonly traces?: string;
  readonly sbom?: string;
  readonly runs?: number;
  readonly config?: string;
  readonly noteRelease?: string;
  readonly shop?: string;
  readonly to?: string;
  readonly key: string;
}

/** What the command line says, and the settings' file where it says nothing. Paths of the file are as seen from its folder. */
export interface GatePlan {
  readonly url: string;
  readonly controlled: boolean;
  readonly allowPrivate: boolean;
  readonly perSecond: number | undefined;
  readonly baseline: string | null;
  readonly writeTo: string | null;
  readonly level: Severity;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly journeys: readonly string[];
  readonly paymentPage: string | null;
  readonly paymentJourney: string | null;
  readonly secrets: Readonly<Record<string, string>>;
  readonly sbom: string | null;
  readonly runs: number;
  readonly budgets: NonNullable<GateSettings['budgets']>;
  readonly country: string | undefined;
  /** What the shop's own host is sent besides; `null`: nothing. */
  readonly own: OwnHeaders | null;
}

/** Throws INPUT_INVALID for what does not go together. */
export function planGate(url: string, flags: GateFlags, settings: GateSettings, env: NodeJS.ProcessEnv): GatePlan {
  const beside = (path: string) => join(dirname(flags.config ?? 'shopbell.yml'), path);
  const baseline = flags.baseline ?? (settings.baseline === undefined ? null : beside(settings.baseline));
  const plan: GatePlan = {
    url: withScheme(url),
    controlled: flags.iControlThisShop ?? flags.allowPrivate ?? false,
    allowPrivate: flags.allowPrivate ?? false,
    perSecond: flags.rate,
    baseline: baseline ?? (typeof flags.writeBaseline === 'string' ? flags.writeBaseline : null),
    writeTo: writeToOf(flags, baseline),
    level: flags.failOn ?? settings.failOn ?? 'medium',
    only: flags.only ?? settings.only ?? [],
    skip: [...(settings.skip ?? []), ...(flags.skip ?? [])],
    journeys: flags.journey ?? settings.journeys?.map(beside) ?? [],
    paymentPage: flags.paymentPage ?? settings.paymentPage ?? null,
    paymentJourney: flags.paymentJourney ?? (settings.paymentJourney === undefined ? null : beside(settings.paymentJourney)),
    secrets: secretsOf(flags.secret ?? [], env),
    sbom: flags.sbom ?? (settings.sbom === undefined ? null : beside(settings.sbom)),
    runs: flags.runs ?? settings.runs ?? 3,
    budgets: settings.budgets ?? {},
    country: flags.country ?? settings.country,
    own: readOwnHeaders(targetOf(url), { ...flags, header: flags.header ?? settings.headers ?? [] }, env),
  };
  if ((plan.journeys.length > 0 || plan.paymentJourney !== null) && !plan.controlled)
    throw new ShopbellError('INPUT_INVALID', {
      reason: 'a journey does more than look: say --i-control-this-shop when the shop is yours, or --allow-private for a private address',
    });
  return plan;
}

/** `null`: nothing is written. Throws INPUT_INVALID when no file is named anywhere. */
export function writeToOf({ writeBaseline }: Pick<SharedFlags, 'writeBaseline'>, baseline: string | null): string | null {
  if (writeBaseline === undefined) return null;
  const path = writeBaseline === true ? baseline : writeBaseline;
  if (path === null) throw new ShopbellError('INPUT_INVALID', { reason: '--write-baseline: name the file, here or by --baseline' });
  return path;
}

/** Throws INPUT_INVALID for what is no address of the web. */
export function targetOf(url: string): URL {
  const target = URL.parse(withScheme(url));
  if (target === null || !/^https?:$/.test(target.protocol)) {
    throw new ShopbellError('INPUT_INVALID', { reason: `“${url.slice(0, 200)}” is not an http or https address` });
  }
  return target;
}

export function withScheme(url: string): string {
  return url.includes('://') ? url : `https://${url}`;
}

function secretsOf(names: readonly string[], env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.map((name) => {
      const value = env[name];
      if (!value) throw new ShopbellError('INPUT_INVALID', { reason: `--secret ${name}: there is no such variable of the environment` });
      return [name, value];
    }),
  );
}
