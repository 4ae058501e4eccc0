export interface FoundSecret {
  /** As it stands in the target: `{{name}}`. */
  readonly name: string;
  /** Of the environment. */
  readonly variable: string;
  /** What must be in the variable. */
  readonly what: string;
}

/** Puts secrets of one check away: what stays is a place, and the name of a variable. */
export interface SecretBox {
  readonly found: readonly FoundSecret[];
  /** Returns the place `{{name}}`. `variable`: one that the source names itself. */
  add(name: string, what: string, variable?: string): string;
}

/** `reserved`: names that stand for something else in the target. */
export function openSecretBox(key: string, reserved: ReadonlySet<string> = new Set()): SecretBox {
  const found: FoundSecret[] = [];
  const prefix = upper(key).replace(/^(?=\d)/, 'CHECK_');
  return {
    found,
    add: (wanted, what, variable) => {
      const known = variable === undefined ? undefined : found.find((one) => one.variable === variable);
      if (known) return `{{${known.name}}}`;
      const start = placeName(wanted) || 'secret';
      let name = start;
      for (let nth = 2; reserved.has(name) || found.some((one) => one.name === name); nth += 1) name = `${start}_${nth}`;
      found.push({ name, variable: variable ?? `${prefix}_${upper(name)}`, what });
      return `{{${name}}}`;
    },
  };
}

/** What may stand between `{{` and `}}`. */
export function placeName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 50);
}

function upper(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
}
