/** Brings up calls in a house for the checks of its bridge, as whoever checks a bridge of their own writes it: meetings, joined by bots. */
import { realClock } from '../../src/base/clock.ts';
import { webSocketOpener } from '../../src/platforms/graph/media/open-web-socket.ts';
import type { CallUnderTest } from '../../src/testing/bridge/call-under-test.ts';
import { GraphBot, type GraphBotOptions } from './graph-bot.ts';

export type HouseToCheck = { readonly bots: readonly Omit<GraphBotOptions, 'fetch'>[]; readonly organizerId: string };

const { bots, organizerId } = JSON.parse(process.env['HOUSE_TO_CHECK'] ?? '{"bots":[],"organizerId":""}') as HouseToCheck;
const clock = realClock();
const opened = Promise.all(bots.map((bot) => GraphBot.open({ ...bot, fetch })));

export async function call(blob: string): Promise<CallUnderTest> {
  const [bot, ...others] = await opened;
  if (!bot) throw new Error('HOUSE_TO_CHECK names no bots');
  const meeting = { subject: 'a check', lobbyBypassSettings: { scope: 'everyone' } };
  const { joinMeetingIdSettings } = await bot.asked<{ readonly joinMeetingIdSettings: { readonly joinMeetingId: string } }>(
    'POST',
    `/v1.0/users/${organizerId}/onlineMeetings`,
    meeting,
  );
  const { joinMeetingId } = joinMeetingIdSettings;
  const callId = await bot.join(joinMeetingId, blob);
  const people = await Promise.all(others.map((other) => other.asPerson(joinMeetingId, webSocketOpener(clock), clock)));
  return {
    people: people.map(({ person }) => person),
    async end() {
      // The bot's own leg may have been given up by then.
      await bot.leave(callId).catch(() => undefined);
      for (const { leave } of people) await leave();
    },
  };
}
