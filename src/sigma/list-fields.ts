import type { Test } from './test.ts';

/** Every field that a test looks at, in lower case. */
export function listFields(test: Test): ReadonlySet<string> {
  const fields = new Set<string>();
  gather(test, fields);
  return fields;
}

function gather(test: Test, into: Set<string>): void {
  if (test.kind === 'all' || test.kind === 'any') for (const part of test.parts) gather(part, into);
  else if (test.kind === 'not' || test.kind === 'selection') gather(test.part, into);
  else if (test.kind === 'field') {
    into.add(test.field);
    if (test.value.kind === 'field') into.add(test.value.name);
  }
}
