/**
 * What a recording is made of, in the order in which it became known: the records of a segment log.
 *
 * All times are `atMs`: whole milliseconds since the recording began, on the one media clock that all its tracks share. Sound comes in
 * packets of 20 ms whose `atMs` are multiples of 20; what nobody said is left out, and is silence. While a recording is paused there is
 * nothing in any track: the time of the pause stays as silence, so that every time in the file is a time of the meeting.
 */

/** Track 0 is the mix of everybody who is recorded. The others are of one participant each; who comes again goes on with the same track. */
export type TrackInfo =
  | { readonly kind: 'mixed' }
  | {
      readonly kind: 'voice' | 'camera' | 'screen';
      /** Of the person or the app, where the carrier knows it; the same for all tracks of one person. */
      readonly personId: string;
      readonly name: string;
    };

export const MIXED_TRACK = 0;

export type SegmentRecord =
  /** Before the first medium of a track. `track` counts up from 0. */
  | { readonly kind: 'track'; readonly atMs: number; readonly track: number; readonly info: TrackInfo }
  /** One Opus packet of 20 ms (RFC 6716), mono; it has no other before it to lean on where the one of 20 ms before is missing. `levelDb` below full scale. */
  | { readonly kind: 'sound'; readonly atMs: number; readonly track: number; readonly packet: Uint8Array; readonly levelDb: number }
  /** One whole VP8 frame (RFC 6386). Pixels; a track may change its size at a key frame. */
  | {
      readonly kind: 'picture';
      readonly atMs: number;
      readonly track: number;
      readonly data: Uint8Array;
      readonly isKeyFrame: boolean;
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: 'note'; readonly atMs: number; readonly note: SegmentNote };

export type SegmentNote =
  /** Where everything counts from: wall time at `atMs` 0, in milliseconds since 1970 UTC. First in every log. */
  | { readonly kind: 'began'; readonly wallMs: number; readonly recordingId: string }
  | { readonly kind: 'paused' | 'resumed'; readonly why?: string | undefined }
  /** A chapter lasts until the next one. */
  | { readonly kind: 'chapter'; readonly title: string }
  | { readonly kind: 'marker'; readonly label: string }
  /** Who comes and goes; consent has been given for whatever follows of them. */
  | { readonly kind: 'joined' | 'left'; readonly personId: string; readonly name: string }
  /** Who leads, for the layout of speakers; undefined if nobody does. */
  | { readonly kind: 'leads'; readonly personId?: string | undefined }
  /** Pictures of that track are over for now. */
  | { readonly kind: 'pictureOver'; readonly track: number }
  /** Somebody took consent back with effect on what was kept: that of theirs which lies before is left out of every file. */
  | { readonly kind: 'withdrawn'; readonly personId: string }
  /** So much was dropped, because the disk was behind. */
  | { readonly kind: 'dropped'; readonly records: number }
  /** Last in every log that was finished in order. */
  | { readonly kind: 'ended'; readonly why: string };

/** Seals what is written, a chunk at a time (AES-256-GCM in `store/sealing.ts`). `index` counts chunks; a chunk cannot be opened at another index. */
export interface ChunkSeal {
  seal(chunk: Uint8Array, index: number): Uint8Array;
  /** Throws where the chunk was changed, or is of another place or key. */
  open(sealed: Uint8Array, index: number): Uint8Array;
}
