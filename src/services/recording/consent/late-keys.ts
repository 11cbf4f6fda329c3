/** Keys that say at any time whether one agrees. */
import type { ConsentPolicy } from '../port.ts';

export type ConsentKeys = {
  /** `1` unless told otherwise. */
  readonly agreeKey?: string | undefined;
  /** Also withdraws: `2` unless told otherwise. */
  readonly refuseKey?: string | undefined;
};

/** What a policy does with keys that nobody has waited for. */
export function lateKeys({ agreeKey = '1', refuseKey = '2' }: ConsentKeys = {}): NonNullable<ConsentPolicy['key']> {
  return (room, { participantId }, key) => {
    const consent = room.consentOf(participantId);
    const how = `key ${key}`;
    if (key === agreeKey && consent !== 'given') room.agrees(participantId, how);
    else if (key === refuseKey && consent === 'given') room.withdraws(participantId, how);
    else if (key === refuseKey && consent === 'pending') room.refuses(participantId, how);
  };
}
