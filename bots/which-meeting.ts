/** Finding the meeting that whoever dials a bot means. */
import type { BotContext, Call } from 'rollcall';

/** Asks for the number of the meeting and goes there; undefined where that did not work. The call with whoever asked is over then. */
export async function meetingOf(call: Call, { join }: BotContext, who: string): Promise<Call | undefined> {
  const asked = await call.ask({
    prompt: `This is ${who}. Please type the number of the meeting, and then hash.`,
    digits: { min: 6, max: 20 },
    timeoutMs: 15_000,
  });
  if (asked.kind !== 'digits') return undefined;
  const joined = await join({ id: asked.digits });
  const said = joined.kind === 'joined' ? 'I am in the meeting. Goodbye.' : `I could not get in. ${joined.reason.message}`;
  await call.say(said);
  await call.hangUp();
  return joined.kind === 'joined' ? joined.call : undefined;
}
