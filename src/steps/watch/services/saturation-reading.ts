/** How full one part of a machine or service is. */
export interface SaturationReading {
  readonly service: string;
  readonly host: string;
  readonly what: 'cpu' | 'memory' | 'disk' | 'pool' | 'queue' | 'load';
  /** Of several disks or pools which one; `''`: there is only one. */
  readonly part: string;
  /** 0 to 1; `null` where only a length is told, in `length`. */
  readonly share: number | null;
  readonly length: number | null;
}
