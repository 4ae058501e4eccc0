import type { Item } from './item-shape.ts';

interface Picked extends Item {
  readonly reason?: string;
}

/** The ticked things of a form: `item.N` names it (`script <key>`), `pick.N` is its tick, `why.N` its own reason. */
export function pickedItems(form: FormData): Picked[] {
  const picked: Picked[] = [];
  for (const name of form.keys()) {
    const [, index] = /^item\.(\d+)$/.exec(name) ?? [];
    if (index === undefined || form.get(`pick.${index}`) === null) continue;
    const [, kind, key] = /^(script|host|header) (.+)$/s.exec(String(form.get(name))) ?? [];
    if (key === undefined || (kind !== 'script' && kind !== 'host' && kind !== 'header')) continue;
    const reason = String(form.get(`why.${index}`) ?? '').trim();
    picked.push({ kind, key, ...(reason === '' ? {} : { reason }) });
  }
  return picked;
}
