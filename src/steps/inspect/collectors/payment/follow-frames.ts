import type { RunsIn } from '../../inspection.ts';
import { siteOf, withoutQuery } from '../site-of.ts';
import type { Talk } from './attach-children.ts';

/**
 * Knows the frames of a page by the addresses of their documents, as they come and go: gives where a frame's code runs; `null`: in the page
 * itself, to which frames without an address of their own belong. `url`: of a frame in another process, through which is asked.
 */
export function followFrames(
  talk: Talk,
  url: string | null = null,
): { readonly ready: Promise<unknown>; runsIn(frame: string | undefined): RunsIn | null } {
  const own: RunsIn | null = url === null ? null : { kind: 'frame', url: withoutQuery(url) };
  const frames = new Map<string, RunsIn | null>();
  talk.on('Page.frameNavigated', ({ frame }) => {
    const hasAddress = siteOf(frame.url) !== null;
    const place: RunsIn = { kind: 'frame', url: withoutQuery(frame.url) };
    const isPage = frame.parentId === undefined;
    frames.set(frame.id, isPage && own === null ? null : hasAddress ? place : (frames.get(frame.parentId ?? '') ?? own));
  });
  talk.on('Page.frameDetached', ({ frameId }) => frames.delete(frameId));
  return { ready: talk.send('Page.enable'), runsIn: (frame) => frames.get(frame ?? '') ?? own };
}
