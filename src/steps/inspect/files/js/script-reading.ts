import type { FactList } from '../fact.ts';
import type { Folder } from './fold-js.ts';
import type { Node } from './node.ts';

/** The state of reading one script. */
export interface ScriptReading {
  readonly text: string;
  readonly facts: FactList;
  readonly folder: Folder;
  readonly layer: number;
  readonly anchored: boolean;
  /** Where a node stands in the file. */
  at(node: Node): number;
  /** Reads code that was found packed in this node. */
  unpack(code: string, node: Node): void;
}

export function say(reading: ScriptReading, name: string, node: Node, detail: string | null = null): void {
  reading.facts.add(name, reading.at(node), reading.layer, detail);
}
