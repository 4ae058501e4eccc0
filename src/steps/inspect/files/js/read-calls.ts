import { propertyName } from './fold-js.ts';
import { child, children, type Node, nameOf } from './node.ts';
import { type ScriptReading, say } from './script-reading.ts';
import { openTarget, type Target } from './targets.ts';

const LISTENS = /^(?:submit|click|mousedown|touchstart|blur|change|keyup|keydown|keypress|input|focusout|beforeunload|pagehide|unload)$/;
const METHODS = /^(?:ajax|post|get|getJSON|getScript|request|load)$/;

/** What a script does: where it sends to, what it loads, what it runs, what it listens to. */
export function readCalls(reading: ScriptReading, node: Node): void {
  if (node.type === 'CallExpression') readCall(reading, node);
  else if (node.type === 'NewExpression') readNew(reading, node);
  else if (node.type === 'AssignmentExpression') readAssignment(reading, node);
  else if (node.type === 'DebuggerStatement') say(reading, 'js-devtools', node, 'debugger');
  else if (node.type === 'ImportExpression') tell(reading, node, 'js-load', openTarget(reading, child(node, 'source')));
}

function tell(reading: ScriptReading, node: Node, kind: string, target: Target | null): void {
  if (target === null) return;
  say(reading, `${kind}:${target.hidden ? 'hidden' : 'foreign'}`, node, target.host);
  if (target.carries) say(reading, 'js-send:in-address', node, target.host);
}

function calleeOf(reading: ScriptReading, node: Node): { readonly name: string; readonly owner: Node | null } | null {
  const callee = child(node, 'callee');
  if (callee === null) return null;
  const own = nameOf(callee);
  if (own !== null) return { name: own, owner: null };
  if (callee.type !== 'MemberExpression') return null;
  const name = propertyName(callee, (inner) => reading.folder.fold(inner));
  return name === null ? null : { name, owner: child(callee, 'object') };
}

function readCall(reading: ScriptReading, node: Node): void {
  const callee = calleeOf(reading, node);
  const args = children(node, 'arguments');
  if (callee === null) readIndirect(reading, node, args);
  else if (!readCode(reading, node, callee.name, args) && !readSending(reading, node, callee, args))
    readOther(reading, node, callee.name, args);
}

/** Calls that run text, or write it into the page. */
function readCode(reading: ScriptReading, node: Node, name: string, args: readonly (Node | null)[]): boolean {
  const [first = null, second = null] = args;
  const timer = (name === 'setTimeout' || name === 'setInterval') && isText(reading, first);
  if (name === 'eval' || name === 'execScript' || timer) readEval(reading, node, first, name);
  else if (name === 'Function' || name === 'constructor') readEval(reading, node, args.at(-1) ?? null, name);
  else if (name === 'insertAdjacentHTML') readWrite(reading, node, second);
  else if (name === 'write' || name === 'writeln' || name === 'append') readWrite(reading, node, first);
  else return false;
  return true;
}

/** Calls that send to, or load from, an address. */
function readSending(
  reading: ScriptReading,
  node: Node,
  { name, owner }: { readonly name: string; readonly owner: Node | null },
  args: readonly (Node | null)[],
): boolean {
  const [first = null, second = null] = args;
  const text = textOf(reading, first);
  if (name === 'fetch' || name === 'sendBeacon') tell(reading, node, 'js-send', openTarget(reading, first));
  else if (name === 'open' && /^(?:POST|GET|PUT|HEAD)$/i.test(text)) tell(reading, node, 'js-send', openTarget(reading, second));
  else if (METHODS.test(name) && owner !== null) readRequest(reading, node, name, first);
  else if (name === 'setAttribute' && /^(?:src|href|action|data)$/i.test(text)) tell(reading, node, 'js-load', openTarget(reading, second));
  else if (name === 'importScripts') tell(reading, node, 'js-load', openTarget(reading, first));
  else return false;
  return true;
}

function readOther(reading: ScriptReading, node: Node, name: string, args: readonly (Node | null)[]): void {
  const [first = null] = args;
  const text = textOf(reading, first);
  if (name === 'createElement') readElement(reading, node, text, first);
  else if (/^(?:addEventListener|on|bind|attachEvent)$/.test(name)) {
    if (LISTENS.test(text.replace(/^on/, ''))) say(reading, 'js-listen', node);
  } else if (name === 'serialize' || name === 'serializeArray') say(reading, 'js-word:inputs', node);
  else if (name === 'val' && args.length === 0) say(reading, 'js-read:value', node);
  else if (name === 'btoa' || name === 'encrypt' || name === 'setPublicKey') say(reading, 'js-encode', node);
  else if (name === 'fromCharCode') readComputed(reading, node, args);
}

function textOf(reading: ScriptReading, node: Node | null): string {
  return String(reading.folder.fold(node)?.value ?? '');
}

function isText(reading: ScriptReading, node: Node | null): boolean {
  return node !== null && (node.type === 'Literal' || typeof reading.folder.fold(node)?.value === 'string');
}

function readRequest(reading: ScriptReading, node: Node, name: string, first: Node | null): void {
  if (first?.type === 'ObjectExpression') {
    for (const property of children(first, 'properties')) {
      if (/^url$/i.test(nameOf(child(property, 'key')) ?? ''))
        tell(reading, node, 'js-send', openTarget(reading, child(property, 'value')));
    }
  } else tell(reading, node, name === 'getScript' ? 'js-load' : 'js-send', openTarget(reading, first));
}

