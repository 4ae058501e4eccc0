const MARK = /[;{]s:\d{1,7}:\\?"/;
/** A name and its text as PHP's serialize() writes them, also with their quotation marks escaped. */
const PAIR = /s:\d{1,4}:\\?"([^"\\]{1,80})\\?";(?:s:(\d{1,7}):\\?"|i:(\d{1,20});)/g;
const MOST = 2_000;

/** The named texts and numbers of what PHP serialised, in their order; none of any other text. */
export function phpFields(text: string): readonly { readonly name: string; readonly value: string }[] {
  if (!MARK.test(text)) return [];
  const fields: { name: string; value: string }[] = [];
  const pair = new RegExp(PAIR);
  for (let found = pair.exec(text); found && fields.length < MOST; found = pair.exec(text)) {
    const [whole, called = '', size, number] = found;
    // Names of what is not public carry their class in front, between two zero characters.
    const name = called.slice(called.lastIndexOf('\u0000') + 1);
    if (number !== undefined) fields.push({ name, value: number });
    else {
      const from = found.index + whole.length;
      const value = valueAt(text, from, Number(size));
      fields.push({ name, value });
      // The value may be the name of what follows, where a list is told: it is looked at again.
      pair.lastIndex = from + (value.includes('s:') ? 0 : value.length);
    }
  }
  return fields;
}

/** Its length is told in bytes and before it was escaped: it ends at the sign that ends texts, near there. */
function valueAt(text: string, from: number, bytes: number): string {
  const end = text.slice(from, from + bytes * 2 + 2).search(/\\?";/);
  return end < 0 ? text.slice(from, from + bytes) : text.slice(from, from + Math.max(end, 0));
}
