/** What the engine tells of legs that changes no call: captions, and how sound and pictures fare. Told further with who it is about. */
import type { FactSource } from '../base/facts.ts';
import type { EngineFacts, LegQuality } from '../engine/port.ts';
import type { Call, Leg } from './call.ts';
import { isIn } from './roles.ts';
import { participantsOf } from './roster.ts';
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
};

export type PassingFacts = {
  captioned: { readonly call: Call; readonly byLegId: string; readonly caption: CallCaption };
  quality: { readonly call: Call; readonly legId: string; readonly quality: LegQuality };
};

type Options = {
  readonly signal: AbortSignal;
  readonly callOfLeg: (legId: string) => Call | undefined;
  readonly captioned: (fact: PassingFacts['captioned']) => void;
  readonly quality: (fact: PassingFacts['quality']) => void;
};

/** Listens until the signal aborts. Who waits in the lobby captions nothing. */
export function passBy(facts: FactSource<EngineFacts>, { signal, callOfLeg, ...tell }: Options): void {
  const captioned = ({ legId, captionId, sourceId, ...said }: EngineFacts['captioned']): void => {
    const call = callOfLeg(legId);
    const by = call?.legs.find((leg) => leg.legId === legId);
    if (!call || !by || (call.group ? !isIn(call, by) : by.state !== 'connected')) return;
    const speaker = sourceId === undefined ? by : speakerOf(call, sourceId);
    const who = speaker ? { participantId: speaker.participantId, speaker: speaker.self.name } : { speaker: '' };
    tell.captioned({ call, byLegId: legId, caption: { captionId: `${legId}/${captionId}`, ...who, ...said } });
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
  return participantsOf(call).find(({ participantId }) => sourceIdsOf(participantId).sound === sound);
}
