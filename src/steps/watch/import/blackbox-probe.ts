import type { Harvest } from './harvest.ts';
import type { SecretBox } from './open-secret-box.ts';
import { durationOf, type Fields, fieldsOf, flagOf, isEmpty } from './parse-source.ts';
import type { Probed } from './prometheus-jobs.ts';

/** A module and a target that it is pointed at. */
export interface Probe {
  readonly settings: Fields;
  readonly target: string;
  readonly timeoutMs: number;
  readonly box: SecretBox;
  change(what: string): void;
  /** A part of it cannot be taken; the rest is. */
  leave(part: string, why: string): void;
  /** Names every other setting. */
  tellOthers(known: ReadonlySet<string>): void;
}

export function probeOf(module: Fields, { name, target, timeoutMs }: Probed, prober: string, box: SecretBox, harvest: Harvest): Probe {
  const settings = fieldsOf(module[prober]);
  const change = (what: string) => harvest.change(name, what);
  const own = durationOf(module.timeout);
  return {
    ...{ settings, target, box, change, timeoutMs: own ? Math.min(own, timeoutMs) : timeoutMs },
    leave: (part, why) => {
      harvest.leave(`${name}: ${part.slice(0, 200)}`, why);
      change(`it is watched without ${part.slice(0, 200)}`);
    },
    tellOthers: (known) => {
      for (const [field, value] of Object.entries(settings))
        if (!known.has(field) && !isEmpty(value)) change(`the setting ${field.slice(0, 60)} is left out`);
      if (!isEmpty(settings.preferred_ip_protocol) || settings.ip_protocol_fallback === false)
        change('it is asked over whatever address its name has first: preferred_ip_protocol and ip_protocol_fallback are left out');
      if (!isEmpty(settings.source_ip_address)) change('it is asked from whatever address this machine has: source_ip_address is left out');
      tellTls(fieldsOf(settings.tls_config), change);
    },
  };
}

function tellTls(tls: Fields, change: (what: string) => void): void {
  if (flagOf(tls.insecure_skip_verify)) change('a certificate that is not trusted is down here; there it was ignored');
  for (const field of Object.keys(tls).filter((one) => one !== 'insecure_skip_verify' && !isEmpty(tls[one])))
    change(`tls_config.${field.slice(0, 60)} is left out: certificates are judged by the authorities that this machine trusts`);
}