function readElement(reading: ScriptReading, node: Node, tag: string, written: Node | null): void {
  if (/^script$/i.test(tag)) say(reading, 'js-make:script', node);
  if (/^iframe$/i.test(tag)) say(reading, 'js-make:frame', node);
  if (/^(?:script|img|iframe)$/i.test(tag) && written?.type !== 'Literal' && reading.folder.fold(written)?.hidden)
    say(reading, 'js-hidden:part', node, tag);
}

/** Characters that are computed one by one, as decoders do it. */
function readComputed(reading: ScriptReading, node: Node, args: readonly (Node | null)[]): void {
  const [first] = args;
  if (first?.type === 'BinaryExpression' && /^[\^+-]$/.test(String(first.operator)) && reading.folder.fold(first) === null) {
    const inner = reading.text.slice(first.start, first.end);
    if (/charCodeAt|\[|parseInt/.test(inner) || first.operator === '^') say(reading, 'js-decode:loop', node);
  }
}

/** `(function(){…})()`, `x[…](…)`: the callee itself may be a function made from text. */
function readIndirect(reading: ScriptReading, node: Node, args: readonly (Node | null)[]): void {
  const callee = child(node, 'callee');
  if (callee?.type === 'CallExpression' && calleeOf(reading, callee)?.name === 'Function') return;
  if (callee?.type === 'SequenceExpression' && nameOf(children(callee, 'expressions').at(-1) ?? null) === 'eval')
    readEval(reading, node, args[0] ?? null, 'eval');
}

/** Text that is run as code. */
function readEval(reading: ScriptReading, node: Node, code: Node | null, how: string): void {
  if (code === null) return;
  const folded = reading.folder.fold(code);
  if (folded !== null && typeof folded.value === 'string') {
    if (folded.hidden) say(reading, 'js-eval:hidden', node, how);
    else say(reading, 'js-eval:plain', node, how);
    if (folded.value.length > 8) reading.unpack(folded.value, node);
    return;
  }
  const written = reading.text.slice(code.start, Math.min(code.end, code.start + 4_000));
  if (/function\s*\(\s*p\s*,\s*a\s*,\s*c\s*,\s*k\s*,\s*[er]/.test(written)) say(reading, 'js-eval:packer', node, how);
  else if (/\batob\b|\bunescape\b|fromCharCode|decodeURIComponent/.test(written)) say(reading, 'js-eval:decoded', node, how);
  if (/\.(?:data|responseText|response)\b|\.text\(\)/.test(written)) say(reading, 'js-eval:received', node, how);
  else if (code.type !== 'FunctionExpression' && code.type !== 'ArrowFunctionExpression') say(reading, 'js-eval', node, how);
}

function readWrite(reading: ScriptReading, node: Node, html: Node | null): void {
  const folded = reading.folder.fold(html);
  if (folded === null || typeof folded.value !== 'string') return;
  if (folded.hidden && /<script|<iframe|onerror\s*=/i.test(folded.value)) say(reading, 'js-write:hidden', node);
}

function readNew(reading: ScriptReading, node: Node): void {
  const callee = calleeOf(reading, node);
  const args = children(node, 'arguments');
  const name = callee?.name ?? String(reading.folder.fold(child(node, 'callee'))?.value ?? '');
  if (name === 'WebSocket') {
    const target = openTarget(reading, args[0] ?? null);
    if (target === null) say(reading, 'js-socket', node);
    else tell(reading, node, 'js-socket', target);
  } else if (name === 'Function') readEval(reading, node, args.at(-1) ?? null, name);
  else if (name === 'RTCPeerConnection' || name === 'webkitRTCPeerConnection') say(reading, 'js-webrtc', node);
  else if (name === 'Worker' || name === 'SharedWorker') tell(reading, node, 'js-load', openTarget(reading, args[0] ?? null));
  else if (name === 'RegExp') {
    const pattern = reading.folder.fold(args[0] ?? null);
    if (typeof pattern?.value === 'string' && /onepage|onestep|firecheckout|checkout/i.test(pattern.value))
      say(reading, 'js-where:checkout', node, 'pattern');
  } else if (name === 'FormData') say(reading, 'js-word:inputs', node);
  else if (name === 'JSEncrypt') say(reading, 'js-encode', node);
}

function readAssignment(reading: ScriptReading, node: Node): void {
  const left = child(node, 'left');
  if (left?.type !== 'MemberExpression') return;
  const name = propertyName(left, (inner) => reading.folder.fold(inner));
  const right = child(node, 'right');
  if (name === 'src' || name === 'href' || name === 'action')
    tell(reading, node, name === 'action' ? 'js-action' : 'js-load', openTarget(reading, right));
  else if (name === 'innerHTML' || name === 'outerHTML') readWrite(reading, node, right);
  else if (name === 'onmessage') {
    const body = right === null ? '' : reading.text.slice(right.start, Math.min(right.end, right.start + 1_500));
    if (/\beval\b|\bFunction\b|createElement|\.text\s*=/.test(body)) say(reading, 'js-eval:received', node, 'onmessage');
  } else if (name !== null && /^on(?:submit|click|keyup|change|blur|mousedown)$/.test(name)) say(reading, 'js-listen', node);
}
