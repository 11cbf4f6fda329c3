/** The engine's facts as inputs of the calls that they are about. */
import type { FactSource } from '../base/facts.ts';
import type { EngineFacts } from '../engine/port.ts';
import type { CallLoop } from './call-loop.ts';
import type { EngineInput } from './input.ts';
import { passBy } from './passing-by.ts';

/** Hands over what the engine tells until the signal aborts; facts of legs that are gone are let go by the receiver. */
export function engineInputs(facts: FactSource<EngineFacts>, loop: CallLoop, signal: AbortSignal): void {
  const onLeg = (legId: string, input: EngineInput): unknown => loop.onLeg(legId, input);
  const onRoom = (roomId: string, input: EngineInput): unknown => loop.on(roomId, input);
  passBy(facts, {
    signal,
    callOfLeg: (legId) => loop.callOfLeg(legId),
    offered: (fact) => loop.onLeg(fact.legId, { kind: 'offered', ...fact }),
    captioned: (fact) => loop.facts.tell('captioned', fact),
    quality: (fact) => loop.facts.tell('quality', fact),
  });
  facts.on('legConnected', ({ legId }) => onLeg(legId, { kind: 'legConnected', legId }), { signal });
  facts.on('legLost', ({ legId, reason }) => onLeg(legId, { kind: 'legLost', legId, reason }), { signal });
  facts.on('keyPressed', ({ legId, key }) => onLeg(legId, { kind: 'keyHeard', legId, key }), { signal });
  facts.on('playEnded', (fact) => onLeg(fact.legId, { kind: 'playEnded', ...fact }), { signal });
  facts.on('recordEnded', (fact) => onLeg(fact.legId, { kind: 'recordEnded', ...fact }), { signal });
  facts.on('keysEnded', (fact) => onLeg(fact.legId, { kind: 'keysEnded', ...fact }), { signal });
  facts.on('legDisplaced', ({ legId }) => onLeg(legId, { kind: 'legDisplaced', legId }), { signal });
  facts.on('speakers', ({ roomId, legIds, dominantLegId }) => onRoom(roomId, { kind: 'speakers', legIds, dominantLegId }), { signal });
  facts.on('offered', (fact) => onLeg(fact.legId, { kind: 'offered', ...fact }), { signal });
  facts.on('picturesBegan', ({ legId, of }) => onLeg(legId, { kind: 'picturesBegan', legId, of }), { signal });
  facts.on('picturesEnded', ({ legId, of }) => onLeg(legId, { kind: 'picturesEnded', legId, of }), { signal });
  facts.on(
    'roomsLost',
    ({ roomIds, reason }) => {
      for (const roomId of roomIds) onRoom(roomId, { kind: 'roomLost', reason });
    },
    { signal },
  );
}
