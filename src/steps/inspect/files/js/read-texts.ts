import { child, type Node, nameOf } from './node.ts';
import { type ScriptReading, say } from './script-reading.ts';
import { CARD_WORD, CHECKOUT_PAGE, CHECKOUT_WORD, isReadable, subjectOf } from './words.ts';

const BASE64 = /^[A-Za-z0-9+/]{8,}={0,2}$/;

/** What the texts, expressions and names of a script are about. */
export function readTexts(reading: ScriptReading, node: Node): void {
  if (node.type === 'Literal') readLiteral(reading, node);
  else if (node.type === 'TemplateElement') readText(reading, node, String((node.value as { cooked?: unknown })?.cooked ?? ''));
  else if (node.type === 'Property' && child(node, 'key')?.type === 'Identifier') readKey(reading, node);
  else if (node.type === 'MemberExpression') readMember(reading, node);
  else if (node.type === 'CallExpression' || node.type === 'BinaryExpression') readHidden(reading, node);
}

function readLiteral(reading: ScriptReading, node: Node): void {
  const { regex } = node as { regex?: { pattern?: string } };
  if (regex?.pattern !== undefined) {
    if (CHECKOUT_PAGE.test(regex.pattern)) say(reading, 'js-where:checkout', node, 'pattern');
    if (CARD_WORD.test(regex.pattern)) say(reading, 'js-word:card', node);
    return;
  }
  if (typeof node.value === 'string') readText(reading, node, node.value);
}

function readText(reading: ScriptReading, node: Node, text: string): void {
  if (text.length < 3 || text.length > 200_000) return;
  if (CARD_WORD.test(text.slice(0, 500))) say(reading, 'js-word:card', node, text.slice(0, 40));
  if (CHECKOUT_PAGE.test(text.slice(0, 500))) say(reading, 'js-word:checkout', node);
  if (
    /(?:^|[\s,])(?:input|select|textarea)\b[\s\S]*?,\s*(?:input|select|textarea)/.test(text.slice(0, 300)) ||
    /^(?:input|select|textarea)$/.test(text)
  ) {
    say(reading, 'js-word:inputs', node);
  }
  if (text.length >= 8 && BASE64.test(text)) readBase64(reading, node, text);
}

/** Texts that say something when they are decoded, whoever decodes them. Some packers swap large and small letters. */
function readBase64(reading: ScriptReading, node: Node, text: string): void {
  for (const form of [text, swapped(text)]) {
    const plain = Buffer.from(form.slice(0, 20_000), 'base64').toString('latin1');
    if (!isReadable(plain)) continue;
    const subject = subjectOf(plain);
    if (subject === null) continue;
    say(reading, `js-base64:${subject}`, node, plain.slice(0, 60));
    if (subject === 'code') reading.unpack(plain, node);
    return;
  }
}

function swapped(text: string): string {
  return text.replace(/[a-zA-Z]/g, (letter) => (letter <= 'Z' ? letter.toLowerCase() : letter.toUpperCase()));
}

function readKey(reading: ScriptReading, node: Node): void {
  const name = nameOf(child(node, 'key')) ?? '';
  if (CARD_WORD.test(name) || /^(?:ccNumber|cardNumber|cvv2?|cvc2?|ccNum|cardNum)$/i.test(name)) say(reading, 'js-key:card', node, name);
}

function readMember(reading: ScriptReading, node: Node): void {
  const property = child(node, 'property');
  const name = node.computed === true ? null : nameOf(property);
  if (name === 'value') say(reading, 'js-read:value', node);
  else if (name === 'elements') say(reading, 'js-word:inputs', node);
  else if (name === 'href' || name === 'pathname' || name === 'URL') readPlace(reading, node);
}

/** Where the visitor is, looked at near a word of the payment pages. */
function readPlace(reading: ScriptReading, node: Node): void {
  const owner = child(node, 'object');
  const name = nameOf(owner) ?? nameOf(child(owner, 'property'));
  if (name !== 'location' && name !== 'document') return;
  const around = reading.text.slice(Math.max(0, node.start - 160), node.end + 160);
  if (CHECKOUT_WORD.test(around)) say(reading, 'js-where:checkout', node, 'address');
}

/** Texts that are only there after decoding. */
function readHidden(reading: ScriptReading, node: Node): void {
  const folded = reading.folder.fold(node);
  if (folded === null || typeof folded.value !== 'string' || folded.value.length < 3) return;
  if (!folded.hidden) {
    if (CARD_WORD.test(folded.value.slice(0, 500))) say(reading, 'js-word:card', node);
    return;
  }
  const subject = isReadable(`${folded.value}    `) ? subjectOf(folded.value) : null;
  if (subject === null) return;
  say(reading, `js-hidden:${subject}`, node, folded.value.slice(0, 80));
  if (subject === 'code') reading.unpack(folded.value, node);
}
