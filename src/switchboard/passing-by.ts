/** What the engine tells of legs that changes no call: captions, and how sound and pictures fare. Told further with who it is about. */
import type { FactSource } from '../base/facts.ts';
import type { EngineFacts, LegQuality } from '../engine/port.ts';
import type { Call, Leg } from './call.ts';
import { readersOf } from './languages/readers.ts';
import { isIn } from './roles.ts';
import { sourceIdsOf } from './source-ids.ts';

/** A text for what is said. `captionId` is unique in the call; without `participantId` nobody knows who speaks. */
type CallCaption = {
  readonly captionId: string;
  readonly participantId?: string | undefined;
  /** Empty where nobody knows. */
  readonly speaker: string;
  readonly text: string;
  readonly isFinal: boolean;
  readonly language?: string | undefined;
  readonly isTranslation?: boolean | undefined;
};

export type PassingFacts = {
  /** `toLegIds` are those who get it by what they have chosen; the house made it if there is no `byLegId`. */
  captioned: {
    readonly call: Call;
    readonly byLegId: string | undefined;
    readonly toLegIds: readonly string[];
    readonly caption: CallCaption;
  };
  quality: { readonly call: Call; readonly legId: string; readonly quality: LegQuality };
};

type Options = {
  readonly signal: AbortSignal;
  readonly callOfLeg: (legId: string) => Call | undefined;
  readonly offered: (offer: EngineFacts['offered']) => void;
  readonly captioned: (fact: PassingFacts['captioned']) => void;
  readonly quality: (fact: PassingFacts['quality']) => void;
};

/** Listens until the signal aborts. Who waits in the lobby captions nothing. */
export function passBy(facts: FactSource<EngineFacts>, { signal, callOfLeg, offered, ...tell }: Options): void {
  const captioned = ({ legId, captionId, sourceId, ...said }: EngineFacts['captioned']): void => {
    const call = callOfLeg(legId);
    const by = call?.legs.find((leg) => leg.legId === legId);
    if (!call || !by || (call.group ? !isIn(call, by) : by.state !== 'connected')) return;
    // Who captions without having said so offers captions of what is spoken.
    if (by.kind === 'app' && !by.offer) offered({ legId, spoken: said.language ?? 'und', captions: [], voices: [] });
    const known = callOfLeg(legId) ?? call;
    const toLegIds = readersOf(known, { by: legId, ...said }, undefined);
    const speaker = sourceId === undefined ? by : speakerOf(call, sourceId);
    const who = speaker ? { participantId: speaker.participantId, speaker: speaker.self.name } : { speaker: '' };
    tell.captioned({ call: known, byLegId: legId, toLegIds, caption: { captionId: `${legId}/${captionId}`, ...who, ...said } });
  };
  const quality = ({ legId, ...figures }: EngineFacts['quality']): void => {
    const call = callOfLeg(legId);
    if (call) tell.quality({ call, legId, quality: figures });
  };
  facts.on('captioned', captioned, { signal });
  facts.on('quality', quality, { signal });
}

function speakerOf(call: Call, sourceId: number): Leg | undefined {
  const sound = (sourceId & ~3) >>> 0;
  // A caption may come when its speaker has left.
  const there = call.legs.filter((leg) => !(leg.kind === 'app' && leg.isHidden));
  return there.findLast(({ participantId }) => sourceIdsOf(participantId).sound === sound);
}
