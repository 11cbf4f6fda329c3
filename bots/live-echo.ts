/** Live echo: all that one person says comes back a moment later, as a proof that both directions are alive. */
import { defineBot, type Bot, type BotClock, type Call, type SoundFrame } from 'rollcall';
import { isMeeting, peopleIn } from './company.ts';

const FRAME_MS = 20;
/** Said so much ahead, so that a hitch on the way in is not heard on the way out. */
const AHEAD_MS = 80;
const PAUSE_MS = 500;
/** By key; the bot begins with that of 2. */
const delaysMs: Readonly<Record<string, number>> = { '1': 250, '2': 1_000, '3': 3_000 };

export const bot: Bot = defineBot({
  name: 'live echo',
  says: 'Repeats all that you say a moment later; 1, 2, 3 choose how much later',
  needs: ['sound', 'soundApart'],

  async onCall(call, { clock }) {
    await call.answer();
    const leave = new AbortController();
    const heard = await whoCalled(call, clock, leave);
    if (!heard) return;

    let delayMs = delaysMs['2'] ?? 0;
    call.facts.on('keyPressed', ({ key }) => (delayMs = delaysMs[key] ?? delayMs), { signal: call.signal });

    // It says what it is, unless somebody speaks: then it only listens.
    const silence = new AbortController();
    call.facts.on('speakingChanged', ({ participantIds }) => participantIds.length > 0 && silence.abort(), { signal: call.signal });
    const hello = 'This is the live echo. Press 1 for a short delay, 2 for a second, 3 for three.';
    await call.say(hello, { signal: AbortSignal.any([silence.signal, leave.signal]) }).catch(() => undefined);

    const frames = heard(leave.signal);
    await call
      .speak(
        delayed(frames, () => delayMs),
        { signal: leave.signal },
      )
      .catch((error: unknown) => {
        if (!leave.signal.aborted && !call.ended) throw error;
      });
  },
});

type Hearing = (signal: AbortSignal) => AsyncIterable<SoundFrame>;

/** How to hear the one who called: in a meeting that person alone, so that nobody else is repeated. `leave` aborts when they go. */
async function whoCalled(call: Call, clock: BotClock, leave: AbortController): Promise<Hearing | undefined> {
  // A second may wait to be read, and no more.
  const options = { mostWaiting: 1_000 / FRAME_MS };
  if (!(await isMeeting(call, clock))) return (signal) => call.hear({ ...options, signal });
  const person = peopleIn(call).find(({ party }) => party.id === call.from.id);
  const alone = person && call.participant(person);
  call.facts.on('participantLeft', ({ participant }) => participant.id === person?.id && leave.abort(), { signal: call.signal });
  return alone && ((signal) => alone.hear({ ...options, signal }));
}

/** Frames come at the pace of time, silence too: so many of them kept back are a delay. */
async function* delayed(frames: AsyncIterable<SoundFrame>, delayMs: () => number): AsyncGenerator<Int16Array, void, undefined> {
  const kept: SoundFrame[] = [];
  let silentMs = Number.POSITIVE_INFINITY;
  for await (const frame of frames) {
    kept.push(frame);
    const most = Math.round((delayMs() - AHEAD_MS) / FRAME_MS);
    // A shorter delay was chosen: what is too old is left out.
    if (kept.length > most + 1) kept.splice(0, kept.length - most - 1);
    const due = kept.length > most ? kept.shift() : undefined;
    if (!due) continue;
    if (!due.isGap && silentMs > PAUSE_MS) yield new Int16Array((AHEAD_MS / FRAME_MS) * due.samples.length);
    silentMs = due.isGap ? silentMs + FRAME_MS : 0;
    // Short pauses are repeated, too. In long ones nothing is said, which makes good for whatever came late.
    if (silentMs <= PAUSE_MS) yield due.samples;
  }
}
