/**
 * Text frames of the media bridge: one JSON object each. Source: docs/media-bridge.md.
 * A **source** is one stream of one participant: its number is `mediaStreams[].sourceId` of Graph's roster.
 */
import { z } from 'zod';

type PictureKind = 'camera' | 'screen';

/** From the carrier to the bot. Unknown kinds are passed over, so that a later minor version may add some. */
export type BridgeEvent =
  /** First on every socket, also after a reconnect. Nothing is subscribed to yet. `nowUs` is the media clock, from which all time stamps count. */
  | { readonly kind: 'ready'; readonly sourceId: number; readonly nowUs: number }
  /** Sources that speak now, by voice activity; told when it changes. */
  | { readonly kind: 'speaking'; readonly sourceIds: readonly number[] }
  | { readonly kind: 'dominantSpeaker'; readonly sourceId: number | null }
  /** One press of a key, once, at its start. */
  | { readonly kind: 'key'; readonly sourceId: number; readonly key: string }
  /** Pictures of that source can be watched from now on, or no longer; all of them after `ready`. */
  | { readonly kind: 'pictures'; readonly sourceId: number; readonly of: PictureKind; readonly isOn: boolean }
  /** Somebody who has seen nothing yet wants to see what the bot shows: send a key frame soon. */
  | { readonly kind: 'keyFrameWanted'; readonly of: PictureKind }
  /** All sound sent before that mark has been said. */
  | { readonly kind: 'marked'; readonly name: string }
  /** Answer to `clear`: so much sound was thrown away. */
  | { readonly kind: 'cleared'; readonly droppedMs: number }
  /** Answer to `press`: all keys have been heard. */
  | { readonly kind: 'pressed'; readonly pressId: string }
  /** How a source's sound fares, every 5 s; of the bot's own source, how its frames come in. Loss and concealed are shares, 0 … 1. */
  | {
      readonly kind: 'quality';
      readonly sourceId: number;
      readonly loss: number;
      readonly jitterMs: number;
      readonly concealed: number;
    }
  /** What people have chosen of the languages that the bot offers; told after `offer`, and when it changes. */
  | {
      readonly kind: 'wants';
      readonly hasCaptions: boolean;
      readonly captions: readonly string[];
      readonly voices: readonly { readonly language: string; readonly sourceIds: readonly number[] }[];
    }
  /** Something that was sent could not be used: frames came too fast, a message was not understood. The socket stays open. */
  | { readonly kind: 'problem'; readonly code: BridgeProblem; readonly message: string }
  /** The last message: the call is over for this bot. */
  | { readonly kind: 'ended'; readonly message: string };

export type BridgeProblem = 'soundFull' | 'badMessage' | 'badFrame' | 'overLimit' | 'unknownSource';

/** From the bot to the carrier. */
export type BridgeOrder =
  /** Which sound to send: the mix of all others, and the sound of each source apart. Replaces what was said before. */
  | { readonly kind: 'hear'; readonly mixed: boolean; readonly apart: 'none' | 'all' | readonly number[] }
  /** Which pictures to send; replaces what was said before. `maxHeight` in pixels chooses among the layers there are. */
  | { readonly kind: 'watch'; readonly pictures: readonly { readonly sourceId: number; readonly maxHeight?: number | undefined }[] }
  /** Throws away the sound that waits to be said: an interruption, heard within one tick. */
  | { readonly kind: 'clear' }
  /** Asks to be told (`marked`) when all sound sent so far has been said. */
  | { readonly kind: 'mark'; readonly name: string }
  /** Presses keys for all to hear; `#` and `*` and A to D as well. */
  | { readonly kind: 'press'; readonly pressId: string; readonly keys: string; readonly gapMs?: number | undefined }
  /** What the bot showed is over. */
  | { readonly kind: 'stopPictures'; readonly of: PictureKind }
  /** A text for what is said: by that source, or by the bot without one. Interim texts of one id replace each other. */
  | {
      readonly kind: 'caption';
      readonly captionId: string;
      readonly sourceId?: number | undefined;
      readonly text: string;
      readonly isFinal: boolean;
      readonly language?: string | undefined;
      /** For those alone who have chosen that language. */
      readonly isTranslation?: boolean | undefined;
    }
  /** Which captions and spoken languages people can have of this bot (BCP 47), and who makes them; replaces what was offered before. */
  | {
      readonly kind: 'offer';
      readonly spoken: string;
      readonly captions: readonly string[];
      readonly voices: readonly string[];
      readonly transcriber?: BridgeProvider | undefined;
      readonly translator?: BridgeProvider | undefined;
    };

