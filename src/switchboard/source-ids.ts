/** The numbers by which what a participant sends is known: in the roster, to the engine, and on the media bridge. */

export type SourceIds = { readonly sound: number; readonly camera: number; readonly screen: number };

/** Made of the participant's id, so that both ends of a call know them without a word; the sound's is a multiple of four and never 0. */
export function sourceIdsOf(participantId: string): SourceIds {
  const sound = ((Number.parseInt(participantId.slice(0, 8), 16) & ~3) >>> 0) || 4; // prettier-ignore
  return { sound, camera: sound + 1, screen: sound + 2 };
}
