interface Frame {
  readonly scriptId?: string;
  readonly url: string;
  /** Where in the script or document, both from nought; told where the script is not. */
  readonly at?: { readonly line: number; readonly column: number };
}

/** A call stack, with those of the tasks before it. */
export interface Stack {
  readonly callFrames: readonly Frame[];
  readonly parent?: Stack;
}

/** Gives the names of scripts, as a stack carries them, a place before them: each place where code runs counts its scripts anew. */
export function stackIn(place: number, stack: Stack | undefined): Stack | undefined {
  if (stack === undefined || place === 0) return stack;
  const parent = stackIn(place, stack.parent);
  return {
    callFrames: stack.callFrames.map(({ url, scriptId }) => ({
      url,
      ...(scriptId === undefined ? {} : { scriptId: idIn(place, scriptId) }),
    })),
    ...(parent === undefined ? {} : { parent }),
  };
}

/** Place nought is the page itself. */
export function idIn(place: number, scriptId: string): string {
  return place === 0 ? scriptId : `${place}:${scriptId}`;
}
