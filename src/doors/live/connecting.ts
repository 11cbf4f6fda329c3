/** A page's connections: its sound, and pictures beside it. */
import type { ConnectRequest } from '../../engine/port.ts';
import type { Answer, Who } from './answer.ts';
import type { LiveDoorOptions } from './live-options.ts';
import type { PageCommand } from '../../wire/live/page-command.ts';

/** Connects the sound of a line; what cannot be connected is over. */
export async function connected({ connect, switchboard }: LiveDoorOptions, request: ConnectRequest): Promise<Answer> {
  const { legId, roomId: callId } = request;
  const outcome = await connect(request);
  if (outcome.ok) return { ok: true, result: { legId, callId, answer: outcome.answer } };
  switchboard.mediaFailed({ legId, message: outcome.message });
  return outcome;
}

/** Connects pictures; the sound stays as it is when that fails. */
export async function picturesConnected(
  { connect, switchboard }: LiveDoorOptions,
  { userId, pageId }: Who,
  { legId, what, offer }: Extract<PageCommand, { kind: 'connectPictures' }>,
): Promise<Answer> {
  const allowed = switchboard.connectPictures({ legId, userId, what });
  if (!allowed.ok) return allowed;
  const leg = switchboard.callOfLeg(legId)?.legs.find((each) => each.legId === legId);
  if (leg?.kind !== 'person' || leg.pageId !== pageId) {
    return { ok: false, code: 'live/elsewhere', message: 'This call is in another window.', remedy: 'Go on in that window.' };
  }
  const { callId } = allowed;
  const outcome = await connect({ roomId: callId, legId, offer, what });
  return outcome.ok ? { ok: true, result: { legId, callId, answer: outcome.answer } } : outcome;
}
