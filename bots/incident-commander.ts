/** The incident commander: asks what has happened, fetches those who are on call, and keeps a time line. */
import { defineBot, type Bot, type BotContext, type Call, type Meeting, type Party, type Target } from 'rollcall';
import { isMeeting } from './company.ts';
import { Incident, type Report } from './incident.ts';
import { alan, grace, katherine } from './people.ts';
import type { Somebody } from './ring-and-ask.ts';
import type { Entry } from './time-line.ts';

export type OnCall = {
  /** Who is rung first, who next when none of these has pressed 1, and so on. */
  readonly levels: readonly (readonly Somebody[])[];
  /** Where the incident is talked about; without it the call becomes a group call. */
  readonly meeting?: Meeting | undefined;
  /** Told the whole time line at the end. */
  readonly onClosed?: ((timeLine: readonly Entry[]) => void) | undefined;
};

const severities = { '1': 'critical', '2': 'major', '3': 'minor' } as const;

export function incidentCommander({ levels, meeting, onClosed }: OnCall): Bot {
  return defineBot({
    name: 'incident commander',
    says: 'Takes down an incident, fetches those on call, and keeps a time line',

    async onCall(call, context) {
      await call.answer();
      const isThere = await isMeeting(call, context.clock);
      const report = await takeDown(call);
      if (!report) return;
      const room = isThere || !meeting ? call : await bringTo(meeting, call, context);
      onClosed?.(await new Incident({ room, report, levels, context }).run());
    },
  });
}

const { ROLLCALL_INCIDENT_MEETING: id, ROLLCALL_INCIDENT_PASSCODE: passcode } = process.env;

export const bot: Bot = incidentCommander({ levels: [[grace], [alan, katherine]], meeting: id ? { id, passcode } : undefined });

/** Undefined when the caller hung up before. */
async function takeDown(call: Call): Promise<Report | undefined> {
  const asked = await call.ask({
    prompt: 'This is the incident commander. How bad is it? For critical press 1, for major press 2, for minor press 3.',
    keys: ['1', '2', '3'],
  });
  if (asked.kind === 'ended') return undefined;
  // Whoever has no hand free has a big problem.
  const severity = severities[asked.kind === 'key' ? asked.key : '1'];
  const prompt = 'Say in one sentence what has happened, after the tone, and press hash.';
  const sentence = await call.recordAnswer({ prompt, maxMs: 30_000, silenceMs: 3_000 });
  if (sentence.kind === 'ended') return undefined;
  return { opener: call.from, severity, sentence: sentence.kind === 'recorded' ? sentence.wav : undefined };
}

/** The call itself is where to talk if the meeting cannot be reached. */
async function bringTo(meeting: Meeting, call: Call, { join, log }: BotContext): Promise<Call> {
  const joined = await join(meeting, { lobbyTimeoutMs: 30_000 });
  if (joined.kind === 'notJoined') {
    log.warn('the meeting for incidents cannot be reached', { reason: joined.reason.message });
    await call.say('The meeting for incidents cannot be reached. We stay here.');
    return call;
  }
  await call.say('I am taking you to the meeting.');
  const invited = await joined.call.invite(targetOf(call.from), { from: call });
  if (invited.kind === 'notJoined') await call.say('I could not take you there. Goodbye.');
  await call.hangUp();
  return joined.call;
}

function targetOf(party: Party): Target {
  return party.kind === 'phone' ? { phone: party.id } : { user: party.id };
}
