import type { OrgId } from '#kernel/ids.ts';

/** Work that runs later or on a schedule: rows in PostgreSQL, so that they outlive a crash. */
export interface Jobs {
  /** Declares what runs for a job name. Every declared name must have exactly one handler when the worker starts. */
  define<D extends object>(
    name: string,
    run: (data: D, signal: AbortSignal) => Promise<void>,
    options?: { readonly retries?: number; readonly concurrency?: number },
  ): void;
  /** Queues one run. With a `key`, a run that still waits under the same key is not queued a second time. */
  send(
    name: string,
    data: Readonly<Record<string, unknown>> & { readonly org?: OrgId },
    options?: { readonly at?: Date; readonly key?: string },
  ): Promise<void>;
  /** Runs it on a cron schedule (UTC), once in the whole cluster. */
  schedule(name: string, cron: string, data?: object): Promise<void>;
  start(): Promise<void>;
  /** Lets running handlers finish (at most ten seconds), then stops. */
  stop(): Promise<void>;
}