/** Whether what is said is sent to somebody else's machine, and to whose. */
type BridgeProvider = { readonly name: string; readonly leavesMachine: boolean; readonly sendsTo?: string | undefined };

const sourceId = z.number().int().min(0).max(0xffff_ffff);
const picture = z.enum(['camera', 'screen']);
const text = z.string().max(2_000);
const name = z.string().min(1).max(128);
const language = z.string().max(32);
const provider = z.object({ name: z.string().max(100), leavesMachine: z.boolean(), sendsTo: z.string().max(253).optional() });

export const bridgeEvent: z.ZodType<BridgeEvent> = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('ready'), sourceId, nowUs: z.number().nonnegative() }),
  z.looseObject({ kind: z.literal('speaking'), sourceIds: z.array(sourceId) }),
  z.looseObject({ kind: z.literal('dominantSpeaker'), sourceId: sourceId.nullable() }),
  z.looseObject({ kind: z.literal('key'), sourceId, key: z.string().length(1) }),
  z.looseObject({ kind: z.literal('pictures'), sourceId, of: picture, isOn: z.boolean() }),
  z.looseObject({ kind: z.literal('keyFrameWanted'), of: picture }),
  z.looseObject({ kind: z.literal('marked'), name }),
  z.looseObject({ kind: z.literal('cleared'), droppedMs: z.number().nonnegative() }),
  z.looseObject({ kind: z.literal('pressed'), pressId: name }),
  z.looseObject({
    kind: z.literal('wants'),
    hasCaptions: z.boolean(),
    captions: z.array(language),
    voices: z.array(z.object({ language, sourceIds: z.array(sourceId) })),
  }),
  z.looseObject({ kind: z.literal('quality'), sourceId, loss: z.number(), jitterMs: z.number(), concealed: z.number() }),
  z.looseObject({
    kind: z.literal('problem'),
    code: z.enum(['soundFull', 'badMessage', 'badFrame', 'overLimit', 'unknownSource']),
    message: z.string(),
  }),
  z.looseObject({ kind: z.literal('ended'), message: z.string() }),
]);

export const bridgeOrder: z.ZodType<BridgeOrder> = z.discriminatedUnion('kind', [
  z.looseObject({
    kind: z.literal('hear'),
    mixed: z.boolean(),
    apart: z.union([z.enum(['none', 'all']), z.array(sourceId).max(1_000)]),
  }),
  z.looseObject({
    kind: z.literal('watch'),
    pictures: z.array(z.looseObject({ sourceId, maxHeight: z.number().int().min(1).max(8_192).optional() })).max(100),
  }),
  z.looseObject({ kind: z.literal('clear') }),
  z.looseObject({ kind: z.literal('mark'), name }),
  z.looseObject({
    kind: z.literal('press'),
    pressId: name,
    keys: z.string().regex(/^[0-9*#A-D]{1,100}$/),
    gapMs: z.number().int().min(0).max(60_000).optional(),
  }),
  z.looseObject({ kind: z.literal('stopPictures'), of: picture }),
  z.looseObject({
    kind: z.literal('caption'),
    captionId: name,
    sourceId: sourceId.optional(),
    text,
    isFinal: z.boolean(),
    language: language.optional(),
    isTranslation: z.boolean().optional(),
  }),
  z.looseObject({
    kind: z.literal('offer'),
    spoken: language,
    captions: z.array(language).max(200),
    voices: z.array(language).max(20),
    transcriber: provider.optional(),
    translator: provider.optional(),
  }),
]);
