import { RE2JS } from 're2js';

/** A regular expression that would run in this process, as a question that is linear in the address. Throws for what that cannot hold. */
export function asQuestion(wanted: unknown, addressOf: (value: never) => string): unknown {
  if (!(wanted instanceof RegExp)) return wanted;
  const pattern = RE2JS.compile(wanted.source, wanted.flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0);
  return (value: never) => pattern.matcher(addressOf(value)).find();
}
